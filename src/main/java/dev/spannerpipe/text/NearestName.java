package dev.spannerpipe.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.ToIntBiFunction;
import java.util.function.UnaryOperator;

/// Finds the known name that is closest to an unknown name, for every "did you mean".
public final class NearestName {
  private NearestName() {}

  /// Returns the nearest of the names.
  ///
  /// @param most how many letters may differ
  public static Optional<String> of(String word, Collection<String> names, int most) {
    return of(word, names, most, UnaryOperator.identity());
  }

  /// Returns the nearest of the names.
  ///
  /// @param most how many letters may differ
  /// @param folded removes differences that do not count
  public static Optional<String> of(
      String word, Collection<String> names, int most, UnaryOperator<String> folded) {
    return byDistance(
        word,
        names,
        most,
        (left, right) -> EditDistance.between(folded.apply(left), folded.apply(right)));
  }

  /// Returns the name with the least distance.
  ///
  /// @param most the largest distance
  /// @param distance of the word, its first argument, from a name
  public static Optional<String> byDistance(
      String word, Collection<String> names, int most, ToIntBiFunction<String, String> distance) {
    return names.stream()
        .filter(name -> distance.applyAsInt(word, name) <= most)
        .min(Comparator.comparingInt(name -> distance.applyAsInt(word, name)));
  }
}
