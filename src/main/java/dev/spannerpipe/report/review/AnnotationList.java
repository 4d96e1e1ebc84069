package dev.spannerpipe.report.review;

import dev.spannerpipe.report.preview.PreviewDocument;
import dev.spannerpipe.text.English;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The annotations of one report, the most severe first.
///
/// @param omitted how many findings have no annotation
record AnnotationList(List<Annotation> annotations, int omitted) {
  AnnotationList {
    annotations = List.copyOf(annotations);
  }

  /// Returns as many annotations as a report may have. If some are omitted, the last one counts
  /// them.
  static AnnotationList of(List<Annotation> all) {
    if (all.size() <= Review.MOST_ANNOTATIONS) {
      return new AnnotationList(all, 0);
    }
    List<Annotation> kept = new ArrayList<>(all.subList(0, Review.MOST_ANNOTATIONS - 1));
    List<Annotation> omitted = all.subList(kept.size(), all.size());
    kept.add(counting(omitted));
    return new AnnotationList(kept, omitted.size());
  }

  private static Annotation counting(List<Annotation> omitted) {
    boolean failed = omitted.stream().anyMatch(each -> each.result() == Annotation.Result.FAILED);
    return new Annotation(
        "more",
        Annotation.Type.CODE_SMELL,
        English.count(omitted.size(), "more finding") + " not shown here.",
        "%s, an artifact of the build, lists all findings.".formatted(PreviewDocument.FILE),
        Optional.empty(),
        0,
        Annotation.Severity.LOW,
        failed ? Annotation.Result.FAILED : Annotation.Result.PASSED);
  }
}
