-- What was about to be done, written before it was done. At most one row is OPEN.
CREATE TABLE IF NOT EXISTS SPANNER_PIPE_INTENT (
  -- The lease's epoch that the intent belongs to.
  Epoch INT64 NOT NULL,
  -- Counts the intents of that epoch.
  Number INT64 NOT NULL,
  -- The run that wrote it.
  RunId STRING(MAX) NOT NULL,
  -- SCHEMA, DATA or PARTITIONED.
  Kind STRING(MAX) NOT NULL,
  -- OPEN until its effect is settled, then CLOSED.
  State STRING(MAX) NOT NULL,
  -- By the database's clock.
  CreatedAt TIMESTAMP NOT NULL,
  -- Until when it may still be sent; null where its operation id fences it.
  Deadline TIMESTAMP,
  -- How many of its history rows are written.
  Recorded INT64 NOT NULL,
  -- JSON: all that history rows and cursor need, without the changelog.
  Content STRING(MAX) NOT NULL,
  -- How it ended; null while it is open.
  Result STRING(MAX)
) PRIMARY KEY (Epoch, Number)
