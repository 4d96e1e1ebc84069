package dev.spannerpipe.report;

import static dev.spannerpipe.report.EventText.clause;

import dev.spannerpipe.apply.DestructiveGate;
import dev.spannerpipe.record.AccessEvent;
import dev.spannerpipe.record.AccessEvent.CredentialsIssued;
import dev.spannerpipe.record.AccessEvent.EndpointOverridden;
import dev.spannerpipe.record.AccessEvent.PolicyDecided;
import dev.spannerpipe.record.AccessEvent.PolicyRead;
import dev.spannerpipe.record.AccessEvent.TokenRefused;
import dev.spannerpipe.record.AccessEvent.TokenVerified;
import dev.spannerpipe.record.LeaseEvent;
import dev.spannerpipe.record.LeaseEvent.LeaseAwaited;
import dev.spannerpipe.record.LeaseEvent.LeaseReturned;
import dev.spannerpipe.record.LeaseEvent.LeaseTaken;
import dev.spannerpipe.record.LeaseEvent.LockRemoved;
import dev.spannerpipe.record.LifecycleEvent;
import dev.spannerpipe.record.LifecycleEvent.AdoptionPlanned;
import dev.spannerpipe.record.LifecycleEvent.CloudRunTaskStarted;
import dev.spannerpipe.record.LifecycleEvent.Connected;
import dev.spannerpipe.record.LifecycleEvent.EmulatorPrepared;
import dev.spannerpipe.record.LifecycleEvent.ParameterRead;
import dev.spannerpipe.record.LifecycleEvent.Planned;
import dev.spannerpipe.record.LifecycleEvent.RunEnded;
import dev.spannerpipe.record.LifecycleEvent.RunStarted;
import dev.spannerpipe.record.LifecycleEvent.TablesCreated;
import dev.spannerpipe.record.LifecycleEvent.Warning;
import dev.spannerpipe.record.RecoveryEvent;
import dev.spannerpipe.record.RecoveryEvent.IntentResolved;
import dev.spannerpipe.record.RecoveryEvent.IntentSettled;
import dev.spannerpipe.text.English;

/// Describes the events of a run that are not about change sets, schema operations or the workflow.
/// Each description is a sentence without a full stop.
final class RunText {
  private RunText() {}

  static String of(LifecycleEvent event) {
    return switch (event) {
      case RunStarted(String command, String version) ->
          "spanner-pipe" + clause(" ", version) + ": " + command;
      case CloudRunTaskStarted(String job, String execution, long attempt) ->
          "Cloud Run job %s: execution %s, %s"
              .formatted(job, execution, attempt == 0 ? "first attempt" : "retry " + attempt);
      case Connected(String dialect, boolean emulator) ->
          "Connected: " + dialect + " dialect" + (emulator ? ", in an emulator" : "");
      case ParameterRead(String variable, String value, String origin, String file, String _) ->
          "Parameters file " + file + ": " + variable + "=" + value + " (" + origin + ")";
      case EmulatorPrepared(String what) -> "Created in the emulator: " + what;
      case TablesCreated(String tables) -> created(tables.split(", ", -1));
      case Planned planned ->
          "Plan "
              + planned.sha256()
              + ": "
              + English.count(planned.pending(), "change set")
              + ", "
              + English.count(planned.schemaOperations(), "schema operation");
      case AdoptionPlanned adopting ->
          "Plan "
              + adopting.sha256()
              + ": adopt "
              + English.count(adopting.changeSets(), "change set")
              + ", up to "
              + adopting.lastChangeSet()
              + unchecked(adopting);
      case Warning(String message) -> message;
      case RunEnded(long exitCode, String message) ->
          "Run ended with exit code " + exitCode + clause(": ", message);
    };
  }

  private static String unchecked(AdoptionPlanned adopting) {
    return adopting.unchecked().isEmpty()
        ? ""
        : "; not checked (ADOPT_UNCHECKED): " + English.list(adopting.unchecked());
  }

  /// Returns only the number of tables if there are many: the first run on a database creates all
  /// tables, and their names would make a long line.
  private static String created(String... tables) {
    return tables.length > 3
        ? tables.length + " book-keeping tables created"
        : "Book-keeping tables created: " + String.join(", ", tables);
  }

  static String of(AccessEvent event) {
    return switch (event) {
      case EndpointOverridden(String variable, String address) ->
          "Endpoint override: " + variable + "=" + address;
      case PolicyRead read -> read.message();
      case TokenVerified token -> "OIDC token verified: " + token.subject();
      case TokenRefused(AccessEvent.Refusal refusal, String _) -> refusal.message();
      case CredentialsIssued issued ->
          clause("", issued.message()).isEmpty()
              ? "Acting as " + clause("", issued.identity()) + clause(": ", issued.horizon())
              : clause("", issued.message());
      case PolicyDecided decided -> check(decided) + clause(": ", decided.reason());
    };
  }

  /// Returns what made the decision: the policy, or the rule on data loss if there is no policy.
  /// The rule on data loss has the name of a variable. The text omits this name, because it would
  /// look as if the variable had been set.
  private static String check(PolicyDecided decided) {
    return decided.rule().equals(DestructiveGate.RULE)
        ? "Data loss check"
        : "Policy decision (" + decided.rule() + ")";
  }

  static String of(LeaseEvent event) {
    return switch (event) {
      case LeaseAwaited awaited -> "Waiting for the lease: " + holder(awaited);
      case LeaseTaken(long epoch, String takenFrom) ->
          "Lease taken (epoch " + epoch + clause(", from run ", takenFrom) + ")";
      case LeaseReturned(long epoch) -> "Lease released (epoch " + epoch + ")";
      case LockRemoved removed ->
          "Liquibase's lock removed: it was held"
              + clause(" by ", removed.lockedBy())
              + clause(" since ", removed.since());
    };
  }

  private static String holder(LeaseAwaited awaited) {
    return awaited.holder() == null
        ? awaited.reason()
        : "run "
            + awaited.holder()
            + " holds it"
            + clause(" since ", awaited.since())
            + clause(", ", awaited.holderUrl());
  }

  static String of(RecoveryEvent event) {
    return switch (event) {
      case IntentSettled settled ->
          "Recovered unfinished run "
              + settled.runId()
              + ": "
              + settled.operationId()
              + clause(", ", settled.result());
      case IntentResolved resolved ->
          "Intent " + resolved.intent() + " resolved as " + resolved.as();
    };
  }
}
