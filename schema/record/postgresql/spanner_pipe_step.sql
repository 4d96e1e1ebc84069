-- The events of each run. Each event contains the hash of the previous event of its run.
CREATE TABLE IF NOT EXISTS SPANNER_PIPE_STEP (
  -- The id of the run.
  RunId character varying NOT NULL,
  -- The number of the event within its run, from 1.
  Sequence bigint NOT NULL,
  -- The name of the event, such as statementCommitted.
  Name character varying NOT NULL,
  -- The outcome of the action that the event reports.
  Outcome character varying NOT NULL,
  -- When that action began, by the clock of the run's machine.
  StartedAt timestamp with time zone NOT NULL,
  -- When that action ended, by the clock of the run's machine.
  EndedAt timestamp with time zone NOT NULL,
  -- The SHA-256 of the event as canonical JSON, which contains the hash of the previous event.
  EventHash character varying NOT NULL,
  -- The whole event with its hash, as canonical JSON.
  Event character varying NOT NULL,
  PRIMARY KEY (RunId, Sequence)
)
