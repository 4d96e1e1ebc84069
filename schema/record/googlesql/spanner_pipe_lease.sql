-- The lease: the right to change the database. The table has one row, which is never deleted and whose epoch
-- never decreases.
CREATE TABLE IF NOT EXISTS SPANNER_PIPE_LEASE (
  -- Always 1, because there is one lease.
  LeaseId INT64 NOT NULL,
  -- The epoch. It starts at 1 and increases each time a run takes the lease. It skips numbers after the
  -- database was restored, and if this row was lost.
  Epoch INT64 NOT NULL,
  -- The id of the run that holds the lease; null while no run holds it.
  RunId STRING(MAX),
  -- The address at which a person can view the build of that run.
  BuildUrl STRING(MAX),
  -- A key that is the same each time the same pipeline step runs.
  TakeoverKey STRING(MAX),
  -- The run number of that step, from 1. It increases each time the step is run again.
  StepRunNumber INT64,
  -- When the run took the lease, by the database's clock.
  TakenAt TIMESTAMP,
  -- When the lease expires, by the database's clock. From then on, another run may take it.
  ExpiresAt TIMESTAMP NOT NULL,
  -- The name of the database in which this row was written. It shows whether this database is a copy with
  -- another name.
  DatabaseName STRING(MAX) NOT NULL,
  -- When that database was created. It shows whether this database was restored from a backup.
  DatabaseCreatedAt TIMESTAMP,
  -- The number of links in the hash chain of all runs.
  Links INT64 NOT NULL,
  -- The SHA-256 of the last link of that chain.
  Link STRING(MAX) NOT NULL,
  -- The SHA-256 of the plan that a run began and no run has finished yet.
  PlanSha256 STRING(MAX),
  -- The DEPLOYMENT_ID of that plan's rows in DATABASECHANGELOG.
  DeploymentId STRING(MAX)
) PRIMARY KEY (LeaseId)
