package dev.spannerpipe.endtoend;

import dev.spannerpipe.cli.FixedWorkflow;
import dev.spannerpipe.cli.Host;
import dev.spannerpipe.cli.SystemTime;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;

/// `apply` with a workflow as a process, with credentials that are given instead of asked for.
public final class FixedWorkflowMain {
  private FixedWorkflowMain() {}

  /// Takes the address of Step Functions.
  public static void main(String[] arguments) {
    PrintWriter output = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    Path folder = Path.of("").toAbsolutePath();
    Host host =
        new Host(System.getenv(), folder, output, output, new SystemTime(), new SecureRandom());
    FixedWorkflow workflow =
        new FixedWorkflow(
            Release.settings(URI.create(arguments[0]), folder, "{}"),
            () -> Release.session(Instant.now()));
    System.exit(workflow.apply(host));
  }
}
