package dev.spannerpipe.report.preview;

import dev.spannerpipe.lint.LintFinding;
import dev.spannerpipe.preview.Preview;
import dev.spannerpipe.preview.PreviewedChangeSet;
import dev.spannerpipe.report.PlanReport;
import dev.spannerpipe.text.English;
import dev.spannerpipe.text.SafeText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// The change sets of a preview on the console. If there is no room for all, those with the most
/// severe findings are shown.
final class ChangeSetBlocks {
  /// How many effects, and how many findings, each change set may have: the first number with which
  /// all fit.
  private static final List<Integer> DETAILS = List.of(8, 3, 1);

  private static final int LONGEST_VALUE = 60;
  private static final int LONGEST_LINE = 300;
  private static final String INDENT = "     ";

  private final Preview preview;
  private final PreviewFindings findings;

  ChangeSetBlocks(Preview preview, PreviewFindings findings) {
    this.preview = preview;
    this.findings = findings;
  }

  /// The lines about one change set.
  ///
  /// @param number the number of the change set, from 1
  private record Block(int number, List<LintFinding> findings, List<String> lines) {
    int weight() {
      return findings.stream().mapToInt(PreviewFindings::weight).max().orElse(0);
    }
  }

  /// Returns at most this many lines.
  List<String> within(int room) {
    for (int most : DETAILS) {
      List<Block> blocks = blocks(most);
      if (size(blocks) <= room) {
        return lines(blocks);
      }
    }
    return chosen(blocks(DETAILS.getLast()), room - 1);
  }

  private static List<String> chosen(List<Block> all, int room) {
    Set<Integer> kept = new HashSet<>();
    int left = room;
    for (Block block :
        all.stream().sorted(Comparator.comparingInt(Block::weight).reversed()).toList()) {
      left -= block.lines().size();
      if (left < 0) {
        break;
      }
      kept.add(block.number());
    }
    List<String> lines =
        lines(all.stream().filter(block -> kept.contains(block.number())).toList());
    lines.add(more(all.stream().filter(block -> !kept.contains(block.number())).toList()));
    return lines;
  }

  private static String more(List<Block> omitted) {
    String found =
        PreviewFindings.words(omitted.stream().flatMap(each -> each.findings().stream()).toList());
    return "… and %s%s, see %s"
        .formatted(
            English.count(omitted.size(), "more change set"),
            found.isEmpty() ? "" : " with " + found,
            PreviewMarkdown.FILE);
  }

  private static int size(List<Block> blocks) {
    return blocks.stream().mapToInt(block -> block.lines().size()).sum();
  }

  private static List<String> lines(List<Block> blocks) {
    List<String> lines = new ArrayList<>();
    blocks.forEach(block -> lines.addAll(block.lines()));
    return lines;
  }

  private List<Block> blocks(int most) {
    return IntStream.range(0, preview.changeSets().size())
        .mapToObj(index -> block(index + 1, preview.changeSets().get(index), most))
        .toList();
  }

  private Block block(int number, PreviewedChangeSet changeSet, int most) {
    List<LintFinding> found = findings.of(changeSet.planned().changeSet().identity());
    List<String> lines = new ArrayList<>();
    lines.add(SafeText.line(number + ". " + PlanReport.heading(changeSet.planned()), LONGEST_LINE));
    changeSet.effects().stream()
        .limit(most)
        .forEach(effect -> lines.add(indented(EffectText.of(effect, LONGEST_VALUE))));
    ChangeSetRemarks.of(changeSet).forEach(remark -> lines.add(indented(remark)));
    found.stream().limit(most).forEach(finding -> lines.add(indented(FindingText.line(finding))));
    int effects = Math.max(0, changeSet.effects().size() - most);
    int others = Math.max(0, found.size() - most);
    if (effects + others > 0) {
      lines.add(INDENT + ChangeSetRemarks.more(effects, others));
    }
    return new Block(number, found, lines);
  }

  private static String indented(String line) {
    return INDENT + SafeText.line(line, LONGEST_LINE);
  }
}
