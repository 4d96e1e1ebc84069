package dev.spannerpipe.report.review;

import dev.spannerpipe.lint.LintFinding;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.DataLoss;
import dev.spannerpipe.plan.SourceLocation;
import dev.spannerpipe.preview.Preview;
import dev.spannerpipe.report.preview.DataLossText;
import dev.spannerpipe.report.preview.FindingText;
import dev.spannerpipe.text.SafeText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The annotations of a preview: its findings, and the data losses that no finding reports. Not
/// thread-safe.
final class PreviewAnnotations {
  private final Preview preview;
  private final ReviewContext context;
  private final ExternalIds ids = new ExternalIds();

  private PreviewAnnotations(Preview preview, ReviewContext context) {
    this.preview = preview;
    this.context = context;
  }

  /// Returns the annotations: data that is lost first, then what else fails the preview, data
  /// losses whose finding has a waiver, warnings, notes, and findings with a waiver.
  static List<Annotation> of(Preview preview, ReviewContext context) {
    return new PreviewAnnotations(preview, context).sorted();
  }

  private List<Annotation> sorted() {
    List<Annotation> all = new ArrayList<>();
    unreportedLosses().map(this::loss).forEach(all::add);
    preview.findings().stream().map(this::finding).forEach(all::add);
    all.sort(
        Comparator.comparing((Annotation each) -> each.result() == Annotation.Result.IGNORED)
            .thenComparing(Annotation::severity)
            .thenComparing(each -> each.result() != Annotation.Result.FAILED));
    return all;
  }

  /// Data losses also have a finding, unless rows are deleted. The finding may have a waiver, which
  /// does not permit the loss.
  private Stream<DataLoss> unreportedLosses() {
    return preview.losses().stream()
        .filter(
            loss ->
                isNeverFound(loss.kind())
                    || preview.errors().stream().noneMatch(error -> reports(error, loss)));
  }

  private static boolean isNeverFound(DataLoss.Kind kind) {
    return kind == DataLoss.Kind.DELETE_ROWS || kind == DataLoss.Kind.DROP_DATABASE;
  }

  private static boolean reports(LintFinding error, DataLoss loss) {
    return isAboutData(error)
        && error.changeSet().filter(loss.changeSet()::equals).isPresent()
        && error.location().filter(loss.location()::equals).isPresent();
  }

  private static boolean isAboutData(LintFinding finding) {
    return switch (finding.rule()) {
      case SP101, SP102, SP103, SP105, SP106 -> true;
      default -> false;
    };
  }

  private Annotation finding(LintFinding finding) {
    String summary = finding.rule().id() + ": " + FindingText.message(finding);
    List<String> details = new ArrayList<>();
    if (summary.codePointCount(0, summary.length()) > Annotation.LONGEST_SUMMARY) {
      details.add(FindingText.message(finding));
    }
    details.add(FindingText.advice(finding));
    return annotation(
        ids.next(finding.rule().id(), identity(finding.changeSet(), finding.subject())),
        finding.isError() ? Annotation.Type.BUG : Annotation.Type.CODE_SMELL,
        summary,
        details,
        finding.location(),
        finding.changeSet(),
        severity(finding),
        result(finding));
  }

  private Annotation loss(DataLoss loss) {
    return annotation(
        ids.next(loss.kind().name(), identity(Optional.of(loss.changeSet()), loss.object())),
        Annotation.Type.CODE_SMELL,
        "Data loss: the change set %s (%s).".formatted(loss.clause(), loss.kind()),
        List.of("The plan has " + DataLossText.answer(preview) + "."),
        Optional.of(loss.location()),
        Optional.of(loss.changeSet()),
        Annotation.Severity.HIGH,
        Annotation.Result.PASSED);
  }

  private static List<String> identity(Optional<ChangeSetId> changeSet, String subject) {
    return changeSet
        .map(id -> List.of(id.path(), id.id(), id.author(), subject))
        .orElse(List.of(subject));
  }

  private Annotation annotation(
      String id,
      Annotation.Type type,
      String summary,
      List<String> details,
      Optional<SourceLocation> location,
      Optional<ChangeSetId> changeSet,
      Annotation.Severity severity,
      Annotation.Result result) {
    Optional<String> path = location.map(SourceLocation::file).flatMap(context::path);
    List<String> lines = new ArrayList<>(details);
    changeSet.ifPresent(each -> lines.add("Change set: " + SafeText.line(each.toString())));
    if (path.isEmpty()) {
      location.ifPresent(each -> lines.add("Location: " + SafeText.line(each.toString())));
    }
    lines.removeIf(String::isEmpty);
    return new Annotation(
        id,
        type,
        context.redacted(summary),
        context.redacted(String.join("\n", lines)),
        path,
        path.flatMap(_ -> location).map(SourceLocation::line).orElse(0),
        severity,
        result);
  }

  /// Lost data is the worst, because no later change set brings it back.
  private static Annotation.Severity severity(LintFinding finding) {
    if (finding.waiver().isPresent()) {
      return Annotation.Severity.LOW;
    }
    return switch (finding.severity()) {
      case ERROR -> isAboutData(finding) ? Annotation.Severity.CRITICAL : Annotation.Severity.HIGH;
      case WARNING -> Annotation.Severity.MEDIUM;
      case INFO -> Annotation.Severity.LOW;
    };
  }

  private static Annotation.Result result(LintFinding finding) {
    if (finding.waiver().isPresent()) {
      return Annotation.Result.IGNORED;
    }
    return finding.isError() ? Annotation.Result.FAILED : Annotation.Result.PASSED;
  }
}
