package dev.spannerpipe.adopt;

import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.text.English;
import java.util.List;
import java.util.Optional;

/// The prefix that `ADOPT_COUNT` or `ADOPT_TO_TAG` asks for.
final class WantedPrefix {
  private WantedPrefix() {}

  /// Returns how many change sets it has; empty if neither variable is set. Throws a
  /// [ConfigurationFailure] if the changelog does not have that many, or not that tag.
  static Optional<Integer> of(
      AdoptSettings settings, String changelog, List<ChangeSet> changeSets) {
    return settings
        .count()
        .map(count -> counted(count, changelog, changeSets.size()))
        .or(() -> settings.toTag().map(tag -> tagged(tag, changelog, changeSets)));
  }

  private static int counted(long count, String changelog, int size) {
    if (count > size) {
      throw new ConfigurationFailure(
          "Could not adopt: ADOPT_COUNT is %d, but %s has only %s"
              .formatted(count, changelog, English.count(size, "change set")),
          "Set ADOPT_COUNT to the number of change sets that the database has");
    }
    return (int) count;
  }

  private static int tagged(String tag, String changelog, List<ChangeSet> changeSets) {
    for (int i = changeSets.size() - 1; i >= 0; i--) {
      if (changeSets.get(i).tag().filter(tag::equals).isPresent()) {
        return i + 1;
      }
    }
    throw new ConfigurationFailure(
        "Could not adopt: no change set of %s sets the tag %s (ADOPT_TO_TAG)"
            .formatted(changelog, tag),
        "Set ADOPT_TO_TAG to a tag that a change set sets with tagDatabase, or use ADOPT_COUNT");
  }

  static void refuseTooMany(String changelog, int count) {
    if (count > AdoptionPlan.MOST) {
      throw new ConfigurationFailure(
          "Could not adopt %d change sets of %s: one transaction can write at most %d rows of them"
              .formatted(count, changelog, AdoptionPlan.MOST),
          "Set ADOPT_COUNT if the database has fewer; otherwise merge old change sets, which no"
              + " history names yet");
    }
  }
}
