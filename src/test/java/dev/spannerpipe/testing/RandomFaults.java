package dev.spannerpipe.testing;

import io.grpc.Status;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Lets a share of all calls go wrong, the same ones for the same seed and the same order of calls.
public final class RandomFaults implements Faults {
  private static final List<Status> REFUSALS =
      List.of(
          Status.UNAVAILABLE, Status.DEADLINE_EXCEEDED, Status.ABORTED, Status.RESOURCE_EXHAUSTED);

  /// Who says "aborted" or "exhausted" had no effect.
  private static final List<Status> LOST =
      List.of(
          Status.UNAVAILABLE,
          Status.DEADLINE_EXCEEDED,
          Status.INTERNAL,
          Status.UNKNOWN,
          Status.CANCELLED);

  private final Random random;
  private final double share;
  private int happened;

  /// @param share from 0 to 1
  public RandomFaults(long seed, double share) {
    this.random = new Random(seed);
    this.share = share;
  }

  @Override
  public synchronized Optional<Fault> of(Call call) {
    if (random.nextDouble() >= share) {
      return Optional.empty();
    }
    happened++;
    return Optional.of(
        random.nextBoolean()
            ? Fault.refused(oneOf(REFUSALS).withDescription("by chance, before"))
            : Fault.answerLost(oneOf(LOST).withDescription("by chance, after")));
  }

  /// Returns how many calls went wrong.
  public synchronized int happened() {
    return happened;
  }

  private Status oneOf(List<Status> statuses) {
    return statuses.get(random.nextInt(statuses.size()));
  }
}
