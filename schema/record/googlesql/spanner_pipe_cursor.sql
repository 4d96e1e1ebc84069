-- How far the half-finished change set got; at most one row.
CREATE TABLE IF NOT EXISTS SPANNER_PIPE_CURSOR (
  -- The changelog file's path, as in DATABASECHANGELOG.
  Path STRING(MAX) NOT NULL,
  -- The change set's id.
  Id STRING(MAX) NOT NULL,
  -- The change set's author.
  Author STRING(MAX) NOT NULL,
  -- APPLY or ROLLBACK.
  Direction STRING(MAX) NOT NULL,
  -- The intent that moved it last, as epoch.number.
  Attempt STRING(MAX) NOT NULL,
  -- JSON: what stands for each step that was executed, in order.
  Applied STRING(MAX) NOT NULL,
  -- The run that wrote it last.
  RunId STRING(MAX) NOT NULL
) PRIMARY KEY (Path, Id, Author)
