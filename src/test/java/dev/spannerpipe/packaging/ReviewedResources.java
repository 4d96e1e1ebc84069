package dev.spannerpipe.packaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The resources of which libraries have different ones under the same name, and whose is kept. A
/// line has the resource, the libraries without their versions, the one of them that is kept, and
/// why: `META-INF/x.properties | a, b | a | b does not read its own`. Lines that begin with `#` are
/// comments.
final class ReviewedResources {
  /// Where the pipe's list is, in the repository.
  static final Path FILE = Path.of("src", "test", "resources", "packaging", "resources.txt");

  private record Review(String resource, Set<String> libraries, String kept) {}

  private final List<Review> reviews;
  private final List<Review> unused;

  private ReviewedResources(List<Review> reviews) {
    this.reviews = reviews;
    this.unused = new ArrayList<>(reviews);
  }

  /// Reads a list.
  static ReviewedResources read(Path file) {
    try {
      return parse(Files.readString(file));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Parses the text of a list. Throws a [MergeFailure] that names a line without a reason, or one
  /// that keeps the resource of a library it does not name.
  static ReviewedResources parse(String text) {
    return new ReviewedResources(
        text.lines()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .map(ReviewedResources::review)
            .toList());
  }

  private static Review review(String line) {
    List<String> parts = Stream.of(line.split("\\|", -1)).map(String::strip).toList();
    if (parts.size() == 4 && parts.stream().noneMatch(String::isEmpty)) {
      Set<String> libraries = new TreeSet<>(List.of(parts.get(1).split(", *")));
      if (libraries.contains(parts.get(2))) {
        return new Review(parts.get(0), libraries, parts.get(2));
      }
    }
    throw new MergeFailure(
        "Could not read this line of %s: %s\nWrite RESOURCE | LIBRARY, LIBRARY | THE ONE THAT IS KEPT | WHY."
            .formatted(FILE, line));
  }

  /// Returns the library whose resource is kept; empty if nobody has reviewed the resources of just
  /// these libraries.
  Optional<String> kept(String resource, Set<String> libraries) {
    Optional<Review> found =
        reviews.stream()
            .filter(each -> each.resource().equals(resource) && each.libraries().equals(libraries))
            .findFirst();
    found.ifPresent(unused::remove);
    return found.map(Review::kept);
  }

  /// Returns what is to be done about lines that no question was about.
  Stream<String> problems() {
    return unused.stream()
        .map(
            review ->
                "%s does not differ in %s. Remove its line from %s."
                    .formatted(
                        review.resource(),
                        review.libraries().stream().collect(Collectors.joining(" and ")),
                        FILE));
  }
}
