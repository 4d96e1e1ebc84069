package dev.spannerpipe.report;

import dev.spannerpipe.apply.port.DatabaseSnapshot;
import dev.spannerpipe.apply.port.Lease;
import dev.spannerpipe.apply.port.SchemaChanges;
import dev.spannerpipe.failure.Failure;
import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.Changelog;
import dev.spannerpipe.plan.ChangelogProblem;
import dev.spannerpipe.plan.Plan;
import dev.spannerpipe.plan.Planner;
import dev.spannerpipe.plan.UnfinishedDeployment;
import dev.spannerpipe.plan.loss.DataLossDetector;
import dev.spannerpipe.sql.Dialect;
import java.util.List;
import java.util.Optional;

/// The state of a database, which the command `status` prints.
///
/// @param plan the pending changes; empty if no plan can be made
/// @param problem why the pipe cannot apply anything, even if there is a plan; empty if the pipe
///   can apply the plan
/// @param problems the problems of the changelog that prevent a plan
/// @param warnings warnings about the changelog's files
/// @param edited the change sets that were changed after they were applied
/// @param view the state that the pipe keeps in the database: the history (`DATABASECHANGELOG`),
///   the lease (a run's right to change the database), and the open intent (a row that announces a
///   request before a run sends the request)
/// @param operation the schema operation that the open intent announces; empty if there is no such
///   intent, or if Spanner does not know the operation
/// @param liveSchema the DDL statements of the current schema, if Spanner does not know the
///   operation and a person may have to compare the schema with the operation's statements;
///   otherwise empty
public record DatabaseStatus(
    Optional<Plan> plan,
    Optional<Failure> problem,
    List<ChangelogProblem> problems,
    List<ChangelogProblem> warnings,
    List<ChangeSet> edited,
    DatabaseSnapshot view,
    Optional<SchemaChanges.Operation> operation,
    List<String> liveSchema) {
  public DatabaseStatus {
    problems = List.copyOf(problems);
    warnings = List.copyOf(warnings);
    edited = List.copyOf(edited);
    liveSchema = List.copyOf(liveSchema);
  }

  /// Compares the changelog with the database. A problem that prevents a plan becomes part of the
  /// status and is not thrown.
  public static DatabaseStatus of(
      Dialect dialect,
      Changelog changelog,
      DatabaseSnapshot view,
      Optional<SchemaChanges.Operation> operation,
      List<String> liveSchema) {
    List<ChangeSet> edited = Planner.edited(dialect, changelog, view.history());
    Optional<UnfinishedDeployment> begun =
        view.state().lease().flatMap(Lease::deployment).map(Lease.Deployment::begun);
    try {
      Plan plan = Planner.plan(dialect, changelog, view.history(), view.state().cursor(), begun);
      return new DatabaseStatus(
          Optional.of(plan).filter(made -> made.problems().isEmpty()),
          plan.problems().isEmpty()
              ? Optional.empty()
              : Optional.of(ChangelogProblem.summary(plan.problems())),
          plan.problems(),
          plan.warnings(),
          edited,
          view,
          operation,
          liveSchema);
    } catch (Failure problem) {
      return new DatabaseStatus(
          Optional.empty(),
          Optional.of(problem),
          List.of(),
          List.of(),
          edited,
          view,
          operation,
          liveSchema);
    }
  }

  /// Returns this status, with the data losses of the plan added to the plan.
  public DatabaseStatus assessedBy(DataLossDetector losses) {
    return new DatabaseStatus(
        plan.map(losses::assess), problem, problems, warnings, edited, view, operation, liveSchema);
  }

  /// Returns this status, with the reason why the pipe cannot apply anything.
  public DatabaseStatus blockedBy(Failure reason) {
    return new DatabaseStatus(
        plan, Optional.of(reason), problems, warnings, edited, view, operation, liveSchema);
  }

  /// Returns whether the lease has expired according to the database's clock.
  boolean leaseExpired(Lease lease) {
    return !lease.expiresAt().isAfter(view.state().databaseTime());
  }
}
