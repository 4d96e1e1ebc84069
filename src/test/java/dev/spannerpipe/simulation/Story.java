package dev.spannerpipe.simulation;

import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.Changelog;
import dev.spannerpipe.plan.Cursor;
import dev.spannerpipe.plan.HistoryRow;
import dev.spannerpipe.plan.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The changelog of one schedule in its versions, as a repository has it over time.
final class Story {
  /// One text of a change set.
  ///
  /// @param effects for each step the statement that takes effect, null for one that has none
  /// @param bad whether one of its statements cannot succeed
  record Variant(ChangeSet changeSet, List<@Nullable String> effects, boolean bad) {
    /// Returns the statements of the first so many steps that take effect.
    List<String> effects(int steps) {
      List<String> some = new ArrayList<>();
      effects.subList(0, steps).stream().filter(text -> text != null).forEach(some::add);
      return some;
    }

    List<String> allEffects() {
      return effects(effects.size());
    }

    /// Returns whether a cursor with these marks can be gone on with.
    boolean continues(List<String> applied) {
      return CursorLines.fit(applied, changeSet.steps());
    }
  }

  /// A change set over time.
  ///
  /// @param variants its texts, the ones of versions first, then ones that mend a half-applied one
  /// @param byVersion which variant each version has; -1 where it has none
  /// @param fate what becomes of it in the end
  record Item(ChangeSetId id, List<Variant> variants, List<Integer> byVersion, Fate fate) {
    /// What becomes of a change set.
    enum Fate {
      APPLIED,
      MARKED,
      /// It stays pending.
      SKIPPED
    }

    Optional<Variant> in(int version) {
      int index = byVersion.get(version);
      return index < 0 ? Optional.empty() : Optional.of(variants.get(index));
    }

    Optional<Variant> withChecksum(String checksum) {
      return variants.stream()
          .filter(variant -> variant.changeSet().checksum().equals(checksum))
          .findFirst();
    }
  }

  private final List<Item> items;
  private final int versions;
  private final Set<String> texts = new HashSet<>();

  Story(List<Item> items, int versions) {
    this.items = items;
    this.versions = versions;
    for (Item item : items) {
      item.variants().forEach(variant -> texts.addAll(variant.allEffects()));
    }
  }

  List<Item> items() {
    return items;
  }

  int newest() {
    return versions - 1;
  }

  /// Returns whether the statement belongs to any of the change sets.
  boolean has(String statement) {
    return texts.contains(statement);
  }

  /// Returns the data changes that the changelog commits together with this one; empty where it
  /// commits it by itself.
  List<String> transaction(String statement) {
    for (Item item : items) {
      for (Variant variant : item.variants()) {
        for (Step step : variant.changeSet().steps()) {
          if (step.transaction() > 0 && step.text().equals(statement)) {
            return variant.changeSet().steps().stream()
                .filter(other -> other.transaction() == step.transaction())
                .map(Step::text)
                .toList();
          }
        }
      }
    }
    return List.of();
  }

  static boolean isQuery(String statement) {
    return statement.startsWith("SELECT ");
  }

  Item item(ChangeSetId id) {
    return items.stream().filter(item -> item.id().equals(id)).findFirst().orElseThrow();
  }

  /// Returns whether no text of any change set ever changes.
  boolean onlyGrows() {
    return items.stream().allMatch(item -> item.variants().size() == 1);
  }

  List<Variant> version(int version) {
    return items.stream().flatMap(item -> item.in(version).stream()).toList();
  }

  /// Returns the newest version with the texts that fit what is applied already: as a person
  /// restores what must not be edited any more.
  List<Variant> restored(Map<ChangeSetId, HistoryRow> history, Map<ChangeSetId, Cursor> cursors) {
    List<Variant> chosen = new ArrayList<>();
    for (Item item : items) {
      HistoryRow row = history.get(item.id());
      Cursor cursor = cursors.get(item.id());
      if (row != null && row.checksum() != null) {
        chosen.add(item.withChecksum(row.checksum()).orElseThrow());
      } else if (cursor != null) {
        chosen.add(
            item.variants().stream()
                .filter(variant -> !variant.bad() && variant.continues(cursor.applied()))
                .findFirst()
                .orElseThrow());
      } else {
        item.in(newest()).ifPresent(chosen::add);
      }
    }
    return chosen;
  }

  static Changelog changelog(List<Variant> variants) {
    return new Changelog(
        variants.stream().map(Variant::changeSet).toList(), Set.of(), Optional.empty());
  }

  static Set<String> texts(List<Variant> variants) {
    Set<String> texts = new HashSet<>();
    variants.forEach(variant -> texts.addAll(variant.allEffects()));
    return texts;
  }
}
