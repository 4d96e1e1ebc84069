package dev.spannerpipe.report.review;

import dev.spannerpipe.lint.LintFinding;
import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.preview.Preview;
import dev.spannerpipe.preview.PreviewedChangeSet;
import dev.spannerpipe.report.preview.ChangeSetRemarks;
import dev.spannerpipe.report.preview.EffectText;
import dev.spannerpipe.report.preview.FindingText;
import dev.spannerpipe.report.preview.PreviewFindings;
import dev.spannerpipe.text.English;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The table of the pending change sets in a comment. If it is too long, effects are counted
/// instead of described; if it is still too long, the change sets with the least severe findings
/// are omitted.
final class ChangeSetTable {
  private static final String HEAD =
      "| # | Change set | Id | Author | What it does | Worst finding |\n|---|---|---|---|---|---|";

  private static final int MOST_EFFECTS = 3;
  private static final int LONGEST_VALUE = 40;
  private static final int LONGEST_LOCATION = 300;
  private static final int LONGEST_NAME = 150;
  private static final int LONGEST_WORK = 400;

  private final Preview preview;
  private final CommentText text;
  private final PreviewFindings findings;

  private ChangeSetTable(Preview preview, CommentText text) {
    this.preview = preview;
    this.text = text;
    this.findings = new PreviewFindings(preview);
  }

  /// Returns the table; empty if nothing is pending.
  ///
  /// @param room the maximum number of bytes
  static String of(Preview preview, CommentText text, int room) {
    return preview.changeSets().isEmpty() ? "" : new ChangeSetTable(preview, text).within(room);
  }

  private String within(int room) {
    List<Integer> all = IntStream.range(0, preview.changeSets().size()).boxed().toList();
    if (all.size() <= CommentDraft.MOST_LINES) {
      for (int effects : List.of(MOST_EFFECTS, 0)) {
        String table = table(rows(all, effects));
        if (CommentText.bytes(table) <= room) {
          return table;
        }
      }
    }
    List<Integer> worst =
        all.stream()
            .sorted(Comparator.comparingInt(this::weight).reversed())
            .limit(CommentDraft.MOST_LINES)
            .toList();
    int kept = CommentDraft.fitting(rows(worst, 0), room - CommentText.bytes(HEAD) - 1).size();
    return table(rows(worst.stream().limit(kept).sorted().toList(), 0))
        + "\n\n"
        + PreviewComment.more(all.size() - kept, "change set");
  }

  private static String table(List<String> rows) {
    return Stream.concat(Stream.of(HEAD), rows.stream()).collect(Collectors.joining("\n"));
  }

  private List<String> rows(List<Integer> indices, int effects) {
    return indices.stream().map(index -> row(index, effects)).toList();
  }

  private List<LintFinding> found(int index) {
    return findings.of(preview.changeSets().get(index).planned().changeSet().identity());
  }

  private int weight(int index) {
    return found(index).stream().mapToInt(PreviewFindings::weight).max().orElse(0);
  }

  private String row(int index, int effects) {
    PreviewedChangeSet previewed = preview.changeSets().get(index);
    ChangeSet changeSet = previewed.planned().changeSet();
    List<LintFinding> found = found(index);
    return "| %d | %s | %s | %s | %s | %s |"
        .formatted(
            index + 1,
            text.place(changeSet.location().toString(), LONGEST_LOCATION),
            text.escaped(changeSet.identity().id(), LONGEST_NAME),
            text.escaped(changeSet.identity().author(), LONGEST_NAME),
            text.escaped(work(previewed, effects), LONGEST_WORK),
            found.isEmpty() ? "none" : FindingText.label(found.getFirst()));
  }

  /// Returns what a change set does.
  ///
  /// @param most how many effects are described; the others are counted
  private static String work(PreviewedChangeSet changeSet, int most) {
    List<String> parts = new ArrayList<>();
    changeSet.effects().stream()
        .limit(most)
        .forEach(effect -> parts.add(EffectText.of(effect, LONGEST_VALUE)));
    int others = changeSet.effects().size() - parts.size();
    if (others > 0) {
      parts.add(English.count(others, parts.isEmpty() ? "effect" : "more effect"));
    }
    parts.addAll(ChangeSetRemarks.of(changeSet));
    return parts.isEmpty() ? "not known" : String.join("; ", parts);
  }
}
