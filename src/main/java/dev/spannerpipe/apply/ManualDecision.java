package dev.spannerpipe.apply;

import dev.spannerpipe.apply.port.DatabaseSnapshot;
import dev.spannerpipe.apply.port.Intent;
import dev.spannerpipe.apply.port.Ports;
import dev.spannerpipe.apply.port.Write;
import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.Changelog;
import dev.spannerpipe.plan.Cursor;
import dev.spannerpipe.plan.HistoryRow;
import dev.spannerpipe.plan.PlannedChangeSet;
import dev.spannerpipe.record.RecoveryEvent.IntentResolved;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Records a person's decision about what an unfinished run changed, if the pipe cannot find that
/// out.
public final class ManualDecision {
  private final Ports ports;
  private final Transactions transactions;
  private final LeaseKeeper lease;
  private final IntentLedger ledger;
  private final SchemaOperations operations;
  private final ApplyEvents events;
  private final String runId;

  ManualDecision(
      Ports ports,
      Transactions transactions,
      LeaseKeeper lease,
      IntentLedger ledger,
      SchemaOperations operations,
      ApplyEvents events,
      String runId) {
    this.ports = ports;
    this.transactions = transactions;
    this.lease = lease;
    this.ledger = ledger;
    this.operations = operations;
    this.events = events;
    this.runId = runId;
  }

  /// What the person decided.
  ///
  /// @param attempt the id, as `epoch.number`, of the intent (the row that announces statements
  ///   before a run sends them); for a half-finished change set, the id of the intent that last
  ///   changed the change set's cursor (how far the change set got)
  /// @param applied how many statements took effect, counted from the first one; 0 means none, and
  ///   -1 means all
  public record Word(String attempt, int applied) {
    String text() {
      return applied < 0 ? "applied" : applied == 0 ? "not-applied" : "applied:" + applied;
    }

    int count(int all) {
      return applied < 0 ? all : applied;
    }
  }

  /// Records the decision. Returns one sentence, without a period, that says what was done.
  String resolve(Word word, Changelog changelog, String deploymentId) {
    DatabaseSnapshot view = transactions.call(() -> ports.database().view());
    Optional<Intent> open =
        view.state().open().filter(intent -> intent.attempt().toString().equals(word.attempt()));
    if (open.isPresent()) {
      return resolveIntent(word, open.get(), view.state().databaseTime());
    }
    Cursor cursor =
        view.state()
            .cursor()
            .filter(half -> half.attempt().equals(word.attempt()))
            .orElseThrow(() -> nothingOpen(word, view));
    return resolveCursor(
        word,
        cursor,
        changelog.asRecordedIn(view.history()),
        new Progress(view.history(), false, deploymentId, ports.database().limits()));
  }

  private static ConfigurationFailure nothingOpen(Word word, DatabaseSnapshot view) {
    String open =
        view.state()
            .open()
            .map(intent -> "intent " + intent.attempt() + " is")
            .or(() -> view.state().cursor().map(cursor -> "intent " + cursor.attempt() + " is"))
            .orElse("");
    return open.isEmpty()
        ? new ConfigurationFailure(
            "Could not resolve intent %s: nothing is open or half-finished in this database"
                .formatted(word.attempt()),
            "Run COMMAND=apply: there is nothing to resolve")
        : new ConfigurationFailure(
            "Could not resolve intent %s: it is not open, but %s".formatted(word.attempt(), open),
            "Run COMMAND=status and set RESOLVE_INTENT to the intent id that it shows");
  }

  private String resolveIntent(Word word, Intent intent, Instant now) {
    IntentContent content = IntentContent.of(intent);
    int count = checked(word, content.statements().size());
    if (intent.kind() == Intent.Kind.SCHEMA
        && operations.fenceAndFind(intent)
        && !intent.mayBeForgotten(now)) {
      throw new ConfigurationFailure(
          "Could not resolve intent %s: the server knows the outcome of its operation %s"
              .formatted(word.attempt(), intent.attempt().operationId()),
          "Run COMMAND=apply: it recovers the operation");
    }
    ledger.close(
        intent,
        BookkeepingUpdate.of(intent, Collections.nCopies(count, now)),
        IntentResult.manual(word.text()));
    events.resolved(new IntentResolved(word.attempt(), word.text(), null));
    return "Intent %s is recorded as %s; COMMAND=apply continues from there"
        .formatted(word.attempt(), word.text());
  }

  private static int checked(Word word, int statements) {
    if (word.applied() > statements) {
      throw new ConfigurationFailure(
          "Could not resolve intent %s: RESOLVE_AS=%s, but it has only %d statement%s"
              .formatted(word.attempt(), word.text(), statements, statements == 1 ? "" : "s"),
          "Set RESOLVE_AS to applied, applied:<number of the first statements that are applied> or not-applied");
    }
    return word.count(statements);
  }

  private String resolveCursor(Word word, Cursor cursor, Changelog changelog, Progress progress) {
    if (word.applied() == 0) {
      write(new Write.DeleteCursor(cursor.changeSet()));
    } else {
      ChangeSet changeSet =
          changelog.changeSets().stream()
              .filter(candidate -> candidate.identity().equals(cursor.changeSet()))
              .findFirst()
              .orElseThrow(() -> notInChangelog(cursor));
      writeCursor(word, changeSet, progress);
    }
    events.resolved(new IntentResolved(word.attempt(), word.text(), cursor.changeSet().toString()));
    return "The half-finished change set %s is recorded as %s; COMMAND=apply continues from there"
        .formatted(cursor.changeSet(), word.text());
  }

  private static ConfigurationFailure notInChangelog(Cursor cursor) {
    return new ConfigurationFailure(
        "Could not resolve the half-finished change set %s: the changelog does not have it"
            .formatted(cursor.changeSet()),
        "Put the change set back, or set RESOLVE_AS=not-applied to delete its progress");
  }

  private void writeCursor(Word word, ChangeSet changeSet, Progress progress) {
    int steps = changeSet.steps().size();
    int count = checked(word, steps);
    if (count < steps) {
      List<String> marks = progress.marks(changeSet, count);
      write(
          new Write.PutCursor(
              new Cursor(changeSet.identity(), Cursor.Direction.APPLY, word.attempt(), marks),
              runId));
      return;
    }
    IntentSlice slice =
        progress.intentSlice(
            new PlannedChangeSet(changeSet, PlannedChangeSet.Reason.HALF_FINISHED, 0), 0, steps);
    lease.fenced(
        "resolve",
        (transaction, state) -> {
          HistoryRow row =
              HistoryRows.dated(
                  changeSet.identity(), Objects.requireNonNull(slice.row()), state.databaseTime());
          transaction.write(new Write.PutHistory(row));
          transaction.write(new Write.DeleteCursor(changeSet.identity()));
          return true;
        });
  }

  private void write(Write write) {
    lease.fenced(
        "resolve",
        (transaction, _) -> {
          transaction.write(write);
          return true;
        });
  }
}
