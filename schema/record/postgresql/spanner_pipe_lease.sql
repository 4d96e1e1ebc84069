-- The one row that says who may change the schema. It is never deleted; its epoch never goes back.
CREATE TABLE IF NOT EXISTS SPANNER_PIPE_LEASE (
  -- Always 1: there is one lease.
  LeaseId bigint NOT NULL,
  -- Starts at 1 and increases each time a run takes the lease. It skips numbers after a restore, and if this row was lost.
  Epoch bigint NOT NULL,
  -- The holding run; null while nobody holds the lease.
  RunId character varying,
  -- Where a person can see the holder's build.
  BuildUrl character varying,
  -- Equal for re-runs of the same pipeline step.
  TakeoverKey character varying,
  -- Counts the re-runs of that step, from 1.
  StepRunNumber bigint,
  -- When the holder took the lease, by the database's clock.
  TakenAt timestamp with time zone,
  -- When it may be taken, by the database's clock.
  ExpiresAt timestamp with time zone NOT NULL,
  -- The database that this row was written in: a copy elsewhere is noticed by it.
  DatabaseName character varying NOT NULL,
  -- When that database was created: a restored one is noticed by it.
  DatabaseCreatedAt timestamp with time zone,
  -- How many links the database's chain of runs has.
  Links bigint NOT NULL,
  -- The last link of that chain, SHA-256.
  Link character varying NOT NULL,
  -- The plan that was begun and not yet finished.
  PlanSha256 character varying,
  -- What the history rows of that plan carry.
  DeploymentId character varying,
  PRIMARY KEY (LeaseId)
)
