package dev.spannerpipe.preview.replay;

import dev.spannerpipe.plan.Plan;
import dev.spannerpipe.sql.Dialect;
import java.util.List;

/// Replays for the tests of other packages.
public final class Replays {
  private Replays() {}

  /// Returns one statement with each construct that an emulator may lack.
  public static List<String> probes(Dialect dialect) {
    return Gaps.probes(dialect);
  }

  /// Returns what the probes need.
  public static List<String> setup(Dialect dialect) {
    return Gaps.setup(dialect);
  }

  /// Replays a plan in groups, even if it is short.
  public static Replay.Result inGroups(ReplayEmulator emulator, Replay.Setup setup, Plan plan) {
    return Replay.run(emulator, setup, plan, 0);
  }

  /// Replays the change sets of a plan one by one, even if they are many.
  public static Replay.Result oneByOne(ReplayEmulator emulator, Replay.Setup setup, Plan plan) {
    return Replay.run(emulator, setup, plan, Integer.MAX_VALUE);
  }
}
