package dev.spannerpipe.simulation;

import java.util.List;
import java.util.Set;

/// The guarantees of the engine, each taken out in turn.
final class Mutants {
  private static final String TRANSACTIONS = "apply/Transactions.java";
  private static final String LEASE = "apply/LeaseKeeper.java";
  private static final String TAKING = "apply/LeaseTaking.java";
  private static final String AVAILABILITY = "apply/LeaseAvailability.java";
  private static final String LEDGER = "apply/IntentLedger.java";
  private static final String INTENT = "apply/port/Intent.java";
  private static final String OPERATIONS = "apply/SchemaOperations.java";
  private static final String CONTRADICTION = "apply/Contradiction.java";
  private static final String SETTLEMENT = "apply/UnfinishedRunRecovery.java";
  private static final String SCHEMA = "apply/SchemaExecution.java";
  private static final String DATA = "apply/DataExecution.java";
  private static final String BISECTION = "apply/UpdateBisection.java";
  private static final String PARTITIONED = "apply/PartitionedExecution.java";
  private static final String EFFECTS = "apply/BookkeepingUpdate.java";
  private static final String ENGINE = "apply/Engine.java";
  private static final String ROWS = "apply/HistoryRows.java";
  private static final String MARKS = "plan/Marks.java";
  private static final String HALF = "plan/HalfFinished.java";
  private static final String BATCHER = "plan/Batcher.java";

  /// Those of which each run of the gate makes sure: one for what an operation's id stands for, the
  /// lease, the fence and the cursor.
  private static final Set<String> IN_GATE =
      Set.of(
          "the id names the content, not the intent",
          "the epoch begins again when the lease is given back",
          "an intent is closed with its id unspent after a refusal",
          "the cursor is kept after a history row of data changes");

  private Mutants() {}

  static final List<Mutant> ALL =
      List.of(
          new Mutant("the id names the content, not the intent", List.of())
              .and(
                  OPERATIONS,
                  "intent.attempt().operationId()",
                  "(\"sp_\" + Math.abs(intent.content().texts(\"statements\").hashCode()))",
                  7),
          Mutant.of(
              "the epoch begins again when the lease is given back",
              LEASE,
              "                chained.epoch(),",
              "                0,"),
          Mutant.of(
              "statements are not compared after a submit",
              OPERATIONS,
              "if (!hasStatements(operation, statements) || isOlder(operation, intent)) {",
              "if (false) {"),
          Mutant.of(
              "statements are not compared after an attach",
              OPERATIONS,
              "case Answer.AlreadyExists() -> outcome(intent, find(intent));",
              "case Answer.AlreadyExists() -> new Outcome.Exists(find(intent));"),
          Mutant.of(
              "an intent is closed with its id unspent after a refusal",
              SCHEMA,
              "return switch (operations.fence(intent)) {",
              "return switch ((SchemaOperations.Outcome) new SchemaOperations.Outcome.NeverBegan()) {"),
          Mutant.of(
              "an unclear answer is left to the next run",
              SCHEMA,
              "unclear(intent, content, descriptors, failure, firstTime);",
              "throw PortFailures.afterEffect(\"send it\", failure, true);"),
          Mutant.of(
              "an operation without a clear answer is sent once more with its id unspent",
              SCHEMA,
              "return switch (operations.fenceUnclear(intent)) {",
              "return switch ((SchemaOperations.Outcome) new SchemaOperations.Outcome.NeverBegan()) {"),
          Mutant.of(
              "an operation without a clear answer is sent once more under the spent id",
              SCHEMA,
              """
                        ledger.close(intent, BookkeepingUpdate.NONE, result);
                        events.fenced(intent, statements, "again");
                        yield run(content, descriptors, false);
              """
                  .indent(0),
              """
              yield switch (operations.send(intent, content.statements(), descriptors, ports.time().elapsed())) {
                case SchemaOperations.SubmitResult.Exists(Operation operation) -> end(intent, content, operation, true);
                case SchemaOperations.SubmitResult.Refused(String reason) -> refused(intent, content, reason);
                case SchemaOperations.SubmitResult.Fenced() -> throw fenced(intent);
                case SchemaOperations.SubmitResult.Unclear(DatabaseException again) -> throw again;
              };
              """),
          Mutant.of(
              "a statement is blamed after one unclear answer",
              SCHEMA,
              "if (firstTime) {",
              "if (false) {"),
          Mutant.of(
              "what is unclear again is not bisected",
              SCHEMA,
              "    if (isDivisible(content)) {\n      events.fenced(",
              "    if (false) {\n      events.fenced("),
          Mutant.of(
              "a data change without a clear answer is left to the next run",
              DATA,
              "bisection.narrow(failure);",
              "if (true) throw new DatabaseException(failure.kind(), failure.reason(), failure);"),
          Mutant.of(
              "data changes without a clear answer are not bisected",
              BISECTION,
              "if (failure.to() - failure.from() > 1) {",
              "if (false) {"),
          Mutant.of(
              "a data change is blamed after one unclear answer",
              BISECTION,
              "} else if (answers.merge(failure.from(), 1, Integer::sum) >= ANSWERS) {",
              "} else {"),
          Mutant.of(
              "a partitioned update is blamed after one unclear answer",
              PARTITIONED,
              "case UNCLEAR -> firstTime ? again",
              "case UNCLEAR -> false ? again"),
          Mutant.of(
              "a partitioned update without a clear answer is on record without having run again",
              PARTITIONED,
              """
                  ledger.close(sent.intent(), BookkeepingUpdate.NONE, "not known; it runs again");
                  return run(segment, false);
              """
                  .indent(0),
              """
                  progress.recorded(
                      ledger.close(
                          sent.intent(),
                          BookkeepingUpdate.of(sent.intent(), List.of(sent.intent().createdAt())),
                          "done"));
                  return true;
              """),
          Mutant.of(
              "an operation that failed without a commit timestamp blames its first statement",
              SCHEMA,
              "if (ended.committed().isEmpty() && content.statements().size() > 1) {",
              "if (false) {"),
          Mutant.of(
              "a finished operation without commit timestamps is taken for one that did nothing",
              OPERATIONS,
              "if (operation.isContradictory() && !hasStatements(operation, FENCING_STATEMENT)) {",
              "if (false) {"),
          Mutant.of(
              "a contradictory operation is trusted without being read again",
              CONTRADICTION,
              "for (Duration pause : PAUSES) {",
              "for (Duration pause : List.<Duration>of()) {"),
          Mutant.of(
              "a contradictory operation is trusted although it reports an error then",
              CONTRADICTION,
              "throw changed(operation);",
              "return first.trusted(end(first));"),
          Mutant.of(
              "a contradictory operation is trusted although it reports other statements then",
              OPERATIONS,
              "() -> confirmed(intent, content.statements(), poll(intent)));",
              "() -> poll(intent));"),
          Mutant.of(
                  "an intent is closed with its id unspent by settling",
                  SETTLEMENT,
                  "switch (operations.fence(intent)) {",
                  "switch (operations.peek(intent)) {")
              .and(
                  OPERATIONS,
                  "  private Outcome outcome(",
                  """
                    Outcome peek(Intent intent) {
                      return transactions
                          .call(() -> ports.schema().find(intent.attempt().operationId()))
                          .map(found -> outcome(intent, found))
                          .orElseGet(Outcome.NeverBegan::new);
                    }

                    private Outcome outcome("""),
          Mutant.of(
              "settling submits the old batch",
              OPERATIONS,
              """
                  try {
                    Answer answer =
                        transactions.call(() -> answered(ports.schema().submit(id, FENCING_STATEMENT)));
                    return switch (answer) {
              """
                  .indent(0),
              """
                  try {
                    Answer answer =
                        transactions.call(
                            () ->
                                answered(
                                    ports
                                        .schema()
                                        .submit(id, IntentContent.of(intent).statements())));
                    return switch (answer) {
              """),
          Mutant.of(
                  "the effect comes before the intent",
                  LEDGER,
                  "    AttemptId attempt = lease.nextAttempt();\n",
                  """
                      AttemptId attempt = lease.nextAttempt();
                      if (kind == Intent.Kind.SCHEMA) {
                        try {
                          lease.ports.schema().submit(attempt.operationId(), content.statements());
                        } catch (dev.spannerpipe.apply.port.DatabaseException _) {
                          // The call is made once more when the intent is written.
                        }
                      }
                  """)
              .and(LEASE, "  private final Ports ports;", "  final Ports ports;"),
          Mutant.of(
              "the plan is made before the lease",
              ENGINE,
              """
                  lease.take(false);
                  recoverUnfinishedRun(keeper);
                  DatabaseSnapshot view = snapshotUnderLease();
                  Plan plan = keeper.assess(plan(view, changelog));
              """,
              """
                  DatabaseSnapshot view = snapshotUnderLease();
                  Plan plan = keeper.assess(plan(view, changelog));
                  lease.take(false);
                  recoverUnfinishedRun(keeper);
              """),
          Mutant.of(
              "the first look is blind to open intents",
              AVAILABILITY,
              """
                  return state.open().isPresent()
                      || state.cursor().isPresent()
                      || isLockLeft(state)
              """,
              """
                  return state.cursor().isPresent()
              """),
          Mutant.of(
                  "the history is taken from the current changelog",
                  ROWS,
                  "        draft.text(\"checksum\").orElse(null),",
                  """
                          CURRENT.get().stream()
                              .filter(current -> current.identity().equals(changeSet))
                              .map(ChangeSet::checksum)
                              .findFirst()
                              .orElse(draft.text("checksum").orElse(null)),
                  """)
              .and(
                  ROWS,
                  "  private HistoryRows() {}",
                  "  static final ThreadLocal<java.util.List<ChangeSet>> CURRENT = new ThreadLocal<>();\n\n"
                      + "  private HistoryRows() {}")
              .and(
                  ENGINE,
                  "    lease.take(false);\n    recoverUnfinishedRun(keeper);",
                  "    HistoryRows.CURRENT.set(changelog.changeSets());\n"
                      + "    lease.take(false);\n    recoverUnfinishedRun(keeper);"),
          Mutant.of(
              "the row of the own attempt is not read first",
              LEASE,
              "transactions.run(tag, Optional.of(own), checked)",
              "transactions.run(tag, Optional.empty(), checked)"),
          Mutant.of(
              "the row of a data change that may be committed already is not read",
              TRANSACTIONS,
              ": transaction.readIntent(own),",
              ": transaction.readWithoutIntents(),"),
          Mutant.of(
              "the cursor is kept after a history row of data changes",
              DATA,
              """
                    transaction.write(
                        slice.completes()
                            ? new Write.DeleteCursor(slice.planned().changeSet().identity())
                            : new Write.PutCursor(cursor(slice, chunk.marks(), attempt), runId));
              """,
              """
                    if (!slice.completes()) {
                      transaction.write(new Write.PutCursor(cursor(slice, chunk.marks(), attempt), runId));
                    }
              """),
          Mutant.of(
              "the cursor is kept after a history row of schema changes",
              EFFECTS,
              "        finished.add(slice.changeSet());\n      } else if (whole",
              "      } else if (whole"),
          Mutant.of(
              "the applied prefix is not compared",
              HALF,
              "if (difference.isPresent()) {",
              "if (false) {"),
          Mutant.of(
              "folded lines of a cursor are not compared",
              MARKS,
              "? refolded(steps, Integer.parseInt(fold.group(2)))",
              "? then"),
          Mutant.of(
              "a folded line of a cursor counts as one step",
              HALF,
              "new PlannedChangeSet(candidate.changeSet(), reason, cursor.count());",
              "new PlannedChangeSet(candidate.changeSet(), reason, cursor.applied().size());"),
          Mutant.of(
              "a chunk of data changes takes as many statements as there are",
              "plan/Batcher.java",
              "&& end - head.firstStep() < limits.statements()",
              "&& end > 0"),
          Mutant.of(
              "a transaction of the changelog's own is cut",
              BATCHER,
              "if (transaction > 0) {",
              "if (false) {"),
          Mutant.of(
              "what follows a transaction joins it",
              BATCHER,
              "steps.get(end).transaction() == transaction) {",
              "steps.get(end).kind() == StatementKind.DML) {"),
          Mutant.of(
              "only the first chunk of a change set moves the cursor",
              DATA,
              ": new Write.PutCursor(cursor(slice, chunk.marks(), attempt), runId));",
              ": slice.from() == 0"
                  + " ? new Write.PutCursor(cursor(slice, chunk.marks(), attempt), runId)"
                  + " : new Write.PutVersion(dev.spannerpipe.apply.port.TablesVersion.MAJOR));"),
          knowingItsTag(
              Mutant.of(
                  "a chunk does not renew the lease",
                  LEASE,
                  "new Write.PutLease(extended(ours(state), state.databaseTime())));",
                  "new Write.PutLease(tag.equals(\"data\") ? ours(state)"
                      + " : extended(ours(state), state.databaseTime())));")),
          knowingItsTag(
              Mutant.of(
                  "the lease is not checked between chunks",
                  LEASE,
                  "new Write.PutLease(extended(ours(state), state.databaseTime())));",
                  "new Write.PutLease(extended(tag.equals(\"data\") && state.cursor().isPresent()"
                      + " ? state.lease().orElseThrow() : ours(state),"
                      + " state.databaseTime())));")),
          unchecked("data"),
          unchecked("intent"),
          unchecked("history"),
          knowingItsTag(
              Mutant.of(
                  "the lease is not checked in \"renew\"",
                  LEASE,
                  "new Write.PutLease(extended(ours(state), state.databaseTime())));",
                  "new Write.PutLease(extended(tag.equals(\"renew\") ? state.lease().orElseThrow() : ours(state), state.databaseTime())));")),
          Mutant.of(
              "the head of a killed run is not linked",
              TAKING,
              "Lease chained = withDeadHolderLinked(transaction, before);",
              "Lease chained = before;"),
          Mutant.of(
              "a run is linked although it has its place in the chain",
              LEASE,
              "if (transaction.run(request.runId()).flatMap(RunRow::link).isPresent()) {",
              "if (false) {"),
          Mutant.of(
              "what a plan that goes on has run already runs again",
              "plan/Planner.java",
              "if (continuation.filter(plan -> ranIn(plan.deploymentId(), changeSet)).isEmpty()) {",
              "if (true) {"),
          Mutant.of(
              "Liquibase's lock is given back while an intent is open",
              LEASE,
              "if (state.open().isEmpty() && HeldLiquibaseLock.isOf(request, state.lock())) {",
              "if (HeldLiquibaseLock.isOf(request, state.lock())) {"),
          Mutant.of(
              "the lease is taken at once while a partitioned update may still be sent",
              AVAILABILITY,
              "if (holder != null && mayStillBeSent) {",
              "if (false) {"),
          Mutant.of(
              "an operation of an earlier time is taken for the intent's",
              OPERATIONS,
              "if (!hasStatements(operation, statements) || isOlder(operation, intent)) {",
              "if (!hasStatements(operation, statements)) {"),
          Mutant.of(
              "a restored database is not noticed",
              TAKING,
              "boolean restored = lease.filter(row -> row.database().isOther(identity)).isPresent();",
              "boolean restored = false;"),
          Mutant.of(
              "the half-finished change set does not come first",
              HALF,
              "    resumed.remove(half);\n    resumed.addFirst(resumed(half, cursor.get()));",
              "    resumed.replaceAll(each -> each.equals(half) ? resumed(half, cursor.get()) : each);"),
          Mutant.of(
              "the mark moves past an open intent",
              LEASE,
              "    if (state.open().isEmpty()) {\n      transaction.write(new Write.PutClosedBefore",
              "    if (true) {\n      transaction.write(new Write.PutClosedBefore"),
          Mutant.of(
              "the mark moves past an epoch that goes on",
              LEASE,
              "    return body.run(transaction, state);",
              "    transaction.write(new Write.PutClosedBefore(epoch + 1));\n"
                  + "    return body.run(transaction, state);"),
          Mutant.of(
              "an open intent is removed when it is old",
              INTENT,
              "return state == State.CLOSED && Duration",
              "return Duration"),
          Mutant.of(
              "an intent is removed while its id is in use",
              INTENT,
              "return state == State.CLOSED && Duration.between(createdAt, now).compareTo(KEPT) > 0;",
              "return state == State.CLOSED;"),
          Mutant.of(
              "an intent is removed as soon as the service may have forgotten its id",
              INTENT,
              "now).compareTo(KEPT) > 0",
              "now).compareTo(MEMORY) > 0"),
          Mutant.of(
              "an intent older than the service's memory is settled all the same",
              INTENT,
              "return Duration.between(createdAt, now).compareTo(MEMORY) > 0;",
              "return false;"));

  static List<Mutant> inGate() {
    return ALL.stream().filter(mutant -> IN_GATE.contains(mutant.name())).toList();
  }

  /// A run that lost the lease goes on as if it had it.
  private static Mutant unchecked(String tag) {
    return knowingItsTag(
        Mutant.of(
            "the lease is not checked in \"" + tag + "\"",
            LEASE,
            """
            transaction.write(new Write.PutLease(extended(ours(state), state.databaseTime())));
            return body.run(transaction, state);
            """
                .indent(4),
            """
        if (!tag.equals("%s") || state.lease().filter(row -> row.epoch() == epoch).isPresent()) {
          transaction.write(
              new Write.PutLease(extended(ours(state), state.databaseTime())));
        }
        return body.run(transaction, state);
        """
                .formatted(tag)));
  }

  /// Lets the code that checks the lease know in which transaction it does.
  private static Mutant knowingItsTag(Mutant mutant) {
    return mutant
        .and(LEASE, "return fenced(checked ->", "return fenced(tag, checked ->", 4)
        .and(LEASE, "private <T> T fenced(\n", "private <T> T fenced(String tag,\n")
        .and(LEASE, "private <T> T fenced(F", "private <T> T fenced(String tag, F")
        .and(
            LEASE,
            "renewing(transaction, state, body)",
            "renewing(tag, transaction, state, body)",
            2)
        .and(LEASE, "renewing(\n      Transaction", "renewing(\n      String tag, Transaction");
  }
}
