package dev.spannerpipe.report.adoption;

import dev.spannerpipe.adopt.AdoptionPlan;
import dev.spannerpipe.adopt.Assessment;
import dev.spannerpipe.adopt.Prefix;
import dev.spannerpipe.adopt.Verdict;
import dev.spannerpipe.failure.BlockedFailure;
import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.failure.MigrationFailure;
import dev.spannerpipe.schema.effect.Effect;
import dev.spannerpipe.text.English;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// How `adopt` ends.
public final class AdoptionSentences {
  private static final int MOST_NAMED = 5;

  private AdoptionSentences() {}

  /// Returns the plan that may be carried out. Throws a `MigrationFailure` if nothing fits, a
  /// `ConfigurationFailure` if several prefixes fit, and a `BlockedFailure` if the plan needs
  /// `ADOPT_UNCHECKED`.
  public static AdoptionPlan require(Assessment assessment) {
    AdoptionPlan plan =
        switch (assessment.verdict()) {
          case Verdict.One _ -> assessment.plan().orElseThrow();
          case Verdict.Several(List<Prefix> prefixes) -> throw several(assessment, prefixes);
          case Verdict.OtherVersion other -> throw otherVersion(assessment, other);
          case Verdict.None(Optional<Prefix> nearest) -> throw none(assessment, nearest);
        };
    List<Effect> unchecked = plan.prefix().differences().unchecked();
    if (!unchecked.isEmpty() && !assessment.settings().unchecked()) {
      throw new BlockedFailure(
          "Could not adopt %s: the emulator cannot replay what differs: %s"
              .formatted(first(assessment, plan.prefix()), named(unchecked)),
          "Compare both by hand; if they mean the same, set ADOPT_UNCHECKED=true");
    }
    return plan;
  }

  private static MigrationFailure none(Assessment assessment, Optional<Prefix> nearest) {
    boolean wanted =
        assessment.settings().count().isPresent() || assessment.settings().toTag().isPresent();
    return nearest
        .map(
            prefix ->
                new MigrationFailure(
                    wanted
                        ? "Could not adopt %s of %s: the schema of %s differs: %s"
                            .formatted(
                                first(assessment, prefix),
                                assessment.changelog(),
                                assessment.database(),
                                named(prefix.differences().all()))
                        : "Could not adopt: no prefix of %s makes the schema of %s. The nearest is %s: %s"
                            .formatted(
                                assessment.changelog(),
                                assessment.database(),
                                first(assessment, prefix),
                                named(prefix.differences().all())),
                    "Correct the changelog or the database until both have the same schema, and"
                        + " run again"))
        .orElseGet(
            () ->
                new MigrationFailure(
                    "Could not adopt: %s has no change set that could have made the schema of %s"
                        .formatted(assessment.changelog(), assessment.database()),
                    "Add change sets that make the schema, and run again"));
  }

  private static ConfigurationFailure several(Assessment assessment, List<Prefix> prefixes) {
    String counts =
        English.list(
            prefixes.stream()
                .limit(MOST_NAMED)
                .map(prefix -> Integer.toString(prefix.count()))
                .collect(Collectors.toList()),
            "or");
    String more =
        prefixes.size() > MOST_NAMED
            ? " (and %d more)".formatted(prefixes.size() - MOST_NAMED)
            : "";
    return new ConfigurationFailure(
        "Could not adopt: the database may have the first %s%s change sets of %s, which make the same schema"
            .formatted(counts, more, assessment.changelog()),
        "Set ADOPT_COUNT to the number of change sets whose data changes the database has, or"
            + " ADOPT_TO_TAG to a tag");
  }

  private static MigrationFailure otherVersion(Assessment assessment, Verdict.OtherVersion other) {
    return new MigrationFailure(
        "Could not adopt: the schema is that of %s, but %s, and %s"
            .formatted(first(assessment, other.prefix()), other.table(), other.reason()),
        "Find out which of both is right; ADOPT_FROM=live decides by the schema alone");
  }

  /// Returns a prefix in words.
  static String first(Assessment assessment, Prefix prefix) {
    return "the first %d of %s (up to %s)"
        .formatted(
            prefix.count(),
            English.count(assessment.all().size(), "change set"),
            assessment.last(prefix).identity());
  }

  private static String named(List<Effect> differences) {
    String named =
        differences.stream()
            .limit(MOST_NAMED)
            .map(DifferenceText::of)
            .collect(Collectors.joining("; "));
    int more = differences.size() - MOST_NAMED;
    return more > 0 ? named + "; and " + English.count(more, "more difference") : named;
  }

  /// Returns each of these differences as a clause.
  public static List<String> clauses(List<Effect> differences) {
    return differences.stream().map(DifferenceText::of).toList();
  }

  /// Returns the last line of a run that only showed the plan, without a full stop.
  public static String shown(AdoptionPlan plan) {
    return "Nothing was written: %s can be adopted, and %s pending. To adopt, run again with PLAN_SHA256=%s"
        .formatted(
            English.count(plan.changeSets().size(), "change set"), stay(plan), plan.sha256());
  }

  /// Returns the last line of a run that adopted, without a full stop.
  ///
  /// @param database the id of the database
  /// @param rows how many rows were written; 0 if an earlier run had written them
  public static String adopted(AdoptionPlan plan, String database, int rows, String duration) {
    String count = English.count(plan.changeSets().size(), "change set");
    return rows == 0
        ? "Nothing to do: %s adopted before, and %s pending"
            .formatted(count + (plan.changeSets().size() == 1 ? " was" : " were"), stay(plan))
        : "Adopted %s of %s in %s, and %s pending".formatted(count, database, duration, stay(plan));
  }

  private static String stay(AdoptionPlan plan) {
    int left = plan.left().size();
    return switch (left) {
      case 0 -> "none is";
      case 1 -> "1 stays";
      default -> left + " stay";
    };
  }

  /// Returns how many change sets stay pending, as the start of a sentence.
  static String pending(AdoptionPlan plan) {
    String stay = stay(plan);
    return Character.toUpperCase(stay.charAt(0)) + stay.substring(1);
  }
}
