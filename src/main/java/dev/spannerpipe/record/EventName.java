package dev.spannerpipe.record;

/// What kinds of steps are recorded. The texts are part of the record's format: one is never
/// renamed.
public enum EventName {
  /// The process began; detail: `command`, `version`.
  RUN_STARTED("runStarted"),
  /// An address is not the service's own; detail: `variable`, `address`.
  ENDPOINT_OVERRIDDEN("endpointOverridden"),
  /// The policy was read, or there is none (`skipped`), or it cannot be used (`failed`); detail:
  /// `file`, `sha256`, `advice` (flag), `message`, `action`, `problems` (a list).
  POLICY_READ("policyRead"),
  /// The OIDC token passed every check; detail: `sha256`, `issuer`, `audience` (a list), `subject`,
  /// `issuedAt`, `expiresAt`.
  TOKEN_VERIFIED("tokenVerified"),
  /// The OIDC token is not trusted; detail: `reason`, `message`, `action`, `sha256`.
  TOKEN_REFUSED("tokenRefused"),
  /// Credentials for Spanner or AWS were asked for; detail: `identity`, `horizon`, `until`, for AWS
  /// `policyPercent`, and where there are none `reason`, `message`.
  CREDENTIALS_ISSUED("credentialsIssued"),
  /// The database answered; detail: `dialect`, `emulator` (flag).
  CONNECTED("connected"),
  /// An emulator's instance or database was missing and was made; detail: `what`.
  EMULATOR_PREPARED("emulatorPrepared"),
  /// The book-keeping tables were missing and were made; detail: `tables`.
  TABLES_CREATED("tablesCreated"),
  /// Something a person should know; detail: `message`.
  WARNING("warning"),
  /// Another run holds the lease; detail: `reason`, `holder`, `holderUrl`, `since`.
  LEASE_AWAITED("leaseAwaited"),
  /// The lease is ours; detail: `epoch`, `takenFrom`.
  LEASE_TAKEN("leaseTaken"),
  /// The lease was released; detail: `epoch`. Where nothing follows, the event is written together
  /// with that.
  LEASE_RETURNED("leaseReturned"),
  /// What an earlier run left open was settled; detail: `operationId`, `runId`, `result`.
  INTENT_SETTLED("intentSettled"),
  /// The plan was made; detail: `sha256`, `pending`, `applied`, `segments`, `schemaOperations`, and
  /// `statements`: how many will be committed if every condition holds.
  PLANNED("planned"),
  /// A gate decided on the plan; detail: `rule`, `reason`, and from a policy `mode`, `allowed`
  /// (flag, also where the mode only watches), `actions`, `target`, `policySha256`, `policyOrigin`,
  /// `advice` (flag).
  POLICY_DECIDED("policyDecided"),
  /// A precondition was evaluated and does not simply hold; detail: `changeSet`, `outcome`,
  /// `reason`.
  PRECONDITION_CHECKED("preconditionChecked"),
  /// A schema operation was sent or found; detail: `operationId`, `statements`, `attached` (flag).
  BATCH_SUBMITTED("batchSubmitted"),
  /// A schema operation is still going on; detail: `operationId`, `committed`, `statements`,
  /// `progressPercent`, `throttled`.
  BATCH_PROGRESS("batchProgress"),
  /// The server refused a schema operation as a whole; detail: `operationId`, `statements`,
  /// `reason`.
  BATCH_REFUSED("batchRefused"),
  /// Spanner neither accepted nor rejected a schema operation; detail: `operationId`, `statements`,
  /// `reason`.
  BATCH_UNCLEAR("batchUnclear"),
  /// The id of an operation without a clear answer was fenced before it began; detail:
  /// `operationId`, `statements`, `next` (`again` or `bisect`).
  BATCH_FENCED("batchFenced"),
  /// A partitioned update is about to be sent; detail: `changeSet`, `file`, `line`, `kind`,
  /// `statement`.
  PARTITIONED_SENT("partitionedSent"),
  /// One of several chunks of a change set's data changes took effect, and with it so many of the
  /// `statementCommitted` that follow; detail: `changeSet`, `file`, `line`, `from` and `to` (the
  /// first and the last of its statements, from 1), `of` (how many the change set has),
  /// `committedAt`, `rows`.
  CHUNK_COMMITTED("chunkCommitted"),
  /// One statement took effect; detail: `changeSet`, `file`, `line`, `kind`, `statement`,
  /// `committedAt`, `operationId`, `rows`.
  STATEMENT_COMMITTED("statementCommitted"),
  /// One statement failed; detail: `changeSet`, `file`, `line`, `kind`, `statement`, `reason`.
  STATEMENT_FAILED("statementFailed"),
  /// A change set stands in the history; detail: `changeSet`, `execType`, `file`, `line`.
  CHANGE_SET_RECORDED("changeSetRecorded"),
  /// A change set failed or was left out, and stays pending; detail: `changeSet`, `reason`.
  CHANGE_SET_SKIPPED("changeSetSkipped"),
  /// A lock of plain Liquibase was taken away; detail: `lockedBy`, `since`.
  LOCK_REMOVED("lockRemoved"),
  /// A person settled an intent; detail: `intent`, `as`.
  INTENT_RESOLVED("intentResolved"),
  /// A workflow's execution is about to be asked for; detail: `execution`, `stateMachine`,
  /// `attempt`.
  EXECUTION_INTENDED("executionIntended"),
  /// A workflow's execution is there; detail: `execution`, `executionArn`, `how` (`started`,
  /// `attached` or `adopted`), `ran`, `console`.
  EXECUTION_STARTED("executionStarted"),
  /// A workflow's execution is redriven; detail: `execution`, `redriveCount`, `states`.
  EXECUTION_REDRIVEN("executionRedriven"),
  /// A nested execution was started; detail: `depth`, `path`, `executionArn`, `reason` (why it is
  /// not followed).
  CHILD_STARTED("childStarted"),
  /// A state was entered and goes on; detail: `execution`, `depth`, `path`, `type`.
  STATE_ENTERED("stateEntered"),
  /// A state was left; detail: `execution`, `depth`, `path`, `type`, `elapsedMillis`, and for one
  /// left by a catch `caught` (flag) and `error`.
  STATE_EXITED("stateExited"),
  /// Work in a state failed, and may be tried again; detail: `execution`, `depth`, `path`, `error`,
  /// `cause`, `failures`, `retries` (the most; absent where not known).
  STATE_ATTEMPT_FAILED("stateAttemptFailed"),
  /// An execution failed in this state; detail: `execution`, `depth`, `path`, `error`, `cause`,
  /// `guess`; where another error came first `rootPath`, `rootError`, `rootCause`.
  STATE_FAILED("stateFailed"),
  /// A Distributed Map goes on; detail: `path`, `mapRunArn`, `status`, `total`, `pending`,
  /// `running`, `succeeded`, `failed`, `timedOut`, `aborted`.
  MAP_RUN_PROGRESS("mapRunProgress"),
  /// A workflow's execution goes on; detail: `execution`, `elapsedMillis`, `states`.
  EXECUTION_PROGRESS("executionProgress"),
  /// A workflow's execution was asked to stop; detail: `execution`, `reason`, `states`.
  EXECUTION_STOPPED("executionStopped"),
  /// A workflow's execution ended, or is no longer followed; detail: `execution`, `executionArn`,
  /// `status`, `elapsedMillis`, `path`, `error`, `cause`, `rawCause`.
  EXECUTION_ENDED("executionEnded"),
  /// The process is about to end; detail: `exitCode`, `message`.
  RUN_ENDED("runEnded");

  private final String text;

  EventName(String text) {
    this.text = text;
  }

  /// Returns the name as it stands in the record.
  public String text() {
    return text;
  }
}
