package dev.spannerpipe.run;

import dev.spannerpipe.config.ServeSettings;
import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.report.Console;
import dev.spannerpipe.secret.Redaction;
import dev.spannerpipe.secret.Secret;
import dev.spannerpipe.serve.AssistantServer;
import dev.spannerpipe.text.English;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// `serve`: lets an assistant read the output files of earlier runs. It has a client instead of a
/// database, and it must work in any environment, so it shares no settings with the other commands.
public final class ServeCommand {
  private static final List<String> READ = List.of("OUTPUT_DIR", "DEBUG");

  private final ServeSettings settings;
  private final Host host;
  private final Console console;

  private ServeCommand(ServeSettings settings, Host host, Console console) {
    this.settings = settings;
    this.host = host;
    this.console = console;
  }

  /// The two ends of the connection to the client. Unlike the streams of the [Host], the output is
  /// not filtered: a secret that happens to be a word of the protocol must not break a message. The
  /// server itself removes secrets from all texts of its answers.
  public record Client(InputStream in, PrintWriter out) {}

  /// Returns a host that has only those variables of the environment that `serve` reads. The values
  /// of variables that may contain secrets are added to the secrets of the host.
  public static Host isolated(Host host) {
    Map<String, String> environment = new HashMap<>();
    // The client shows messages in a log of its own.
    environment.put("NO_COLOR", "1");
    host.environment()
        .forEach(
            (name, value) -> {
              if (isSecret(name) && !value.isBlank()) {
                host.secrets().add(new Secret(value.strip()));
              }
              if (READ.contains(name)) {
                environment.put(name, value);
              }
            });
    return host.with(environment);
  }

  private static boolean isSecret(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    return upper.endsWith("_TOKEN") || upper.contains("_SECRET") || upper.startsWith("AWS_");
  }

  /// Serves the client until it closes its stream.
  public static Conclusion run(ServeSettings settings, Host host, Client client, Console console) {
    return Supervision.reading(
        host.stop(), () -> new ServeCommand(settings, host, console).serve(client));
  }

  private Conclusion serve(Client client) {
    AssistantServer server =
        AssistantServer.of(
            settings.directory(),
            new Redaction(host.secrets()),
            Version.current(),
            this::log,
            this::report);
    console.info("Serving the runs in " + settings.directory() + ".");
    try {
      long answered = server.serve(client.in(), client.out());
      return Conclusion.success(
          "The client ended the session after " + English.count(answered, "answer") + ".");
    } catch (IOException problem) {
      throw new ConfigurationFailure(
              "Could not read the standard input: " + problem.getMessage(),
              "Start serve by a client of the Model Context Protocol")
          .causedBy(problem);
    }
  }

  private void log(String sentence) {
    if (settings.debug()) {
      console.debugLine(sentence + ".");
    }
  }

  private void report(RuntimeException defect) {
    console.warning("Internal error: " + defect + ".");
    if (settings.debug()) {
      console.trace(defect);
    }
  }
}
