package dev.spannerpipe.report;

import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.record.Event.Outcome;
import dev.spannerpipe.record.EventName;
import dev.spannerpipe.text.English;
import dev.spannerpipe.text.SafeText;

/// What an event means, in a sentence without its full stop. The sentences are stable: people
/// search logs for them.
///
/// @param severity how much it matters
/// @param message the sentence, on one line
record EventText(Severity severity, String message) {
  /// How much it matters, in the words of Cloud Logging.
  enum Severity {
    /// What helps to find a fault; no event has it.
    DEBUG,
    /// What happened.
    INFO,
    /// Something a person should know.
    WARNING,
    /// It ends the run, or a part of it.
    ERROR
  }

  /// Returns the sentence for an event.
  static EventText of(EventName name, Outcome outcome, JsonObject members) {
    Detail detail = new Detail(members);
    return new EventText(
        severity(name, outcome, detail), SafeText.line(sentence(name, detail)).strip());
  }

  private static Severity severity(EventName name, Outcome outcome, Detail detail) {
    if (name == EventName.BATCH_REFUSED || name == EventName.BATCH_UNCLEAR) {
      return Severity.WARNING;
    }
    if (outcome == Outcome.FAILED || detail.text("outcome").equals("halt")) {
      return Severity.ERROR;
    }
    boolean warning =
        name == EventName.WARNING
            || (name == EventName.POLICY_READ && detail.flag("advice"))
            || isWatched(name, detail)
            || name == EventName.STATE_ATTEMPT_FAILED
            || name == EventName.EXECUTION_STOPPED
            || name == EventName.CHANGE_SET_SKIPPED
            || name == EventName.PRECONDITION_CHECKED;
    return warning ? Severity.WARNING : Severity.INFO;
  }

  /// What a policy in mode `audit` would have stopped.
  private static boolean isWatched(EventName name, Detail detail) {
    return name == EventName.POLICY_DECIDED
        && detail.text("mode").equals("audit")
        && !detail.flag("allowed");
  }

  private static String sentence(EventName name, Detail detail) {
    return switch (name) {
      case ENDPOINT_OVERRIDDEN ->
          "Endpoint override: " + detail.text("variable") + "=" + detail.text("address");
      case POLICY_READ -> detail.text("message");
      case TOKEN_VERIFIED, TOKEN_REFUSED, CREDENTIALS_ISSUED -> identity(name, detail);
      case RUN_STARTED ->
          "Run started: " + detail.text("command") + detail.text("version", " of spanner-pipe ");
      case CONNECTED ->
          "Connected: "
              + detail.text("dialect")
              + " dialect"
              + (detail.flag("emulator") ? ", in an emulator" : "");
      case EMULATOR_PREPARED -> "Made in the emulator: " + detail.text("what");
      case TABLES_CREATED -> "Book-keeping tables created: " + detail.text("tables");
      case WARNING -> detail.text("message");
      case LEASE_AWAITED -> leaseAwaited(detail);
      case LEASE_TAKEN ->
          "Lease taken (epoch "
              + detail.text("epoch")
              + detail.text("takenFrom", ", from run ")
              + ")";
      case LEASE_RETURNED -> "Lease released (epoch " + detail.text("epoch") + ")";
      case INTENT_SETTLED ->
          "Settled what run "
              + detail.text("runId")
              + " left open: "
              + detail.text("operationId")
              + detail.text("result", ", ");
      case PLANNED -> planned(detail);
      case POLICY_DECIDED -> "Policy: " + detail.text("rule") + detail.text("reason", ": ");
      case PRECONDITION_CHECKED, CHANGE_SET_SKIPPED, CHANGE_SET_RECORDED -> changeSet(name, detail);
      case BATCH_SUBMITTED, BATCH_PROGRESS, BATCH_REFUSED -> batch(name, detail);
      case BATCH_UNCLEAR, BATCH_FENCED -> unclear(name, detail);
      case PARTITIONED_SENT ->
          detail.place() + " sent as a partitioned update; Spanner reports no progress";
      case CHUNK_COMMITTED -> chunk(detail);
      case STATEMENT_COMMITTED -> committed(detail);
      case STATEMENT_FAILED -> detail.place() + " failed" + detail.text("reason", ": ");
      case LOCK_REMOVED ->
          "Liquibase's lock removed: it was held"
              + detail.text("lockedBy", " by ")
              + detail.text("since", " since ");
      case INTENT_RESOLVED ->
          "Intent " + detail.text("intent") + " resolved as " + detail.text("as");
      case EXECUTION_INTENDED,
          EXECUTION_STARTED,
          EXECUTION_REDRIVEN,
          CHILD_STARTED,
          STATE_ENTERED,
          STATE_EXITED,
          STATE_ATTEMPT_FAILED,
          STATE_FAILED,
          MAP_RUN_PROGRESS,
          EXECUTION_PROGRESS,
          EXECUTION_STOPPED,
          EXECUTION_ENDED ->
          WorkflowText.of(name, detail);
      case RUN_ENDED ->
          "Run ended with exit code " + detail.text("exitCode") + detail.text("message", ": ");
    };
  }

  private static String identity(EventName name, Detail detail) {
    if (!detail.text("message").isEmpty()) {
      return detail.text("message");
    }
    return name == EventName.TOKEN_VERIFIED
        ? "OIDC token verified: "
            + detail.text("subject")
            + detail.text("issuer", " of ")
            + detail.text("expiresAt", ", good until ")
        : "Acting as " + detail.text("identity") + detail.text("horizon", ": ");
  }

  private static String leaseAwaited(Detail detail) {
    String holder =
        detail.text("holder").isEmpty()
            ? detail.text("reason")
            : "run "
                + detail.text("holder")
                + " holds it"
                + detail.text("since", " since ")
                + detail.text("holderUrl", ", ");
    return "Waiting for the lease: " + holder;
  }

  private static String planned(Detail detail) {
    return English.count(detail.number("pending"), "change set")
        + " pending, "
        + English.count(detail.number("schemaOperations"), "schema operation")
        + ", plan "
        + detail.text("sha256");
  }

  private static String changeSet(EventName name, Detail detail) {
    if (name == EventName.CHANGE_SET_RECORDED) {
      return detail.place() + detail.text("execType", " recorded as ");
    }
    return name == EventName.CHANGE_SET_SKIPPED
        ? detail.place() + " stays pending" + detail.text("reason", ": ")
        : "Precondition of "
            + detail.place()
            + detail.text("outcome", ": ")
            + detail.text("reason", ": ");
  }

  private static String batch(EventName name, Detail detail) {
    String operation = "Schema operation " + detail.text("operationId");
    String statements = English.count(detail.number("statements"), "statement");
    if (name == EventName.BATCH_SUBMITTED) {
      return operation + (detail.flag("attached") ? " found: " : " submitted: ") + statements;
    }
    if (name == EventName.BATCH_REFUSED) {
      // Why stands in the line about the statement, once that is found.
      return operation + " rejected (" + statements + "); bisecting to find the failing statement";
    }
    return operation
        + ": "
        + detail.text("committed")
        + " of "
        + statements
        + " done"
        + (detail.number("progressPercent") > 0
            ? ", next statement " + detail.text("progressPercent") + "% done"
            : "")
        + (detail.flag("throttled") ? ", throttled by Spanner" : "");
  }

  private static String chunk(Detail detail) {
    return detail.place()
        + ": statements "
        + detail.text("from")
        + " to "
        + detail.text("to")
        + " of "
        + detail.text("of")
        + " committed"
        + (detail.members().find("rows").isPresent()
            ? ", " + English.count(detail.number("rows"), "row")
            : "");
  }

  private static String unclear(EventName name, Detail detail) {
    String operation = "Schema operation " + detail.text("operationId");
    if (name == EventName.BATCH_UNCLEAR) {
      return operation
          + ": no clear answer from Spanner"
          + detail.text("reason", ", ")
          + "; checking whether it began";
    }
    String statements = English.count(detail.number("statements"), "statement");
    return operation
        + " never began; "
        + (detail.text("next").equals("again")
            ? "sending its " + statements + " once more"
            : "bisecting its " + statements + " to find the failing one");
  }

  private static String committed(Detail detail) {
    return detail.place()
        + " committed"
        + detail.text("committedAt", " ")
        + (detail.members().find("rows").isPresent()
            ? ", " + English.count(detail.number("rows"), "row")
            : "");
  }
}
