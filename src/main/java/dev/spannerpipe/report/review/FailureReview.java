package dev.spannerpipe.report.review;

import dev.spannerpipe.failure.Failure;
import dev.spannerpipe.failure.LocatedProblem;
import dev.spannerpipe.text.English;
import dev.spannerpipe.text.SafeText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What is published about a preview that could not be made, for example because the changelog
/// cannot be read. Not thread-safe.
final class FailureReview {
  private static final int LONGEST_MESSAGE = 3000;
  private static final int LONGEST_ITEM = 600;
  private static final int COUNTED = 100;
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");

  private final Failure failure;
  private final ReviewContext context;
  private final CommentText text;
  private final ExternalIds ids = new ExternalIds();

  private FailureReview(Failure failure, ReviewContext context) {
    this.failure = failure;
    this.context = context;
    this.text = new CommentText(context.redaction());
  }

  static Review of(Failure failure, ReviewContext context) {
    return new FailureReview(failure, context).review();
  }

  private Review review() {
    AnnotationList annotations =
        AnnotationList.of(failure.problems().stream().map(this::annotation).toList());
    return new Review(
        context.key(), report(), annotations.annotations(), annotations.omitted(), comment());
  }

  private InsightsReport report() {
    List<String> lines = new ArrayList<>();
    lines.add(verdict() + ".");
    lines.add(SafeText.line(context.redacted(message())));
    failure.details().forEach(detail -> lines.add(SafeText.line(context.redacted(detail))));
    return new InsightsReport(
        context.title(),
        String.join("\n", lines),
        InsightsReport.Verdict.FAILED,
        context.build(),
        List.of(DataField.number("Exit code", failure.exitCode().number())));
  }

  private String message() {
    return Failure.sentence(failure.description()) + " " + Failure.sentence(failure.action());
  }

  private String verdict() {
    return "The preview failed with exit code " + failure.exitCode().number();
  }

  /// The id has no number, because the text may name lines.
  private Annotation annotation(LocatedProblem problem) {
    Optional<String> path = context.path(problem.file());
    return new Annotation(
        ids.next(
            "FAILURE",
            List.of(problem.file(), NUMBER.matcher(problem.description()).replaceAll("0"))),
        Annotation.Type.BUG,
        Failure.sentence(context.redacted(problem.description())),
        Failure.sentence(context.redacted(problem.action())),
        path,
        path.isPresent() ? problem.line() : 0,
        Annotation.Severity.HIGH,
        Annotation.Result.FAILED);
  }

  private String comment() {
    CommentDraft draft = new CommentDraft(Review.marker(context.key()));
    draft.add("## " + text.escaped(context.title(), LONGEST_ITEM));
    draft.add("**" + verdict() + ".**");
    draft.add(text.escaped(message(), LONGEST_MESSAGE));
    Optional<String> link = context.build().flatMap(build -> CommentText.link("Build", build));
    List<String> details =
        failure.details().stream()
            .map(detail -> "- " + text.escaped(detail, LONGEST_ITEM))
            .toList();
    int room = draft.room() - COUNTED - link.map(CommentText::bytes).orElse(0);
    List<String> kept = CommentDraft.fitting(details, room);
    draft.add(String.join("\n", kept));
    if (kept.size() < details.size()) {
      draft.add(
          "… and %s, see the log of the build."
              .formatted(English.count(details.size() - kept.size(), "more problem")));
    }
    link.ifPresent(draft::add);
    return draft.text();
  }
}
