package dev.spannerpipe.report.review;

import dev.spannerpipe.text.DatabaseName;
import dev.spannerpipe.text.Sha256;
import java.net.URI;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// What a review knows beside the preview.
///
/// @param database the full name of the database, if the preview has one
/// @param changelog the file of the changelog, as it was configured
/// @param build the address of the build
/// @param repositoryPath returns the path in the repository of a file that a finding names; empty
///   if the repository has no such file
/// @param redaction removes secrets from a text; applied before a text is cut or escaped, because a
///   part of a secret would not be found
public record ReviewContext(
    Optional<String> database,
    String changelog,
    Optional<URI> build,
    Function<String, Optional<String>> repositoryPath,
    UnaryOperator<String> redaction) {
  /// Returns the stable name of what is reviewed. A database and a changelog never have the same.
  String key() {
    return database
        .map(name -> "database-" + hash(name))
        .orElseGet(() -> "changelog-" + hash(changelog));
  }

  private static String hash(String name) {
    return Sha256.of(name).substring(0, 16);
  }

  /// Returns the title of the report and of the comment, for people.
  String title() {
    return redacted(
        "Spanner preview of "
            + database
                .map(name -> DatabaseName.parse(name).map(DatabaseName::database).orElse(name))
                .orElse(changelog));
  }

  /// Returns the path in the repository of a file that a finding names; empty if the repository has
  /// no such file, or if the path contains a secret.
  Optional<String> path(String file) {
    return repositoryPath.apply(file).filter(path -> redacted(path).equals(path));
  }

  /// Returns the text without secrets.
  String redacted(String text) {
    return redaction.apply(text);
  }
}
