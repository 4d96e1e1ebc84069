package dev.spannerpipe.report.review;

import dev.spannerpipe.failure.ExitCode;
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

  private final ExitCode exitCode;
  private final String message;
  private final List<String> details;
  private final List<LocatedProblem> problems;
  private final ReviewContext context;
  private final CommentText text;
  private final ExternalIds ids = new ExternalIds();

  private FailureReview(
      ExitCode exitCode,
      String message,
      List<String> details,
      List<LocatedProblem> problems,
      ReviewContext context) {
    this.exitCode = exitCode;
    this.message = message;
    this.details = details;
    this.problems = problems;
    this.context = context;
    this.text = new CommentText(context.redaction());
  }

  static Review of(RuntimeException failure, ReviewContext context) {
    FailureReview review =
        switch (failure) {
          case Failure known ->
              new FailureReview(
                  known.exitCode(),
                  Failure.sentence(known.description()) + " " + Failure.sentence(known.action()),
                  known.details(),
                  known.problems(),
                  context);
          default ->
              new FailureReview(
                  ExitCode.INTERNAL,
                  Failure.sentence("Internal error: " + failure)
                      + " Run the preview again with DEBUG: 'true', and report the error with the"
                      + " log of the build.",
                  List.of(),
                  List.of(),
                  context);
        };
    return review.review();
  }

  private Review review() {
    AnnotationList annotations =
        AnnotationList.of(problems.stream().map(this::annotation).toList());
    return new Review(
        context.key(), report(), annotations.annotations(), annotations.omitted(), comment());
  }

  private InsightsReport report() {
    List<String> lines = new ArrayList<>();
    lines.add(verdict() + ".");
    lines.add(SafeText.line(context.redacted(message)));
    details.forEach(detail -> lines.add(SafeText.line(context.redacted(detail))));
    return new InsightsReport(
        context.title(),
        String.join("\n", lines),
        InsightsReport.Verdict.FAILED,
        context.build(),
        List.of(DataField.number("Exit code", exitCode.number())));
  }

  private String verdict() {
    return "The preview failed with exit code " + exitCode.number();
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
    draft.add(text.escaped(message, LONGEST_MESSAGE));
    Optional<String> link = context.build().flatMap(build -> CommentText.link("Build", build));
    List<String> items =
        details.stream().map(detail -> "- " + text.escaped(detail, LONGEST_ITEM)).toList();
    int room = draft.room() - COUNTED - link.map(CommentText::bytes).orElse(0);
    List<String> kept = CommentDraft.fitting(items, room);
    draft.add(String.join("\n", kept));
    if (kept.size() < items.size()) {
      draft.add(
          "… and %s, see the log of the build."
              .formatted(English.count(items.size() - kept.size(), "more problem")));
    }
    link.ifPresent(draft::add);
    return draft.text();
  }
}
