-- What was about to be asked of the deployment workflow, written before it was asked.
CREATE TABLE IF NOT EXISTS SPANNER_PIPE_EXECUTION (
  -- What all attempts of a deployment have in common in their executions' names.
  Deployment character varying NOT NULL,
  -- Counts the attempts, from 1: the execution's name is Deployment-aAttempt.
  Attempt bigint NOT NULL,
  -- The state machine's ARN, with the version or alias that was wanted.
  StateMachine character varying NOT NULL,
  -- The exact input; each run that asks for this execution sends the same.
  Input character varying NOT NULL,
  -- The run that wrote it.
  RunId character varying NOT NULL,
  -- By the clock of the run's machine.
  CreatedAt timestamp with time zone NOT NULL,
  -- Makes the service do the last redrive once, however often it is asked; null before there is one.
  RedriveToken character varying,
  -- How often the execution had been redriven before that redrive.
  RedriveCountBefore bigint,
  PRIMARY KEY (Deployment, Attempt)
)
