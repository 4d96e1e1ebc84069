-- The events of each run, chained by their hashes.
CREATE TABLE IF NOT EXISTS SPANNER_PIPE_STEP (
  -- The run.
  RunId STRING(MAX) NOT NULL,
  -- Counts the run's events, from 1.
  Sequence INT64 NOT NULL,
  -- What kind of step it was.
  Name STRING(MAX) NOT NULL,
  -- How it ended.
  Outcome STRING(MAX) NOT NULL,
  -- By the clock of the run's machine.
  StartedAt TIMESTAMP NOT NULL,
  -- By the clock of the run's machine.
  EndedAt TIMESTAMP NOT NULL,
  -- SHA-256 of the canonical event, which holds the hash before.
  EventHash STRING(MAX) NOT NULL,
  -- The canonical JSON of the whole event, with its hash.
  Event STRING(MAX) NOT NULL
) PRIMARY KEY (RunId, Sequence)
