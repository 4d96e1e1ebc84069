package dev.spannerpipe.bitbucket;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.spannerpipe.files.CloneDirectory;
import dev.spannerpipe.files.OutputFolder;
import dev.spannerpipe.record.OutputDirectory;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Hands a run's outputs on to later commands and steps.
public final class OutputsFile {
  /// The file's name.
  public static final String NAME = "outputs.env";

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+,=-]*");

  private OutputsFile() {}

  /// Writes `outputs.env`, which a shell can source, and returns where it is. A value is quoted
  /// only where a shell needs it, as Bitbucket's file of variables, to which the lines may be
  /// appended, knows no quotes: there, only a change set's name with a blank or the like arrives
  /// with them.
  public static Path write(OutputDirectory directory, Outputs outputs) {
    return directory.write(NAME, lines(outputs, OutputsFile::quoted));
  }

  /// Appends the outputs to the file that Bitbucket reads output variables from
  /// (`BITBUCKET_PIPELINES_VARIABLES_PATH`), each value as it is. Returns whether that was done:
  /// whether the file is there for a pipe is not documented, so it is tried and never insisted on.
  public static boolean append(
      Map<String, String> environment, CloneDirectory checkout, Outputs outputs) {
    String variable = environment.getOrDefault("BITBUCKET_PIPELINES_VARIABLES_PATH", "").strip();
    if (variable.isEmpty() || variable.startsWith("${")) {
      return false;
    }
    try {
      Path file = Path.of(variable).toAbsolutePath();
      Path name = file.getFileName();
      Path parent = file.getParent();
      if (name == null || parent == null || !Files.isDirectory(parent)) {
        return false;
      }
      try (OutputStream out = new OutputFolder(parent, checkout).append(name.toString())) {
        out.write(lines(outputs, UnaryOperator.identity()).getBytes(UTF_8));
      }
      return true;
    } catch (IOException | InvalidPathException _) {
      return false;
    }
  }

  private static String lines(Outputs outputs, UnaryOperator<String> written) {
    return outputs.variables().entrySet().stream()
        .map(entry -> entry.getKey() + "=" + written.apply(entry.getValue()) + "\n")
        .collect(Collectors.joining());
  }

  private static String quoted(String value) {
    return PLAIN.matcher(value).matches() ? value : "'" + value.replace("'", "'\\''") + "'";
  }
}
