-- Which version of these tables the database has: a newer pipe may have changed them.
CREATE TABLE IF NOT EXISTS SPANNER_PIPE_VERSION (
  -- Always 1: there is one version.
  VersionId bigint NOT NULL,
  -- A pipe that knows only smaller ones stops.
  Major bigint NOT NULL,
  PRIMARY KEY (VersionId)
)
