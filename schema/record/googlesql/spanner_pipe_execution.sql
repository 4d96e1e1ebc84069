-- What was about to be asked of the deployment workflow, written before it was asked.
CREATE TABLE IF NOT EXISTS SPANNER_PIPE_EXECUTION (
  -- What all attempts of a deployment have in common in their executions' names.
  Deployment STRING(MAX) NOT NULL,
  -- Counts the attempts, from 1: the execution's name is Deployment-aAttempt.
  Attempt INT64 NOT NULL,
  -- The state machine's ARN, with the version or alias that was wanted.
  StateMachine STRING(MAX) NOT NULL,
  -- The exact input; each run that asks for this execution sends the same.
  Input STRING(MAX) NOT NULL,
  -- The run that wrote it.
  RunId STRING(MAX) NOT NULL,
  -- By the clock of the run's machine.
  CreatedAt TIMESTAMP NOT NULL,
  -- Makes the service do the last redrive once, however often it is asked; null before there is one.
  RedriveToken STRING(MAX),
  -- How often the execution had been redriven before that redrive.
  RedriveCountBefore INT64
) PRIMARY KEY (Deployment, Attempt)
