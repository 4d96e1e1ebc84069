package dev.spannerpipe.run;

import dev.spannerpipe.adopt.AdoptSettings;
import dev.spannerpipe.adopt.AdoptionPlan;
import dev.spannerpipe.adopt.AdoptionSearch;
import dev.spannerpipe.adopt.Assessment;
import dev.spannerpipe.apply.Engine;
import dev.spannerpipe.apply.port.Adoption;
import dev.spannerpipe.apply.port.Database;
import dev.spannerpipe.apply.port.DatabaseSnapshot;
import dev.spannerpipe.apply.port.TablesVersion;
import dev.spannerpipe.config.Settings;
import dev.spannerpipe.failure.BlockedFailure;
import dev.spannerpipe.failure.MigrationFailure;
import dev.spannerpipe.plan.Changelog;
import dev.spannerpipe.plan.Plan;
import dev.spannerpipe.plan.Planner;
import dev.spannerpipe.plan.review.ReviewedPlan;
import dev.spannerpipe.record.LifecycleEvent.AdoptionPlanned;
import dev.spannerpipe.report.adoption.AdoptionDocument;
import dev.spannerpipe.report.adoption.AdoptionSentences;
import dev.spannerpipe.report.adoption.AdoptionText;
import dev.spannerpipe.retry.Retry;
import dev.spannerpipe.schema.ObjectName;
import dev.spannerpipe.spanner.BookKeepingTable;
import dev.spannerpipe.spanner.EmulatorProgram;
import dev.spannerpipe.spanner.EmulatorReplay;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.text.DurationText;
import dev.spannerpipe.text.English;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// `adopt`: records which change sets a database has that was built by other means. It compares the
/// database with a replay of the changelog, and writes history rows only if the reviewed plan is
/// the one that it makes.
final class AdoptCommand implements PipeCommand {
  @Override
  public Conclusion run(Settings settings, Host host) {
    return RecordedRun.run(
        settings, host, run -> new Work(settings, settings.adopt().orElseThrow(), run).adopt());
  }

  /// One run.
  private record Work(Settings settings, AdoptSettings own, RecordedRun run) {
    /// The most objects and differences that the record lists.
    private static final int MOST_RECORDED = 100;

    String adopt() {
      try (ChangelogPrefetch<Changelog> ahead = ChangelogPrefetch.begin(settings.changelog())) {
        Connection connection = run.connect();
        Dialect dialect = connection.description().dialect();
        Changelog changelog = run.changelog(() -> ahead.read(dialect));
        connection.refuseLostHistory();
        Database database = connection.spanner().database(connection.description(), tag());
        DatabaseSnapshot view = connection.call("read the history", database::view);
        TablesVersion.refuseNewer(view.state());
        return own.from() == AdoptSettings.From.LIQUIBASE
            ? confirm(dialect, changelog, view)
            : adopt(connection, database, view, changelog);
      }
    }

    private String tag() {
      return Connection.tag(run.log().context().runId());
    }

    /// Liquibase's history needs no adoption: the pipe reads it as it is.
    private static String confirm(Dialect dialect, Changelog changelog, DatabaseSnapshot view) {
      if (view.history().isEmpty()) {
        throw new MigrationFailure(
            "Could not adopt from liquibase: DATABASECHANGELOG is missing or has no rows",
            "Set ADOPT_FROM=live if the database was built by other means");
      }
      Engine.refuseAdoption(view, true);
      Plan plan =
          Planner.plan(dialect, changelog, view.history(), Optional.empty(), Optional.empty())
              .withoutProblems();
      return "Nothing to adopt: the history of Liquibase has %s and is read as it is. %s applied, %d pending, and %d not in this changelog"
          .formatted(
              English.count(view.history().size(), "row"),
              English.count(plan.applied(), "change set"),
              plan.pending().size(),
              plan.unknown().size());
    }

    private String adopt(
        Connection connection, Database database, DatabaseSnapshot view, Changelog changelog) {
      Optional<ReviewedPlan> reviewed = connection.access().reviewed();
      Engine.refuseAdoption(view, reviewed.isPresent());
      Assessment.Question question = question(connection, database, changelog);
      if (question.input().isEmpty() && own.count().isEmpty() && own.toTag().isEmpty()) {
        return "Nothing to adopt: the database has no tables. COMMAND=apply runs the whole changelog";
      }
      Assessment.check(question);
      Assessment assessment = assess(question);
      show(assessment, connection.description().dialect());
      AdoptionPlan plan = AdoptionSentences.require(assessment);
      if (reviewed.isEmpty()) {
        return AdoptionSentences.shown(plan);
      }
      requireReviewed(plan, reviewed.get());
      connection.createTables(run.log());
      int rows =
          run.engine()
              .adopt(
                  adoption(plan, connection.description().dialect()),
                  connection.gate(),
                  () -> requireSame(question, question(connection, database, changelog)))
              .size();
      return AdoptionSentences.adopted(
          plan, settings.spanner().name().database(), rows, DurationText.words(run.age()));
    }

    private Assessment.Question question(
        Connection connection, Database database, Changelog changelog) {
      Dialect dialect = connection.description().dialect();
      AdoptionSearch.Input input =
          new AdoptionSearch.Input(
              dialect,
              connection.call(
                  "read the schema of the database",
                  connection.spanner().schemaChanges()::definition),
              connection.description().emulator(),
              Stream.of(BookKeepingTable.values())
                  .map(BookKeepingTable::name)
                  .collect(Collectors.toUnmodifiableSet()),
              Planner.plan(dialect, changelog, List.of(), Optional.empty(), Optional.empty())
                  .withoutProblems()
                  .pending());
      return new Assessment.Question(
          settings.spanner().databaseName(),
          settings.changelog().changelogFile(),
          own,
          input,
          Assessment.Versions.read(own, input, database));
    }

    private Assessment assess(Assessment.Question question) {
      try (EmulatorReplay emulator = emulator()) {
        return run.host()
            .waits()
            .working("Replaying the changelog", () -> Assessment.of(emulator, question));
      }
    }

    /// Returns the emulator for the replay: the given one, or one that this run starts. If this
    /// machine has no program for that, the emulator that has the database serves.
    private EmulatorReplay emulator() {
      EmulatorProgram program = new EmulatorProgram(run.host().environment());
      Optional<String> given =
          own.emulator()
              .or(() -> settings.spanner().emulatorHost().filter(_ -> program.find().isEmpty()));
      Host host = run.host();
      Retry retry = run.services().retry();
      return given
          .map(
              address -> EmulatorReplay.at(address, host.time(), retry, host.stop(), host.random()))
          .orElseGet(
              () ->
                  EmulatorReplay.starting(
                      program.require(), host.time(), retry, host.stop(), host.random()));
    }

    private void show(Assessment assessment, Dialect dialect) {
      run.files()
          .adoption(
              AdoptionText.FILE,
              AdoptionDocument.text(assessment),
              assessment.plan().map(plan -> plan.marked(dialect)));
      run.host()
          .out()
          .print(
              settings.output().json()
                  ? AdoptionDocument.text(assessment)
                  : AdoptionText.of(assessment));
      run.host().out().flush();
    }

    private Adoption adoption(AdoptionPlan plan, Dialect dialect) {
      return new Adoption(
          plan.marked(dialect),
          plan.changeSets(),
          new AdoptionPlanned(
              plan.sha256(),
              own.from().word(),
              plan.changeSets().size(),
              plan.left().size(),
              plan.changeSets().isEmpty()
                  ? ""
                  : plan.changeSets().getLast().changeSet().identity().toString(),
              plan.prefix().notReplayed().stream()
                  .limit(MOST_RECORDED)
                  .map(ObjectName::toString)
                  .toList(),
              AdoptionSentences.clauses(plan.prefix().differences().unchecked()).stream()
                  .limit(MOST_RECORDED)
                  .toList()));
    }

    private static void requireReviewed(AdoptionPlan plan, ReviewedPlan reviewed) {
      if (!plan.sha256().equals(reviewed.sha256())) {
        throw new BlockedFailure(
            "Could not adopt: the SHA-256 of the plan is %s, but the reviewed one is %s (PLAN_SHA256)"
                .formatted(plan.sha256(), reviewed.sha256()),
            "Review the plan above, and set PLAN_SHA256 to its digest");
      }
    }

    private static void requireSame(Assessment.Question before, Assessment.Question now) {
      if (!now.input().hasSchemaOf(before.input()) || !now.versions().equals(before.versions())) {
        throw new MigrationFailure(
            "Could not adopt: the schema of %s changed while it was compared"
                .formatted(before.database()),
            "Find out who changed it, and run again");
      }
    }
  }
}
