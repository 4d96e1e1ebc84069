package dev.spannerpipe.text;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Names a Spanner database as Google does: `projects/…/instances/…/databases/…`. Which names may
/// be given is checked where they are read.
public record DatabaseName(String project, String instance, String database) {
  private static final Pattern FORM =
      Pattern.compile("projects/([^/:]+)/instances/([^/:]+)/databases/([^/:]+)");

  /// Reads a full name; empty where the text is none.
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
