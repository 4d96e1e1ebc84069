package dev.spannerpipe.testing.stepfunctions;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;

/// The stand-in as a process, for trying the pipe: it prints its address and runs until it is
/// killed.
public final class StandInMain {
  private StandInMain() {}

  /// Takes port (0 for any), state machine, access key id and session token.
  public static void main(String[] arguments) throws InterruptedException {
    try (StandIn standIn = StandIn.start(InstantSource.system(), Integer.parseInt(arguments[0]))) {
      standIn.accept(arguments[2], arguments[3], Instant.MAX);
      standIn.service().machine(arguments[1]).plays(Histories.parallel());
      System.out.println(standIn.address());
      new CountDownLatch(1).await();
    }
  }
}
