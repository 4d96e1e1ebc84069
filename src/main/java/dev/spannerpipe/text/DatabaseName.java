package dev.spannerpipe.text;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The full resource name of a Spanner database: `projects/…/instances/…/databases/…`. This class
/// does not check the characters of the names, because the code that reads the pipe's variables
/// checks them.
public record DatabaseName(String project, String instance, String database) {
  private static final Pattern FORM =
      Pattern.compile("projects/([^/:]+)/instances/([^/:]+)/databases/([^/:]+)");

  /// Parses a full name. Returns empty if the text is not a full name.
  public static Optional<DatabaseName> parse(String text) {
    Matcher match = FORM.matcher(text);
    return match.matches()
        ? Optional.of(new DatabaseName(match.group(1), match.group(2), match.group(3)))
        : Optional.empty();
  }

  /// Returns the project's full name.
  public String projectName() {
    return "projects/" + project;
  }

  /// Returns the instance's full name.
  public String instanceName() {
    return projectName() + "/instances/" + instance;
  }

  /// Returns the full name.
  @Override
  public String toString() {
    return instanceName() + "/databases/" + database;
  }
}
