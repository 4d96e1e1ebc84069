-- One row per run of the pipe.
CREATE TABLE IF NOT EXISTS SPANNER_PIPE_RUN (
  -- Names the run, everywhere.
  RunId STRING(MAX) NOT NULL,
  -- What was asked for.
  Command STRING(MAX) NOT NULL,
  -- The version of the pipe.
  Version STRING(MAX) NOT NULL,
  -- The commit that was built.
  CommitId STRING(MAX),
  -- Where a person can see the build.
  BuildUrl STRING(MAX),
  -- By the clock of the run's machine.
  StartedAt TIMESTAMP NOT NULL,
  -- Null while it runs, and for ever if it was killed.
  EndedAt TIMESTAMP,
  -- Null while it runs, and for ever if it was killed.
  ExitCode INT64,
  -- The digest of its plan; null before there is one.
  PlanSha256 STRING(MAX),
  -- How many of its events SPANNER_PIPE_STEP holds.
  HeadSequence INT64 NOT NULL,
  -- The hash of the last of them.
  Head STRING(MAX) NOT NULL,
  -- Its place in the database's chain of runs, from 1; null where it has none.
  LinkNumber INT64,
  -- The event at which it was linked.
  LinkSequence INT64,
  -- That event's hash.
  LinkHead STRING(MAX),
  -- The link before.
  LinkPrevious STRING(MAX),
  -- This link, SHA-256.
  LinkHash STRING(MAX)
) PRIMARY KEY (RunId)
