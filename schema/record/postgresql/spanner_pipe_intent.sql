-- What was about to be done, written before it was done. At most one row is OPEN.
CREATE TABLE IF NOT EXISTS SPANNER_PIPE_INTENT (
  -- The lease's epoch that the intent belongs to.
  Epoch bigint NOT NULL,
  -- Counts the intents of that epoch.
  Number bigint NOT NULL,
  -- The run that wrote it.
  RunId character varying NOT NULL,
  -- SCHEMA, DATA or PARTITIONED.
  Kind character varying NOT NULL,
  -- OPEN until its effect is settled, then CLOSED.
  State character varying NOT NULL,
  -- By the database's clock.
  CreatedAt timestamp with time zone NOT NULL,
  -- Until when it may still be sent; null where its operation id fences it.
  Deadline timestamp with time zone,
  -- How many of its history rows are written.
  Recorded bigint NOT NULL,
  -- JSON: all that history rows and cursor need, without the changelog.
  Content character varying NOT NULL,
  -- How it ended; null while it is open.
  Result character varying,
  PRIMARY KEY (Epoch, Number)
)
