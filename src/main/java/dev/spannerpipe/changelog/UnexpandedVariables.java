package dev.spannerpipe.changelog;

import dev.spannerpipe.plan.ChangelogProblem;
import dev.spannerpipe.plan.SourceLocation;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Finds settings that contain a reference to a variable, such as `$CONTEXT`, instead of the
/// variable's value. Such a reference remains in a setting if the variable is not defined.
final class UnexpandedVariables {
  private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\{(\\w+)\\}|(\\p{Alpha}\\w*))");

  private UnexpandedVariables() {}

  static List<ChangelogProblem> problems(ChangelogSettings settings) {
    SourceLocation location = new SourceLocation(settings.changelogFile(), 0);
    return Stream.concat(
            problem(location, "CONTEXTS", "a context", settings.contexts()),
            problem(location, "LABELS", "a label", settings.labels()))
        .toList();
  }

  private static Stream<ChangelogProblem> problem(
      SourceLocation location, String setting, String kind, Optional<String> value) {
    Matcher variable = VARIABLE.matcher(value.orElse(""));
    if (!variable.find()) {
      return Stream.empty();
    }
    String name = variable.group(1) == null ? variable.group(2) : variable.group(1);
    return Stream.of(
        new ChangelogProblem(
            location,
            "%s is \"%s\": %s was not replaced by a value, so no change set has such %s"
                .formatted(setting, value.orElse(""), variable.group(), kind),
            "Define the variable %s for this step, or write the value into %s"
                .formatted(name, setting),
            Set.of(),
            ChangelogProblem.Effect.WARNING));
  }
}
