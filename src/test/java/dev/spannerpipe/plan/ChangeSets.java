package dev.spannerpipe.plan;

import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.sql.SqlText;
import dev.spannerpipe.sql.StatementKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Change sets for tests: everything has a sensible value, and a test changes what it is about.
public final class ChangeSets {
  private ChangeSets() {}

  /// A change set `id` by `ann` in `schema.sql` with these statements of the given dialect's kinds.
  public static ChangeSet of(String id, String... statements) {
    return with(id, "9:" + id, false, false, true, Optional.empty(), statements);
  }

  public static ChangeSet tolerated(String id, String... statements) {
    return with(id, "9:" + id, false, false, false, Optional.empty(), statements);
  }

  /// One that holds a change which cannot be done.
  public static ChangeSet refused(String id, ConfigurationFailure refusal) {
    ChangeSet possible = of(id);
    return new ChangeSet(
        possible.identity(),
        possible.location(),
        possible.checksum(),
        possible.acceptedChecksums(),
        possible.acceptsAnyChecksum(),
        possible.unloaded(),
        possible.description(),
        possible.comments(),
        possible.contexts(),
        possible.labels(),
        possible.tag(),
        possible.runAlways(),
        possible.runOnChange(),
        possible.failOnError(),
        possible.steps(),
        possible.precondition(),
        List.of(),
        List.of(ChangelogProblem.of(possible.location(), refusal)));
  }

  /// The same one with these waivers.
  public static ChangeSet waiving(ChangeSet changeSet, List<Waiver> waivers) {
    return new ChangeSet(
        changeSet.identity(),
        changeSet.location(),
        changeSet.checksum(),
        changeSet.acceptedChecksums(),
        changeSet.acceptsAnyChecksum(),
        changeSet.unloaded(),
        changeSet.description(),
        changeSet.comments(),
        changeSet.contexts(),
        changeSet.labels(),
        changeSet.tag(),
        changeSet.runAlways(),
        changeSet.runOnChange(),
        changeSet.failOnError(),
        changeSet.steps(),
        changeSet.precondition(),
        waivers,
        changeSet.problems());
  }

  public static ChangeSet runAlways(String id, String... statements) {
    return with(id, "9:" + id, true, false, true, Optional.empty(), statements);
  }

  public static ChangeSet runOnChange(String id, String checksum, String... statements) {
    return with(id, checksum, false, true, true, Optional.empty(), statements);
  }

  public static ChangeSet guarded(String id, Precondition precondition, String... statements) {
    return with(id, "9:" + id, false, false, true, Optional.of(precondition), statements);
  }

  private static ChangeSet with(
      String id,
      String checksum,
      boolean runAlways,
      boolean runOnChange,
      boolean failOnError,
      Optional<Precondition> precondition,
      String... statements) {
    List<Step> steps = new ArrayList<>();
    for (String statement : statements) {
      SourceLocation location = new SourceLocation("schema.sql", steps.size() + 2);
      StatementKind kind = SqlText.kind(Dialect.GOOGLE_STANDARD_SQL, statement);
      steps.add(new Step.Sql(kind, statement, location));
    }
    return withSteps(id, checksum, runAlways, runOnChange, failOnError, precondition, steps);
  }

  public static ChangeSet withSteps(String id, List<Step> steps) {
    return withSteps(id, "9:" + id, false, false, true, Optional.empty(), steps);
  }

  private static ChangeSet withSteps(
      String id,
      String checksum,
      boolean runAlways,
      boolean runOnChange,
      boolean failOnError,
      Optional<Precondition> precondition,
      List<Step> steps) {
    return new ChangeSet(
        new ChangeSetId("schema.sql", id, "ann"),
        new SourceLocation("schema.sql", 1),
        checksum,
        Set.of(),
        false,
        Optional.empty(),
        "sql",
        "",
        null,
        null,
        Optional.empty(),
        runAlways,
        runOnChange,
        failOnError,
        steps,
        precondition,
        List.of(),
        List.of());
  }

  /// What the history says of a change set that ran as it is now.
  public static HistoryRow applied(ChangeSet changeSet, long order) {
    return applied(changeSet, order, changeSet.checksum(), "1111111111");
  }

  public static HistoryRow applied(
      ChangeSet changeSet, long order, String checksum, String deploymentId) {
    return applied(changeSet.identity(), order, checksum, deploymentId);
  }

  /// What the history says of a change set by this name.
  public static HistoryRow applied(
      ChangeSetId name, long order, @Nullable String checksum, @Nullable String deploymentId) {
    return new HistoryRow(
        name,
        java.time.Instant.EPOCH.plusSeconds(order),
        order,
        HistoryRow.ExecType.EXECUTED,
        checksum,
        "sql",
        "",
        null,
        "4.33.0",
        null,
        null,
        deploymentId);
  }
}
