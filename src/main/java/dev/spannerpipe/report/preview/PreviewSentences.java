package dev.spannerpipe.report.preview;

import dev.spannerpipe.failure.Failure;
import dev.spannerpipe.failure.PreviewFailure;
import dev.spannerpipe.lint.LintFinding;
import dev.spannerpipe.lint.LintRule;
import dev.spannerpipe.lint.Severity;
import dev.spannerpipe.preview.Baseline;
import dev.spannerpipe.preview.Preview;
import dev.spannerpipe.report.PlanReport;
import dev.spannerpipe.text.English;
import dev.spannerpipe.text.SafeText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The sentences about a preview as a whole.
public final class PreviewSentences {
  private static final int LONGEST_MESSAGE = 200;

  private PreviewSentences() {}

  /// Returns what the changelog was compared with, without a full stop.
  public static String baseline(Baseline baseline) {
    String compared = "Compared with " + baseline.words();
    return SafeText.line(
        switch (baseline) {
          case Baseline.Live live -> compared + ", as of " + live.at();
          case Baseline.Destination _, Baseline.Empty _ ->
              compared + " (" + baseline.reason() + ")";
        });
  }

  /// Returns what the reader should know before the change sets, one sentence with a full stop
  /// each.
  public static List<String> notes(Preview preview) {
    return Stream.concat(preview.notes().stream(), preview.plan().notices().stream())
        .map(text -> Failure.sentence(SafeText.line(text)))
        .toList();
  }

  /// Returns the result in one sentence, without a full stop: `2 change sets are pending, with 5
  /// effects, 1 error and no warnings`.
  public static String result(Preview preview) {
    int pending = preview.plan().pending().size();
    String errors = count(preview.errors().size(), "error");
    String warnings = count(PreviewFindings.count(preview.findings(), Severity.WARNING), "warning");
    if (pending == 0) {
      return "Nothing is pending: %s; %s and %s".formatted(upToDate(preview), errors, warnings);
    }
    long effects = preview.changeSets().stream().mapToLong(each -> each.effects().size()).sum();
    return "%s pending, with %s, %s and %s"
        .formatted(
            pending == 1 ? "1 change set is" : pending + " change sets are",
            count(effects, "effect"),
            errors,
            warnings);
  }

  private static String upToDate(Preview preview) {
    int applied = preview.plan().applied();
    return switch (preview.baseline()) {
      case Baseline.Live _ -> SafeText.line(PlanReport.upToDate(preview.plan(), ""));
      case Baseline.Destination _, Baseline.Empty _ when applied == 0 ->
          "this changelog has no change set";
      case Baseline.Destination _, Baseline.Empty _ ->
          "the baseline has " + all(applied) + " of this changelog";
    };
  }

  private static String all(int applied) {
    return applied == 1 ? "the one change set" : "all " + applied + " change sets";
  }

  private static String count(long number, String noun) {
    return number == 0 ? "no " + noun + "s" : English.count(number, noun);
  }

  /// Returns the failure of a preview that found errors.
  static PreviewFailure failure(Preview preview) {
    List<LintFinding> errors = preview.errors();
    LintFinding first = errors.getFirst();
    String found =
        "%s%s: %s"
            .formatted(
                first.rule().id(),
                first.location().map(location -> " at " + location).orElse(""),
                SafeText.line(first.message(), LONGEST_MESSAGE));
    return new PreviewFailure(
        SafeText.line(
            "Could not approve %s: %s"
                .formatted(
                    preview.changelog(),
                    errors.size() == 1
                        ? found
                        : errors.size() + " errors, of which the first is " + found)),
        errors.size() == 1 ? fix(first) : fix(errors));
  }

  private static String fix(LintFinding error) {
    String fix =
        error.fix().isEmpty()
            ? "Fix the change set"
            : SafeText.line(error.fix(), LONGEST_MESSAGE).replaceAll("\\.$", "");
    return error.rule().isWaivable() ? fix + ", or " + waive(List.of(error.rule())) : fix;
  }

  private static String fix(List<LintFinding> errors) {
    List<LintRule> waivable =
        errors.stream().map(LintFinding::rule).filter(LintRule::isWaivable).distinct().toList();
    List<String> actions = new ArrayList<>();
    actions.add("Fix each error that report.md lists");
    if (!waivable.isEmpty()) {
      actions.add(waive(waivable));
    }
    return String.join(", or ", actions);
  }

  /// Returns how to silence rules, for example `silence SP102 with the comment line "spanner-pipe:
  /// allow SP102 <reason>" in its change set`.
  private static String waive(List<LintRule> rules) {
    String comment = "\"spanner-pipe: allow %s <reason>\"".formatted(rules.getFirst().id());
    return rules.size() == 1
        ? "waive %s with the comment line %s in its change set"
            .formatted(rules.getFirst().id(), comment)
        : "waive %s with comment lines such as %s in the change sets"
            .formatted(English.list(rules.stream().map(LintRule::id).sorted().toList()), comment);
  }
}
