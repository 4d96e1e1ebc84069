-- The version of the pipe's tables. A newer version of the pipe may have changed the tables.
CREATE TABLE IF NOT EXISTS SPANNER_PIPE_VERSION (
  -- Always 1, because there is one version.
  VersionId INT64 NOT NULL,
  -- The version's number. A pipe that knows only lower numbers stops.
  Major INT64 NOT NULL
) PRIMARY KEY (VersionId)
