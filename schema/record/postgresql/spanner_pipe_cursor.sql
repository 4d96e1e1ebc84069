-- How far the half-finished change set got; at most one row.
CREATE TABLE IF NOT EXISTS SPANNER_PIPE_CURSOR (
  -- The changelog file's path, as in DATABASECHANGELOG.
  Path character varying NOT NULL,
  -- The change set's id.
  Id character varying NOT NULL,
  -- The change set's author.
  Author character varying NOT NULL,
  -- APPLY or ROLLBACK.
  Direction character varying NOT NULL,
  -- The intent that moved it last, as epoch.number.
  Attempt character varying NOT NULL,
  -- JSON: what stands for each step that was executed, in order.
  Applied character varying NOT NULL,
  -- The run that wrote it last.
  RunId character varying NOT NULL,
  PRIMARY KEY (Path, Id, Author)
)
