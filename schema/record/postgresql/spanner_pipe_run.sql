-- One row per run of the pipe.
CREATE TABLE IF NOT EXISTS SPANNER_PIPE_RUN (
  -- Names the run, everywhere.
  RunId character varying NOT NULL,
  -- What was asked for.
  Command character varying NOT NULL,
  -- The version of the pipe.
  Version character varying NOT NULL,
  -- The commit that was built.
  CommitId character varying,
  -- Where a person can see the build.
  BuildUrl character varying,
  -- By the clock of the run's machine.
  StartedAt timestamp with time zone NOT NULL,
  -- Null while it runs, and for ever if it was killed.
  EndedAt timestamp with time zone,
  -- Null while it runs, and for ever if it was killed.
  ExitCode bigint,
  -- The digest of its plan; null before there is one.
  PlanSha256 character varying,
  -- How many of its events SPANNER_PIPE_STEP holds.
  HeadSequence bigint NOT NULL,
  -- The hash of the last of them.
  Head character varying NOT NULL,
  -- Its place in the database's chain of runs, from 1; null where it has none.
  LinkNumber bigint,
  -- The event at which it was linked.
  LinkSequence bigint,
  -- That event's hash.
  LinkHead character varying,
  -- The link before.
  LinkPrevious character varying,
  -- This link, SHA-256.
  LinkHash character varying,
  PRIMARY KEY (RunId)
)
