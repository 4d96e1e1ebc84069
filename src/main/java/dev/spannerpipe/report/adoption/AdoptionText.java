package dev.spannerpipe.report.adoption;

import dev.spannerpipe.adopt.AdoptionPlan;
import dev.spannerpipe.adopt.Assessment;
import dev.spannerpipe.adopt.Prefix;
import dev.spannerpipe.adopt.Verdict;
import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.PlannedChangeSet;
import dev.spannerpipe.report.PlanReport;
import dev.spannerpipe.report.preview.SchemaWords;
import dev.spannerpipe.schema.effect.Effect;
import dev.spannerpipe.text.English;
import dev.spannerpipe.text.SafeText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// What `adopt` found, as text for people. Long lists are cut; `adopt.json` has them in full.
public final class AdoptionText {
  /// The name of the file that has everything.
  public static final String FILE = "adopt.json";

  private static final int MOST_LINES = 20;

  private final Assessment assessment;
  private final List<String> lines = new ArrayList<>();

  private AdoptionText(Assessment assessment) {
    this.assessment = assessment;
  }

  /// Returns the text, with a line break at its end.
  public static String of(Assessment assessment) {
    AdoptionText text = new AdoptionText(assessment);
    text.add();
    return String.join("\n", text.lines) + "\n";
  }

  private void add() {
    lines.add("Compared %s with %s.".formatted(assessment.changelog(), assessment.database()));
    switch (assessment.verdict()) {
      case Verdict.One(Prefix prefix) -> assessment.plan().ifPresent(plan -> add(plan, prefix));
      case Verdict.Several(List<Prefix> prefixes) -> {
        lines.add("Several prefixes of the changelog make the schema of the database:");
        list(prefixes, "prefix", this::candidate);
      }
      case Verdict.OtherVersion(Prefix prefix, String table, String _) ->
          lines.add(
              "The schema is that of %s; %s."
                  .formatted(AdoptionSentences.first(assessment, prefix), table));
      case Verdict.None none ->
          none.nearest()
              .ifPresent(
                  prefix -> {
                    lines.add(
                        "The nearest prefix is %s. Differences:"
                            .formatted(AdoptionSentences.first(assessment, prefix)));
                    list(prefix.differences().all(), "difference", DifferenceText::of);
                  });
    }
  }

  private void add(AdoptionPlan plan, Prefix prefix) {
    lines.add(
        "To adopt, without running them: %s. %s pending."
            .formatted(
                English.count(plan.changeSets().size(), "change set"),
                AdoptionSentences.pending(plan)));
    list(plan.changeSets(), "change set", AdoptionText::heading);
    List<ChangeSet> data = plan.withDataChanges();
    if (!data.isEmpty()) {
      lines.add("Their data changes will not run:");
      list(data, "change set", AdoptionText::dataChanges);
    }
    if (!prefix.notReplayed().isEmpty()) {
      lines.add("Not replayed, because the emulator cannot hold it; compared by its text:");
      list(prefix.notReplayed(), "object", SchemaWords::of);
    }
    List<Effect> unchecked = prefix.differences().unchecked();
    if (!unchecked.isEmpty()) {
      lines.add("Not checked, because these texts differ and may mean the same:");
      list(unchecked, "difference", DifferenceText::of);
    }
    lines.add("Plan " + plan.sha256());
  }

  private static String heading(PlannedChangeSet planned) {
    return PlanReport.heading(planned);
  }

  private static String dataChanges(ChangeSet changeSet) {
    return "%s %s (%s): %s"
        .formatted(
            changeSet.location(),
            changeSet.identity().id(),
            changeSet.identity().author(),
            English.count(AdoptionPlan.dataChanges(changeSet), "data change"));
  }

  private String candidate(Prefix prefix) {
    ChangeSet last = assessment.last(prefix);
    return "ADOPT_COUNT=%d: up to %s %s (%s)"
        .formatted(prefix.count(), last.location(), last.identity().id(), last.identity().author());
  }

  private <T> void list(List<T> values, String noun, Function<T, String> text) {
    values.stream()
        .limit(MOST_LINES)
        .forEach(value -> lines.add("  " + SafeText.line(text.apply(value))));
    if (values.size() > MOST_LINES) {
      lines.add(
          "  … and %s, see %s"
              .formatted(English.count(values.size() - MOST_LINES, "more " + noun), FILE));
    }
  }
}
