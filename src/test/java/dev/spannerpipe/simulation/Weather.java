package dev.spannerpipe.simulation;

import java.util.SplittableRandom;

/// How much goes wrong in one schedule: chances out of 1,000, for each call. Each kind of trouble
/// is there in some schedules and absent in others, so that each is also met without the others.
///
/// @param crash the run is killed
/// @param freeze the run stands still, often for longer than its lease
/// @param change another run goes on
/// @param lostRequest the call never arrives
/// @param lostAnswer the call takes effect, and the caller hears of an error
/// @param late the caller hears of an error, and the call arrives later
/// @param abort a transaction is aborted for no reason
/// @param refusal a schema change is refused for a reason that goes away
/// @param busy a schema change is turned away as an emulator does
/// @param denied a call is refused for lack of a permission that comes back
record Weather(
    int crash,
    int freeze,
    int change,
    int lostRequest,
    int lostAnswer,
    int late,
    int abort,
    int refusal,
    int busy,
    int denied) {
  static final Weather CALM = new Weather(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  static Weather of(SplittableRandom random) {
    return new Weather(
        sometimes(random, 2, 60),
        sometimes(random, 3, 40),
        100 + random.nextInt(500),
        sometimes(random, 3, 80),
        sometimes(random, 3, 80),
        sometimes(random, 3, 80),
        sometimes(random, 4, 60),
        sometimes(random, 6, 200),
        sometimes(random, 8, 300),
        sometimes(random, 20, 15));
  }

  private static int sometimes(SplittableRandom random, int oneIn, int most) {
    return random.nextInt(oneIn) == 0 ? 1 + random.nextInt(most) : 0;
  }
}
