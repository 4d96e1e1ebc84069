package dev.spannerpipe.workflow.history;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One visit to a state, from entering the state to exiting it. Only [StateIndex] changes a visit.
public final class StateVisit {
  private final long enteredId;
  private final String name;
  private final String type;
  private final Scope scope;
  private final Instant enteredAt;
  private @Nullable Instant exitedAt;
  private @Nullable String error;
  private boolean failed;
  private boolean aborted;
  private int failures;

  /// @param type the type of the state, such as `Task`, `Map` or `Fail`
  StateVisit(HistoryEvent entered, String type, Scope scope) {
    this.enteredId = entered.id();
    this.name = entered.name() == null ? "?" : entered.name();
    this.type = type;
    this.scope = scope;
    this.enteredAt = entered.at();
  }

  /// The scope of a state: the top level, a branch of a Parallel, or an iteration of a Map.
  ///
  /// @param parent the Parallel or Map that contains the state; null at the top level
  /// @param iteration the number of a Map's iteration, from 0; negative in a branch of a Parallel
  ///   and at the top level
  record Scope(@Nullable StateVisit parent, int iteration) {
    static final Scope TOP = new Scope(null, -1);

    private String prefix() {
      if (parent == null) {
        return "";
      }
      return parent.path() + (iteration < 0 ? "" : "[" + iteration + "]") + " > ";
    }
  }

  long enteredId() {
    return enteredId;
  }

  public String name() {
    return name;
  }

  public String type() {
    return type;
  }

  Scope scope() {
    return scope;
  }

  public Instant enteredAt() {
    return enteredAt;
  }

  /// Returns the path of the state, for messages: `Deploy > Each[3] > Canary`.
  public String path() {
    return scope.prefix() + name;
  }

  /// Returns whether the state was neither exited nor aborted.
  public boolean isOpen() {
    return exitedAt == null && !aborted;
  }

  /// Returns whether the state was exited, either normally or because an error was caught.
  public boolean isExited() {
    return exitedAt != null;
  }

  /// Returns whether the latest work in the state failed.
  public boolean hasFailed() {
    return failed;
  }

  /// Returns the name of the latest error in the state; null if there was no error, or if it had no
  /// name.
  @Nullable
  public String error() {
    return error;
  }

  /// Returns how often work in the state failed since the last redrive.
  public int failures() {
    return failures;
  }

  public Duration elapsed(Instant now) {
    Duration elapsed = Duration.between(enteredAt, exitedAt == null ? now : exitedAt);
    return elapsed.isNegative() ? Duration.ZERO : elapsed;
  }

  void workBegun() {
    failed = false;
  }

  void workFailed(@Nullable String newError) {
    failed = true;
    failures++;
    error = newError;
  }

  void groupFailed(@Nullable String innerError) {
    failed = true;
    error = innerError;
  }

  void redriven() {
    failed = false;
    aborted = false;
    failures = 0;
  }

  void exited(Instant at) {
    exitedAt = at;
  }

  void abort() {
    aborted = true;
  }
}
