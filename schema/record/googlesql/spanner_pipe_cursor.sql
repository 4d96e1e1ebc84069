-- Which statements of a half-finished change set were executed. The table has at most one row.
CREATE TABLE IF NOT EXISTS SPANNER_PIPE_CURSOR (
  -- The path of the changelog file, as in DATABASECHANGELOG.
  Path STRING(MAX) NOT NULL,
  -- The change set's id.
  Id STRING(MAX) NOT NULL,
  -- The change set's author.
  Author STRING(MAX) NOT NULL,
  -- APPLY or ROLLBACK.
  Direction STRING(MAX) NOT NULL,
  -- The intent that changed this row last, as epoch.number; see SPANNER_PIPE_INTENT.
  Attempt STRING(MAX) NOT NULL,
  -- A JSON object that lists the statements that were executed, in order. A long statement is shortened.
  Applied STRING(MAX) NOT NULL,
  -- The id of the run that wrote this row last.
  RunId STRING(MAX) NOT NULL
) PRIMARY KEY (Path, Id, Author)
