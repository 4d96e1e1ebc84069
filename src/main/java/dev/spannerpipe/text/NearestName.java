package dev.spannerpipe.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// What somebody meant who wrote a name that is not there: the source of every "did you mean".
public final class NearestName {
  private NearestName() {}

  /// Returns the nearest of the names.
  ///
  /// @param most how many letters may be wrong
  public static Optional<String> of(String word, Collection<String> names, int most) {
    return of(word, names, most, UnaryOperator.identity());
  }

  /// Returns the nearest of the names.
  ///
  /// @param most how many letters may be wrong
  /// @param folded takes away differences that do not count
  public static Optional<String> of(
      String word, Collection<String> names, int most, UnaryOperator<String> folded) {
    String wanted = folded.apply(word);
    return names.stream()
        .filter(name -> EditDistance.between(wanted, folded.apply(name)) <= most)
        .min(Comparator.comparingInt(name -> EditDistance.between(wanted, folded.apply(name))));
  }
}
