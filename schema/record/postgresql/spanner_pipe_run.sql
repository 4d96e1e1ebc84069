-- The runs of the pipe; one row for each run.
CREATE TABLE IF NOT EXISTS SPANNER_PIPE_RUN (
  -- The id of the run, which also appears in the log and in the other tables.
  RunId character varying NOT NULL,
  -- The command that the run executes.
  Command character varying NOT NULL,
  -- The version of the pipe.
  Version character varying NOT NULL,
  -- The commit that the pipeline builds.
  CommitId character varying,
  -- The address at which a person can view the build.
  BuildUrl character varying,
  -- When the run began, by the clock of the run's machine.
  StartedAt timestamp with time zone NOT NULL,
  -- When the run ended; null while the run is running, and forever if it was killed.
  EndedAt timestamp with time zone,
  -- The exit code of the run; null as long as EndedAt is null.
  ExitCode bigint,
  -- The SHA-256 of the run's plan; null if there is none yet.
  PlanSha256 character varying,
  -- How many events of the run SPANNER_PIPE_STEP contains.
  HeadSequence bigint NOT NULL,
  -- The hash of the last of these events.
  Head character varying NOT NULL,
  -- The position of the run in the hash chain of all runs, from 1; null if the run is not in the chain.
  LinkNumber bigint,
  -- The number of the run's last event when the run was added to the chain.
  LinkSequence bigint,
  -- The hash of that event.
  LinkHead character varying,
  -- The hash of the previous link of the chain.
  LinkPrevious character varying,
  -- The SHA-256 of this link.
  LinkHash character varying,
  PRIMARY KEY (RunId)
)
