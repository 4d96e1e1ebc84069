-- The requests to start or redrive an execution of the deployment workflow. A run writes a row before it
-- sends the request.
CREATE TABLE IF NOT EXISTS SPANNER_PIPE_EXECUTION (
  -- The part of the execution's name that is the same in all attempts of a deployment.
  Deployment STRING(MAX) NOT NULL,
  -- The number of the attempt, from 1. The execution's name is <Deployment>-a<Attempt>.
  Attempt INT64 NOT NULL,
  -- The ARN of the state machine, with the version or alias that was requested.
  StateMachine STRING(MAX) NOT NULL,
  -- The exact input of the execution. Each run that requests this execution sends this input.
  Input STRING(MAX) NOT NULL,
  -- The id of the run that wrote this row.
  RunId STRING(MAX) NOT NULL,
  -- When the row was written, by the clock of the run's machine.
  CreatedAt TIMESTAMP NOT NULL,
  -- The client token of the last redrive. Because of it, Step Functions does the redrive only once, even if
  -- it is requested several times. Null if no redrive was requested.
  RedriveToken STRING(MAX),
  -- How often the execution had been redriven before the last redrive.
  RedriveCountBefore INT64
) PRIMARY KEY (Deployment, Attempt)
