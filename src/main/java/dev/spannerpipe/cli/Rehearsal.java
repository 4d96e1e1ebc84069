package dev.spannerpipe.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.spannerpipe.failure.ExitCode;
import dev.spannerpipe.run.Host;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/// Runs several commands one after the other in one process. The build of the image uses this
/// class: an AOT cache contains what a single process has used, and the image's cache has to serve
/// every command.
///
/// Each file of a folder whose name ends in `.env` is the environment of one command, with one
/// `NAME=value` on a line. The files are used in the order of their names.
public final class Rehearsal {
  /// The system property in which the entry script passes the path of the folder.
  public static final String PROPERTY = "spannerpipe.rehearsal";

  private Rehearsal() {}

  /// Runs the commands. Returns the first exit code that is not 0, and runs nothing after it.
  ///
  /// @param folder the folder with the environments
  /// @param host creates the host for a run with this environment
  public static int run(Path folder, Function<Map<String, String>, Host> host) {
    for (Path file : environments(folder)) {
      int code =
          CommandLineInterface.run(
              new String[0], host.apply(environment(file)), InputStream.nullInputStream());
      if (code != ExitCode.DONE.number()) {
        return code;
      }
    }
    return ExitCode.DONE.number();
  }

  private static List<Path> environments(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".env")).sorted().toList();
    } catch (IOException failure) {
      throw new UncheckedIOException("could not list the environments in " + folder, failure);
    }
  }

  private static Map<String, String> environment(Path file) {
    Map<String, String> environment = new HashMap<>();
    try (Stream<String> lines = Files.lines(file, UTF_8)) {
      lines
          .filter(line -> line.contains("="))
          .forEach(
              line ->
                  environment.put(
                      line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
    } catch (IOException failure) {
      throw new UncheckedIOException("could not read the environment in " + file, failure);
    }
    return environment;
  }
}
