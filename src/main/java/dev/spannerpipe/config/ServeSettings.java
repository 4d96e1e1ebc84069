package dev.spannerpipe.config;

import dev.spannerpipe.files.CloneDirectory;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The settings of `serve`. They come from two variables or their options, and nothing else in the
/// environment matters: an assistant starts the process with whatever environment it has itself.
///
/// @param directory the folder that is read, with all folders in it; absolute
/// @param debug whether to log each request
public record ServeSettings(Path directory, boolean debug) {
  private static final List<Variable<?>> READ = List.of(Variables.OUTPUT_DIR, Variables.DEBUG);

  /// Returns the settings, or throws one [ConfigurationFailure] that lists every problem.
  public static ServeSettings read(Request request) {
    Map<String, String> environment = new HashMap<>();
    for (Variable<?> variable : READ) {
      String value = request.environment().get(variable.name());
      if (value != null) {
        environment.put(variable.name(), value);
      }
    }
    ParsedValues values =
        new ParsedValues(
            new RawValues(environment, request.options()),
            ParametersFile.none(),
            new RunEnvironment(
                new CloneDirectory(request.currentDirectory()), false, Optional.empty()));
    List<Problem> problems = READ.stream().map(values::problem).flatMap(Optional::stream).toList();
    SettingsReader.failOn(problems, List.of());
    return new ServeSettings(
        values.get(Variables.OUTPUT_DIR).normalize(), values.get(Variables.DEBUG));
  }
}
