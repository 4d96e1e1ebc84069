package dev.spannerpipe.lint;

import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.Changelog;
import dev.spannerpipe.plan.Step;
import dev.spannerpipe.schema.ObjectName;
import dev.spannerpipe.schema.SchemaModel;
import dev.spannerpipe.sql.StatementKind;
import dev.spannerpipe.text.English;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Compares a live schema with a changelog as a whole.
public final class SchemaChecks {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_$]+");

  private SchemaChecks() {}

  /// Returns one finding about all objects of a live schema that no statement of the changelog
  /// names; empty if there are none. Returns nothing if the statements of a change set are not
  /// known, because they may create any object.
  ///
  /// @param live the live schema, without the book-keeping tables
  public static Optional<LintFinding> unknown(SchemaModel live, Changelog changelog) {
    if (!changelog.changeSets().stream().allMatch(SchemaChecks::isKnown)) {
      return Optional.empty();
    }
    Set<String> words = words(changelog);
    List<String> unknown =
        NamedObjects.of(live)
            .filter(object -> !isNamed(object, words))
            .sorted()
            .map(ObjectName::toString)
            .toList();
    return unknown.isEmpty()
        ? Optional.empty()
        : Optional.of(
            LintFinding.ofPlan(
                LintRule.SP004,
                "%s of the database %s in no statement of this changelog: %s"
                    .formatted(
                        English.count(unknown.size(), "object"),
                        unknown.size() == 1 ? "is" : "are",
                        PlanChecks.named(unknown)),
                "Find out who manages them, so that two tools do not change the same objects"));
  }

  private static boolean isKnown(ChangeSet changeSet) {
    return changeSet.problems().isEmpty() && changeSet.unloaded().isEmpty();
  }

  /// Any mention counts, also one in a comment or as the attribute of a change: a false alarm would
  /// come again in each preview.
  private static Set<String> words(Changelog changelog) {
    Set<String> words = new HashSet<>();
    for (ChangeSet changeSet : changelog.changeSets()) {
      changeSet.steps().stream()
          .filter(step -> step.kind() == StatementKind.DDL)
          .map(Step::text)
          .forEach(text -> words.addAll(words(text)));
    }
    return words;
  }

  private static List<String> words(String text) {
    return WORD.matcher(text.toLowerCase(Locale.ROOT)).results().map(MatchResult::group).toList();
  }

  private static boolean isNamed(ObjectName object, Set<String> words) {
    String name = object.name().text();
    List<String> parts = words(name.substring(name.lastIndexOf('.') + 1));
    return words.containsAll(parts);
  }
}
