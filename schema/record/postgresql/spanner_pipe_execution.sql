-- The requests to start or redrive an execution of the deployment workflow. A run writes a row before it
-- sends the request.
CREATE TABLE IF NOT EXISTS SPANNER_PIPE_EXECUTION (
  -- The part of the execution's name that is the same in all attempts of a deployment.
  Deployment character varying NOT NULL,
  -- The number of the attempt, from 1. The execution's name is <Deployment>-a<Attempt>.
  Attempt bigint NOT NULL,
  -- The ARN of the state machine, with the version or alias that was requested.
  StateMachine character varying NOT NULL,
  -- The exact input of the execution. Each run that requests this execution sends this input.
  Input character varying NOT NULL,
  -- The id of the run that wrote this row.
  RunId character varying NOT NULL,
  -- When the row was written, by the clock of the run's machine.
  CreatedAt timestamp with time zone NOT NULL,
  -- The client token of the last redrive. Because of it, Step Functions does the redrive only once, even if
  -- it is requested several times. Null if no redrive was requested.
  RedriveToken character varying,
  -- How often the execution had been redriven before the last redrive.
  RedriveCountBefore bigint,
  PRIMARY KEY (Deployment, Attempt)
)
