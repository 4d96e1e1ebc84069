-- Which statements of a half-finished change set were executed. The table has at most one row.
CREATE TABLE IF NOT EXISTS SPANNER_PIPE_CURSOR (
  -- The path of the changelog file, as in DATABASECHANGELOG.
  Path character varying NOT NULL,
  -- The change set's id.
  Id character varying NOT NULL,
  -- The change set's author.
  Author character varying NOT NULL,
  -- APPLY or ROLLBACK.
  Direction character varying NOT NULL,
  -- The intent that changed this row last, as epoch.number; see SPANNER_PIPE_INTENT.
  Attempt character varying NOT NULL,
  -- A JSON object that lists the statements that were executed, in order. A long statement is shortened.
  Applied character varying NOT NULL,
  -- The id of the run that wrote this row last.
  RunId character varying NOT NULL,
  PRIMARY KEY (Path, Id, Author)
)
