package dev.spannerpipe.report.preview;

import dev.spannerpipe.preview.Preview;
import dev.spannerpipe.preview.PreviewedChangeSet;
import dev.spannerpipe.preview.replay.PartialStatement;
import dev.spannerpipe.preview.replay.RejectionKind;
import dev.spannerpipe.text.English;
import dev.spannerpipe.text.SafeText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// What a preview could not show, because the emulator does not support it.
///
/// @param statements how many statements of the change sets were not previewed, or only in part
/// @param baseline the statements of the baseline that the emulator has only in part or not at all,
///   sorted, each with what is missing
/// @param constructs the names of the unsupported constructs that these statements have, sorted
public record NotPreviewed(
    long statements, SortedMap<String, List<String>> baseline, List<String> constructs) {
  public static NotPreviewed of(Preview preview) {
    long statements = preview.changeSets().stream().mapToLong(NotPreviewed::statements).sum();
    TreeSet<String> constructs = new TreeSet<>();
    Stream.concat(
            preview.changeSets().stream()
                .flatMap(each -> each.partial().stream())
                .map(PartialStatement::without),
            preview.incomplete().values().stream())
        .flatMap(Collection::stream)
        .filter(preview.missing()::contains)
        .forEach(constructs::add);
    return new NotPreviewed(
        statements, new TreeMap<>(preview.incomplete()), List.copyOf(constructs));
  }

  private static long statements(PreviewedChangeSet changeSet) {
    return changeSet.partial().size()
        + changeSet.rejected().stream()
            .filter(rejected -> rejected.kind() != RejectionKind.CERTAIN)
            .count();
  }

  /// Returns what was not previewed as a sentence without a full stop; empty if everything was.
  public Optional<String> sentence() {
    List<String> parts = new ArrayList<>();
    if (statements > 0) {
      parts.add(English.count(statements, "statement") + " of the change sets");
    }
    if (!baseline.isEmpty()) {
      parts.add(English.count(baseline.size(), "statement") + " of the baseline");
    }
    if (parts.isEmpty()) {
      return Optional.empty();
    }
    String what = "Not previewed, or only in part: " + English.list(parts);
    return Optional.of(
        constructs.isEmpty()
            ? what
            : what + "; the emulator does not support " + SafeText.line(English.list(constructs)));
  }
}
