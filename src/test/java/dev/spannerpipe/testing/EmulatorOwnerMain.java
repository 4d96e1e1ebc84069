package dev.spannerpipe.testing;

import dev.spannerpipe.spanner.EmulatorProcess;
import dev.spannerpipe.spanner.EmulatorProgram;
import java.io.IOException;
import java.io.OutputStream;

/// A process that starts an emulator as the pipe does, for tests that kill it. It prints the
/// emulator's process id and address, and ends with its input.
public final class EmulatorOwnerMain {
  private EmulatorOwnerMain() {}

  /// Takes no arguments.
  @SuppressWarnings("SystemOut") // A process of its own.
  public static void main(String[] arguments) throws IOException {
    try (EmulatorProcess emulator =
        EmulatorProcess.start(new EmulatorProgram(System.getenv()).require())) {
      System.out.println(emulator.pid() + " " + emulator.address());
      System.in.transferTo(OutputStream.nullOutputStream());
    }
  }
}
