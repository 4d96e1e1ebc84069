-- Which version of these tables the database has: a newer pipe may have changed them.
CREATE TABLE IF NOT EXISTS SPANNER_PIPE_VERSION (
  -- Always 1: there is one version.
  VersionId INT64 NOT NULL,
  -- A pipe that knows only smaller ones stops.
  Major INT64 NOT NULL
) PRIMARY KEY (VersionId)
