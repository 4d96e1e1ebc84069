package dev.spannerpipe.apply.port;

/// The id of one intent, which is never used twice. An intent is the row that announces an effect
/// before the run requests it.
///
/// @param epoch the epoch of the lease (the right to change the database), which increases each
///   time a run takes the lease
/// @param number the number of the intent within the epoch, counted from 1
public record AttemptId(long epoch, long number) implements Comparable<AttemptId> {
  /// Returns the id of the schema operation that the intent announces.
  public String operationId() {
    return "sp_" + epoch + "_" + number;
  }

  @Override
  public int compareTo(AttemptId other) {
    return epoch == other.epoch
        ? Long.compare(number, other.number)
        : Long.compare(epoch, other.epoch);
  }

  /// Returns the id as `epoch.number`.
  @Override
  public String toString() {
    return epoch + "." + number;
  }
}
