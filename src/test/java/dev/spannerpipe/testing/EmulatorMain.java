package dev.spannerpipe.testing;

import dev.spannerpipe.sql.Dialect;
import java.io.IOException;

/// The emulator of [EmulatorServer] as a process of its own, for programs that are measured. It
/// prints the emulator's `host:port`, then answers each line of its input with the resource name of
/// a new, empty database, and ends with its input.
public final class EmulatorMain {
  private EmulatorMain() {}

  /// Takes no arguments. Fails with the reason where there is no emulator.
  @SuppressWarnings("SystemOut") // A process of its own.
  public static void main(String[] arguments) throws IOException {
    EmulatorServer emulator = EmulatorServer.running();
    System.out.println(emulator.host());
    for (int read = System.in.read(); read >= 0; read = System.in.read()) {
      if (read == '\n') {
        System.out.println(emulator.newDatabase(Dialect.GOOGLE_STANDARD_SQL).resourceName());
      }
    }
    System.exit(0);
  }
}
