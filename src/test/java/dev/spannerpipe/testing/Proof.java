package dev.spannerpipe.testing;

/// How much of the long proofs runs: a fixed share in the gate (`mvn verify`), all of it with
/// `-Dtests.all=true`, which is what `.ci/run --all` sets. Every test that can be widened gets its
/// width here, so that none can be forgotten there.
///
/// The property of a single test, such as `kill.all`, widens that test alone. Random numbers come
/// from `tests.seed` and are the same in each run of the gate.
public final class Proof {
  private static final String ALL = "tests.all";
  private static final String SEED = "tests.seed";

  private Proof() {}

  /// Returns whether a test runs whole.
  ///
  /// @param property widens this test alone
  public static boolean isWhole(String property) {
    return Boolean.getBoolean(ALL) || Boolean.getBoolean(property);
  }

  /// Returns how many cases a test plays.
  ///
  /// @param property overrides both numbers
  public static long cases(String property, long inGate, long inAll) {
    return Long.getLong(property, Boolean.getBoolean(ALL) ? inAll : inGate);
  }

  /// Returns the seed of a test's random numbers.
  ///
  /// @param property overrides the seed of the whole run
  public static long seed(String property) {
    return firstSeed(property, 1);
  }

  /// Returns the first of the consecutive seeds of a test, so that the runs of two days share none.
  ///
  /// @param property overrides what follows from the seed of the whole run
  /// @param most how many seeds one run uses at most
  public static long firstSeed(String property, long most) {
    return Long.getLong(property, (Long.getLong(SEED, 1) - 1) * most + 1);
  }
}
