package dev.spannerpipe.report.review;

import dev.spannerpipe.text.DatabaseName;
import dev.spannerpipe.text.Sha256;
import java.net.URI;
import java.util.Optional;
import java.util.function.Function;

/// What a review knows beside the preview.
///
/// @param database the full name of the database, if the preview has one
/// @param changelog the file of the changelog, as it was configured
/// @param build the address of the build
/// @param repositoryPath returns the path in the repository of a file that a finding names; empty
///   if the repository has no such file
public record ReviewContext(
    Optional<String> database,
    String changelog,
    Optional<URI> build,
    Function<String, Optional<String>> repositoryPath) {
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
    return "Spanner preview of "
        + database
            .map(name -> DatabaseName.parse(name).map(DatabaseName::database).orElse(name))
            .orElse(changelog);
  }
}
