package dev.spannerpipe.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.ToIntBiFunction;
import java.util.function.UnaryOperator;

/// Finds the known name that is closest to an unknown name, for messages that ask "did you mean".
public final class NearestName {
  private NearestName() {}

  /// Returns the name that is nearest to a word; empty if no name is near enough.
  ///
  /// @param maxDistance how many characters may differ
  public static Optional<String> of(String word, Collection<String> names, int maxDistance) {
    return of(word, names, maxDistance, UnaryOperator.identity());
  }

  /// Returns the name that is nearest to a word; empty if no name is near enough.
  ///
  /// @param maxDistance how many characters may differ
  /// @param fold normalizes the word and the names before they are compared, for example to lower
  ///   case
  public static Optional<String> of(
      String word, Collection<String> names, int maxDistance, UnaryOperator<String> fold) {
    return byDistance(
        word,
        names,
        maxDistance,
        (left, right) -> EditDistance.between(fold.apply(left), fold.apply(right)));
  }

  /// Returns the name with the least distance from a word; empty if no name is near enough.
  ///
  /// @param distance computes the distance of a name (second argument) from the word (first
  ///   argument)
  public static Optional<String> byDistance(
      String word,
      Collection<String> names,
      int maxDistance,
      ToIntBiFunction<String, String> distance) {
    return names.stream()
        .filter(name -> distance.applyAsInt(word, name) <= maxDistance)
        .min(Comparator.comparingInt(name -> distance.applyAsInt(word, name)));
  }
}
