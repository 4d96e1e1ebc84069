package dev.spannerpipe.changelog.source.sql;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds lines that have both names of the context attribute: `context` and `contextFilter`.
/// Liquibase reads `context` only if `contextFilter` has no value.
final class ContextTwins {
  private static final Pattern CONTEXT = pattern("context");
  private static final Pattern FILTER = pattern("contextFilter");

  private ContextTwins() {}

  /// Returns the pattern by which Liquibase finds an attribute and its value.
  private static Pattern pattern(String name) {
    return Pattern.compile(".*" + name + ":(\".*?\"|\\S*).*", Pattern.CASE_INSENSITIVE);
  }

  static Optional<SqlAttributes.Finding> in(String line, List<SqlAttribute> known) {
    String context = unquoted(value(CONTEXT, line));
    String filter = value(FILTER, line);
    // For Liquibase, `contextFilter:""` has a value. So `filter` keeps its quotes for the check
    // whether it is empty, and loses them only for the comparison with `context`.
    boolean lost = !context.isEmpty() && !filter.isEmpty() && !context.equals(unquoted(filter));
    return lost && SqlAttribute.named("context", known).isPresent()
        ? Optional.of(
            new SqlAttributes.Finding(
                "both context and contextFilter, but Liquibase reads only contextFilter",
                "Write only contextFilter, with the whole expression",
                SqlAttributes.Mistake.ANYWHERE))
        : Optional.empty();
  }

  private static String value(Pattern pattern, String line) {
    Matcher matcher = pattern.matcher(line);
    return matcher.matches() ? matcher.group(1) : "";
  }

  private static String unquoted(String value) {
    return value.replace("\"", "");
  }
}
