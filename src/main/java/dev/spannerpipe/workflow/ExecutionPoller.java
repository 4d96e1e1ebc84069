package dev.spannerpipe.workflow;

import dev.spannerpipe.retry.Time;
import dev.spannerpipe.retry.WaitReporter.Wait;
import dev.spannerpipe.workflow.history.Execution;
import dev.spannerpipe.workflow.history.FailedState;
import dev.spannerpipe.workflow.history.FailureAnalysis;
import dev.spannerpipe.workflow.history.StateChange;
import dev.spannerpipe.workflow.history.StateIndex;
import dev.spannerpipe.workflow.history.StateVisit;
import dev.spannerpipe.workflow.history.StepFunctions;
import dev.spannerpipe.workflow.history.StepFunctionsException;
import dev.spannerpipe.workflow.history.StepFunctionsException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Follows an execution until it ends, or until the deadline passes or the credentials expire. If
/// an execution can no longer be followed, that does not mean that the workflow failed.
final class ExecutionPoller {
  private static final Duration HEARTBEAT = Duration.ofMinutes(1);

  /// How long the service may report an execution as missing after it has accepted the start of the
  /// execution.
  private static final Duration GRACE = Duration.ofMinutes(1);

  private static final int POLLS_AFTER_STATUS = 4;

  private final StepFunctions service;
  private final WorkflowEvents events;
  private final Time time;
  private final RequestPacer pace;
  private final Instant credentialsEnd;
  private final ExecutionFollower main;
  private final NestedExecutions children;
  private final MapRuns mapRuns;
  private final Duration startedAt;
  private Duration nextBeat;

  /// The wait for the response to the current poll and to its retries; null between two polls.
  private @Nullable Wait unanswered;

  private int attempts = 1;
  private boolean mayDescribe = true;
  private Optional<Execution> described = Optional.empty();
  private boolean credentialsOver;
  private int pollsSinceStatus = -1;

  ExecutionPoller(
      StepFunctions service,
      WorkflowEvents events,
      Time time,
      RequestPacer pace,
      Instant credentialsEnd,
      ExecutionFollower main) {
    this.service = service;
    this.events = events;
    this.time = time;
    this.pace = pace;
    this.credentialsEnd = credentialsEnd;
    this.main = main;
    this.children = new NestedExecutions(service, events, pace, time::now);
    this.mapRuns = new MapRuns(service, events, pace, time);
    this.startedAt = time.elapsed();
    this.nextBeat = startedAt.plus(HEARTBEAT);
  }

  /// Why the execution is no longer followed.
  enum End {
    /// The last event of the execution was read.
    ENDED,
    /// The service reported twice that the execution is not running, although the history does not
    /// contain an event that ends it.
    STATUS,
    /// The deadline has passed.
    TIME_OVER,
    /// The credentials have expired.
    CREDENTIALS_OVER
  }

  /// Follows the execution, but not longer than until the deadline.
  ///
  /// @param deadline a time on the clock of [Time#elapsed]
  /// @param expectedRedrives how many redrives were requested to continue the execution after a
  ///   failure; an end of the execution before the last of these redrives is ignored
  End follow(Duration deadline, int expectedRedrives) {
    pace.until(deadline);
    described = Optional.empty();
    try {
      return watch(deadline, expectedRedrives);
    } finally {
      endPoll(false);
    }
  }

  private End watch(Duration deadline, int expectedRedrives) {
    while (true) {
      if (credentialsOver || !time.now().isBefore(credentialsEnd)) {
        return End.CREDENTIALS_OVER;
      }
      if (time.elapsed().compareTo(deadline) >= 0) {
        return End.TIME_OVER;
      }
      if (main.hasMore() && unanswered == null) {
        pace.awaitRequest();
      } else {
        pace.awaitPoll();
      }
      poll();
      if (main.isOver(expectedRedrives)) {
        if (Executions.fromHistory(main.arn(), main.index()).status().isSuccess()) {
          service.hurry();
        }
        children.poll();
        return End.ENDED;
      }
      children.poll();
      mapRuns.poll();
      if (beat()) {
        return End.STATUS;
      }
    }
  }

  private void poll() {
    unanswered = unanswered == null ? service.retry().begin() : unanswered;
    try {
      List<StateChange> changes = main.poll();
      endPoll(true);
      pace.faster();
      mapRuns.begin(main.place(), changes);
      children.begin(main, changes);
    } catch (StepFunctionsException failure) {
      handle(failure);
    }
  }

  private void endPoll(boolean answered) {
    if (unanswered != null) {
      unanswered.end(answered);
      unanswered = null;
      attempts = 1;
    }
  }

  private void handle(StepFunctionsException failure) {
    boolean newborn =
        failure.kind() == Kind.MISSING && time.elapsed().minus(startedAt).compareTo(GRACE) < 0;
    if (failure.kind() == Kind.EXPIRED) {
      credentialsOver = true;
    } else if (failure.isWorthAnotherTry() || newborn) {
      pace.slower();
      if (unanswered != null) {
        unanswered.attempt(++attempts);
      }
    } else {
      throw failure;
    }
  }

  /// Once a minute, logs the progress and queries the status of the execution. Returns whether the
  /// service has reported twice that the execution is not running.
  private boolean beat() {
    // The end of the execution may be on a page of the history that was not read yet.
    if (pollsSinceStatus >= 0 && !main.hasMore() && ++pollsSinceStatus > POLLS_AFTER_STATUS) {
      pollsSinceStatus = -1;
      return !isRunning();
    }
    if (time.elapsed().compareTo(nextBeat) >= 0) {
      nextBeat = time.elapsed().plus(HEARTBEAT);
      events.progress(main.place(), time.elapsed().minus(startedAt), main.index().working());
      if (pollsSinceStatus < 0 && mayDescribe && !isRunning()) {
        pollsSinceStatus = 0;
      }
    }
    return false;
  }

  /// Returns whether the service reports that the execution is running. An execution whose status
  /// cannot be read counts as running.
  private boolean isRunning() {
    try {
      pace.awaitRequest();
      Execution execution = service.describe(main.arn());
      described = Optional.of(execution).filter(each -> !each.status().isRunning());
      return described.isEmpty();
    } catch (StepFunctionsException failure) {
      mayDescribe = failure.isWorthAnotherTry();
      credentialsOver |= failure.kind() == Kind.EXPIRED;
      return true;
    }
  }

  StateIndex index() {
    return main.index();
  }

  /// Returns the service's last description of the execution; empty if the service was not queried,
  /// or if the execution was still running then.
  Optional<Execution> described() {
    return described;
  }

  /// If this state started a nested execution that failed, returns where and why it failed;
  /// otherwise empty.
  Optional<FailedState> failedInside(StateVisit visit) {
    return children
        .failedIn(visit)
        .flatMap(
            child ->
                FailureAnalysis.of(
                        child.index(), Executions.fromHistory(child.arn(), child.index()))
                    .map(inner -> inner.within(visit.path() + " > " + child.place().execution())));
  }
}
