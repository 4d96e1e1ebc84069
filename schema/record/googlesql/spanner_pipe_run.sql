-- The runs of the pipe; one row for each run.
CREATE TABLE IF NOT EXISTS SPANNER_PIPE_RUN (
  -- The id of the run, which also appears in the log and in the other tables.
  RunId STRING(MAX) NOT NULL,
  -- The command that the run executes.
  Command STRING(MAX) NOT NULL,
  -- The version of the pipe.
  Version STRING(MAX) NOT NULL,
  -- The commit that the pipeline builds.
  CommitId STRING(MAX),
  -- The address at which a person can view the build.
  BuildUrl STRING(MAX),
  -- When the run began, by the clock of the run's machine.
  StartedAt TIMESTAMP NOT NULL,
  -- When the run ended; null while the run is running, and forever if it was killed.
  EndedAt TIMESTAMP,
  -- The exit code of the run; null as long as EndedAt is null.
  ExitCode INT64,
  -- The SHA-256 of the run's plan; null if there is none yet.
  PlanSha256 STRING(MAX),
  -- How many events of the run SPANNER_PIPE_STEP contains.
  HeadSequence INT64 NOT NULL,
  -- The hash of the last of these events.
  Head STRING(MAX) NOT NULL,
  -- The position of the run in the hash chain of all runs, from 1; null if the run is not in the chain.
  LinkNumber INT64,
  -- The number of the run's last event when the run was added to the chain.
  LinkSequence INT64,
  -- The hash of that event.
  LinkHead STRING(MAX),
  -- The hash of the previous link of the chain.
  LinkPrevious STRING(MAX),
  -- The SHA-256 of this link.
  LinkHash STRING(MAX)
) PRIMARY KEY (RunId)
