-- The events of each run, chained by their hashes.
CREATE TABLE IF NOT EXISTS SPANNER_PIPE_STEP (
  -- The run.
  RunId character varying NOT NULL,
  -- Counts the run's events, from 1.
  Sequence bigint NOT NULL,
  -- What kind of step it was.
  Name character varying NOT NULL,
  -- How it ended.
  Outcome character varying NOT NULL,
  -- By the clock of the run's machine.
  StartedAt timestamp with time zone NOT NULL,
  -- By the clock of the run's machine.
  EndedAt timestamp with time zone NOT NULL,
  -- SHA-256 of the canonical event, which holds the hash before.
  EventHash character varying NOT NULL,
  -- The canonical JSON of the whole event, with its hash.
  Event character varying NOT NULL,
  PRIMARY KEY (RunId, Sequence)
)
