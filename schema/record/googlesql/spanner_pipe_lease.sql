-- The one row that says who may change the schema. It is never deleted; its epoch never goes back.
CREATE TABLE IF NOT EXISTS SPANNER_PIPE_LEASE (
  -- Always 1: there is one lease.
  LeaseId INT64 NOT NULL,
  -- Starts at 1 and increases each time a run takes the lease. It skips numbers after a restore, and if this row was lost.
  Epoch INT64 NOT NULL,
  -- The holding run; null while nobody holds the lease.
  RunId STRING(MAX),
  -- Where a person can see the holder's build.
  BuildUrl STRING(MAX),
  -- Equal for re-runs of the same pipeline step.
  TakeoverKey STRING(MAX),
  -- Counts the re-runs of that step, from 1.
  StepRunNumber INT64,
  -- When the holder took the lease, by the database's clock.
  TakenAt TIMESTAMP,
  -- When it may be taken, by the database's clock.
  ExpiresAt TIMESTAMP NOT NULL,
  -- The database that this row was written in: a copy elsewhere is noticed by it.
  DatabaseName STRING(MAX) NOT NULL,
  -- When that database was created: a restored one is noticed by it.
  DatabaseCreatedAt TIMESTAMP,
  -- How many links the database's chain of runs has.
  Links INT64 NOT NULL,
  -- The last link of that chain, SHA-256.
  Link STRING(MAX) NOT NULL,
  -- The plan that was begun and not yet finished.
  PlanSha256 STRING(MAX),
  -- What the history rows of that plan carry.
  DeploymentId STRING(MAX)
) PRIMARY KEY (LeaseId)
