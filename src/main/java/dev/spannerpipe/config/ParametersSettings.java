package dev.spannerpipe.config;

import java.util.List;

/// The parameters file of a run, for the record.
///
/// @param file the path of the file, as the user wrote it
/// @param sha256 the SHA-256 of the file
public record ParametersSettings(String file, String sha256, List<Parameter> parameters) {
  public ParametersSettings {
    parameters = List.copyOf(parameters);
  }

  /// A value of the file.
  ///
  /// @param variable the variable that it sets
  /// @param value the value; of the changelog parameters, only their names, separated by commas
  /// @param origin where in the file it is, such as `output spanner_database`
  public record Parameter(String variable, String value, String origin) {}
}
