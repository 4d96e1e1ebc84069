-- The events of each run. Each event contains the hash of the previous event of its run.
CREATE TABLE IF NOT EXISTS SPANNER_PIPE_STEP (
  -- The id of the run.
  RunId STRING(MAX) NOT NULL,
  -- The number of the event within its run, from 1.
  Sequence INT64 NOT NULL,
  -- The name of the event, such as statementCommitted.
  Name STRING(MAX) NOT NULL,
  -- The outcome of the action that the event reports.
  Outcome STRING(MAX) NOT NULL,
  -- When that action began, by the clock of the run's machine.
  StartedAt TIMESTAMP NOT NULL,
  -- When that action ended, by the clock of the run's machine.
  EndedAt TIMESTAMP NOT NULL,
  -- The SHA-256 of the event as canonical JSON, which contains the hash of the previous event.
  EventHash STRING(MAX) NOT NULL,
  -- The whole event with its hash, as canonical JSON.
  Event STRING(MAX) NOT NULL
) PRIMARY KEY (RunId, Sequence)
