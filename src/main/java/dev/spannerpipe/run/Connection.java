package dev.spannerpipe.run;

import dev.spannerpipe.access.GrantedAccess;
import dev.spannerpipe.access.PolicyGate;
import dev.spannerpipe.access.RunAuthorization;
import dev.spannerpipe.access.Services;
import dev.spannerpipe.apply.DestructiveGate;
import dev.spannerpipe.apply.Engine;
import dev.spannerpipe.apply.PortFailures;
import dev.spannerpipe.apply.port.BookkeepingState;
import dev.spannerpipe.apply.port.DatabaseException;
import dev.spannerpipe.apply.port.DatabaseSnapshot;
import dev.spannerpipe.apply.port.Gate;
import dev.spannerpipe.apply.port.Lease;
import dev.spannerpipe.apply.port.LeaseRequest;
import dev.spannerpipe.apply.port.OperationListener;
import dev.spannerpipe.apply.port.Ports;
import dev.spannerpipe.config.Settings;
import dev.spannerpipe.failure.MigrationFailure;
import dev.spannerpipe.plan.Changelog;
import dev.spannerpipe.plan.Planner;
import dev.spannerpipe.policy.Action;
import dev.spannerpipe.policy.Decision;
import dev.spannerpipe.policy.Guardrails;
import dev.spannerpipe.record.LifecycleEvent.Connected;
import dev.spannerpipe.record.LifecycleEvent.EmulatorPrepared;
import dev.spannerpipe.record.LifecycleEvent.TablesCreated;
import dev.spannerpipe.record.RunLog;
import dev.spannerpipe.report.Console;
import dev.spannerpipe.retry.Retry;
import dev.spannerpipe.retry.RetryPolicy;
import dev.spannerpipe.spanner.BookKeepingTable;
import dev.spannerpipe.spanner.DatabaseDescription;
import dev.spannerpipe.spanner.SpannerConnection;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// A run's connection to its database. It also creates the run's engine, which changes the
/// database.
final class Connection implements AutoCloseable {
  private static final String STATE = "read the state of the database";

  private final Settings settings;
  private final GrantedAccess access;
  private final Host host;
  private final SpannerConnection spanner;
  private final Retry retry;
  private DatabaseDescription description;

  private Connection(
      Settings settings, GrantedAccess access, Host host, SpannerConnection spanner, Retry retry) {
    this.settings = settings;
    this.access = access;
    this.host = host;
    this.spanner = spanner;
    this.retry = retry;
    this.description = spanner.describeOrCreate();
  }

  /// Authorizes the run, connects, and sends the first request to the database.
  ///
  /// @param log receives the events of the authorization
  static Connection open(Settings settings, Host host, Services services, RunLog log) {
    GrantedAccess access =
        RunAuthorization.open(settings, host.build().pullRequest() != null, services, log);
    SpannerConnection spanner =
        SpannerConnection.open(
            access.spanner(), access.google(), host.time(), services.retry(), host.stop());
    try {
      return new Connection(settings, access, host, spanner, services.retry());
    } catch (RuntimeException failure) {
      spanner.close();
      throw failure;
    }
  }

  /// Opens the connection of a command that keeps no record. The events of the authorization appear
  /// only on the console.
  static Connection openUnrecorded(Settings settings, Host host) {
    RunLog log = RecordedRun.log(settings, host);
    log.listen(host.listener(settings.output().logFormat(), settings.output().debug()));
    return open(settings, host, host.services(settings.apply().timeout()), log);
  }

  /// Returns the gate, which decides whether a plan may be executed. The policy decides, or the
  /// rule on data loss if there is no policy.
  Gate gate() {
    return access
        .guardrails()
        .<Gate>map(rules -> new PolicyGate(description.dialect(), rules, access.acting()))
        .orElseGet(() -> new DestructiveGate(settings.apply().allowDestructive()));
  }

  /// Prints what was created on an emulator, for commands that keep no record.
  void report(Console console) {
    description.created().ifPresent(what -> console.info("Created in the emulator: " + what + "."));
  }

  /// Returns the access that was granted to the run.
  GrantedAccess access() {
    return access;
  }

  DatabaseDescription description() {
    return description;
  }

  SpannerConnection spanner() {
    return spanner;
  }

  /// Records the dialect of the database, and what was created on an emulator.
  void report(RunLog log) {
    description.created().ifPresent(what -> log.add(new EmulatorPrepared(what)));
    log.add(new Connected(description.dialect().name(), description.emulator()));
  }

  boolean hasTables() {
    return description.missingTables().isEmpty();
  }

  /// Throws a [MigrationFailure] if the table DATABASECHANGELOG is missing from a database that the
  /// pipe has changed before. Without the rows of that table, every change set would run once more.
  void refuseLostHistory() {
    Set<BookKeepingTable> missing = description.missingTables();
    boolean lost =
        missing.contains(BookKeepingTable.DATABASECHANGELOG)
            && !missing.contains(BookKeepingTable.SPANNER_PIPE_VERSION)
            && state().majorVersion() > 0;
    if (lost) {
      throw new MigrationFailure(
          "Could not plan: %s has lost the table DATABASECHANGELOG, which lists the applied change sets"
              .formatted(settings.spanner().databaseName()),
          "Restore the table with its rows from a backup (COMMAND=history shows what the runs"
              + " applied), and run again. To begin with an empty history instead, drop the tables"
              + " SPANNER_PIPE_* and DATABASECHANGELOGLOCK");
    }
  }

  private BookkeepingState state() {
    return call(STATE, () -> spanner.database(description, "spanner-pipe_look").state());
  }

  /// Makes a call that changes nothing, and retries it. Throws a `Failure` if it fails.
  ///
  /// @param tried what the call does, as words that can follow "Could not"
  <T> T call(String tried, Supplier<T> question) {
    try {
      return retried(question);
    } catch (DatabaseException failure) {
      throw PortFailures.beforeEffect(tried, failure);
    }
  }

  /// Makes a call that changes nothing, and retries it. Throws a [DatabaseException] if it fails.
  <T> T retried(Supplier<T> question) {
    return retry.call(
        RetryPolicy.CALLS,
        failure ->
            failure instanceof DatabaseException known
                && known.kind() == DatabaseException.Kind.TRANSIENT,
        question);
  }

  /// Throws if no plan can be made for the changelog, so that the first run on a database creates
  /// no tables in this case. Does nothing if the book-keeping tables exist: the engine then makes
  /// the check.
  void requirePlan(Changelog changelog) {
    if (!hasTables()) {
      DatabaseSnapshot view =
          call(STATE, () -> spanner.database(description, "spanner-pipe_look").view());
      Planner.plan(
              description.dialect(),
              changelog,
              view.history(),
              view.state().cursor(),
              view.state().lease().flatMap(Lease::deployment).map(Lease.Deployment::begun))
          .withoutProblems();
    }
  }

  /// Creates the book-keeping tables (for history, lease and record) that are missing, and logs
  /// their names. Throws a `BlockedFailure` if the policy does not allow schema changes.
  void createTables(RunLog log) {
    if (!hasTables()) {
      access.guardrails().ifPresent(rules -> requireSchemaChanges(rules, log));
      String missing =
          description.missingTables().stream()
              .map(BookKeepingTable::name)
              .collect(Collectors.joining(", "));
      description = spanner.createTables(description, OperationListener.recording(log));
      log.add(new TablesCreated(missing));
    }
  }

  private void requireSchemaChanges(Guardrails rules, RunLog log) {
    Decision decision = rules.decide(List.of(Action.SPANNER_DDL), rules.database());
    PolicyGate.log(log, decision);
    decision.require(
        "Could not create the book-keeping tables in " + settings.spanner().databaseName());
  }

  /// Returns the engine for this connection.
  Engine engine(RunLog log, LeaseRequest request, Instant startedAt) {
    return new Engine(
        description.dialect(),
        new Ports(
            spanner.database(description, tag(request.runId())),
            spanner.schemaChanges(),
            spanner::identity,
            host.time(),
            retry),
        settings.apply(),
        request,
        log,
        startedAt);
  }

  /// Returns the request tag of a run. Spanner's query and transaction statistics list the tag, so
  /// the statistics can be joined with the run's record.
  static String tag(String runId) {
    return "spanner-pipe_" + runId;
  }

  @Override
  public void close() {
    spanner.close();
  }
}
