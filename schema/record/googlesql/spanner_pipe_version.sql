-- Two numbers: the version of the pipe's tables, and a mark from which on an open intent is looked for.
CREATE TABLE IF NOT EXISTS SPANNER_PIPE_VERSION (
  -- 1 for the version of the tables. 2 for the mark, which versions of the pipe without it ignore.
  VersionId INT64 NOT NULL,
  -- In row 1, the version; a newer version of the pipe may have changed the tables, and a pipe that knows
  -- only lower numbers stops. In row 2, an epoch: no intent of a lower epoch is OPEN.
  Major INT64 NOT NULL
) PRIMARY KEY (VersionId)
