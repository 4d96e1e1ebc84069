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

/// Writes the outputs of a run to files from which later commands and steps read them.
public final class OutputsFile {
  /// The name of the file that a shell can source.
  public static final String NAME = "outputs.env";

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+,=-]*");

  private OutputsFile() {}

  /// Writes `outputs.env`, which a shell can source, and returns its path.
  ///
  /// A pipeline may append the lines of this file to the file from which Bitbucket reads output
  /// variables. In that file, quotes become part of the value. So a value is quoted only if a shell
  /// needs the quotes. Only unusual values, such as a change set name with a space, need them.
  public static Path write(OutputDirectory directory, Outputs outputs) {
    return directory.write(NAME, lines(outputs, OutputsFile::quoted));
  }

  /// Appends the outputs, without quotes, to the file from which Bitbucket reads output variables
  /// (`BITBUCKET_PIPELINES_VARIABLES_PATH`). Returns whether the outputs were appended. Bitbucket
  /// does not document whether the file exists for a pipe, so a failure is not an error.
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
