package dev.spannerpipe.cli;

import dev.spannerpipe.bitbucket.BuildContext;
import dev.spannerpipe.retry.Time;
import dev.spannerpipe.secret.RedactingWriter;
import dev.spannerpipe.secret.Redaction;
import dev.spannerpipe.secret.Secrets;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/// All that the pipe sees of the machine it runs on.
///
/// @param environment the environment variables
/// @param currentDirectory absolute
/// @param out for data
/// @param err for talk
/// @param time the clock and the way to wait
/// @param random for ids and for jitter; unpredictable in production
/// @param secrets what must not be seen
public record Host(
    Map<String, String> environment,
    Path currentDirectory,
    PrintWriter out,
    PrintWriter err,
    Time time,
    RandomGenerator random,
    Secrets secrets) {
  /// Copies the map.
  public Host {
    environment = Map.copyOf(environment);
  }

  /// Takes it as it is, without any secret known yet.
  public Host(
      Map<String, String> environment,
      Path currentDirectory,
      PrintWriter out,
      PrintWriter err,
      Time time,
      RandomGenerator random) {
    this(environment, currentDirectory, out, err, time, random, new Secrets());
  }

  /// Returns the same, but what is written to its streams is written without its secrets.
  Host redacting() {
    return new Host(
        environment, currentDirectory, redacting(out), redacting(err), time, random, secrets);
  }

  /// Returns what the environment says about the build, without the secrets that are in it.
  BuildContext build() {
    Map<String, String> clean = new HashMap<>(environment);
    clean.replaceAll((_, value) -> redaction().apply(value));
    return BuildContext.from(clean);
  }

  /// Returns what takes the secrets that are known by then out of a text.
  UnaryOperator<String> redaction() {
    return new Redaction(secrets)::apply;
  }

  private PrintWriter redacting(PrintWriter writer) {
    return new PrintWriter(new RedactingWriter(writer, new Redaction(secrets)), true);
  }
}
