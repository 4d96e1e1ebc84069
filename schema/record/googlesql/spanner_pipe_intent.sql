-- The intents. An intent announces a change of the database. A run writes the row before it sends the change.
-- At most one row is OPEN. A CLOSED row is removed after 30 days, when a run releases the lease.
CREATE TABLE IF NOT EXISTS SPANNER_PIPE_INTENT (
  -- The epoch of the lease under which the intent was written; see SPANNER_PIPE_LEASE.
  Epoch INT64 NOT NULL,
  -- The number of the intent within its epoch.
  Number INT64 NOT NULL,
  -- The id of the run that wrote this row.
  RunId STRING(MAX) NOT NULL,
  -- The kind of the change: SCHEMA, DATA or PARTITIONED (a partitioned update).
  Kind STRING(MAX) NOT NULL,
  -- OPEN until it is known whether the change took effect, then CLOSED.
  State STRING(MAX) NOT NULL,
  -- When the row was written, by the database's clock.
  CreatedAt TIMESTAMP NOT NULL,
  -- Until when the run may still send a partitioned update; null for the other kinds.
  Deadline TIMESTAMP,
  -- How many of the intent's rows in DATABASECHANGELOG are written.
  Recorded INT64 NOT NULL,
  -- A JSON object with everything that is needed to write the rows of DATABASECHANGELOG and
  -- SPANNER_PIPE_CURSOR without the changelog.
  Content STRING(MAX) NOT NULL,
  -- What became of the change; null while the intent is OPEN.
  Result STRING(MAX)
) PRIMARY KEY (Epoch, Number)
