package dev.spannerpipe.apply.port;

/// The id of one intent: the lease's epoch, and a number that is counted within that epoch. It is
/// never used twice.
public record AttemptId(long epoch, long number) implements Comparable<AttemptId> {
  /// Returns the id of the intent's schema operation.
  public String operationId() {
    return "sp_" + epoch + "_" + number;
  }

  @Override
  public int compareTo(AttemptId other) {
    return epoch == other.epoch
        ? Long.compare(number, other.number)
        : Long.compare(epoch, other.epoch);
  }

  /// Returns `epoch.number`.
  @Override
  public String toString() {
    return epoch + "." + number;
  }
}
