package dev.spannerpipe.report.review;

import dev.spannerpipe.report.preview.Previews;
import java.net.URI;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// What reviews of tests know beside the preview.
final class Contexts {
  static final String SHOP = "projects/acme/instances/main/databases/shop";
  static final URI BUILD = URI.create("https://bitbucket.org/acme/shop/pipelines/results/7");

  /// A database, and a repository that has all files below `db`.
  static final ReviewContext CONTEXT = of(Optional.of(SHOP), Previews.CHANGELOG);

  private Contexts() {}

  static ReviewContext of(Optional<String> database, String changelog) {
    return new ReviewContext(
        database, changelog, Optional.of(BUILD), file -> Optional.of("db/" + file), text -> text);
  }

  /// A repository that has none of the files.
  static ReviewContext withoutFiles() {
    return new ReviewContext(
        Optional.of(SHOP),
        Previews.CHANGELOG,
        Optional.empty(),
        _ -> Optional.empty(),
        text -> text);
  }

  /// A repository as in [#CONTEXT], with another redaction.
  static ReviewContext redacting(UnaryOperator<String> redaction) {
    return new ReviewContext(
        Optional.of(SHOP),
        Previews.CHANGELOG,
        Optional.of(BUILD),
        file -> Optional.of("db/" + file),
        redaction);
  }
}
