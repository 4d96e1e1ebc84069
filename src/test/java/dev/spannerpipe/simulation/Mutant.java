package dev.spannerpipe.simulation;

import dev.spannerpipe.testing.mutation.Source;
import java.util.ArrayList;
import java.util.List;

/// A guarantee that is taken out of the engine, by replacing words of its source.
///
/// @param name what is missing
/// @param replacements where
record Mutant(String name, List<Replacement> replacements) {
  /// Words of one source file that are replaced by others.
  ///
  /// @param file below `src/main/java/dev/spannerpipe/`
  /// @param times how often the words must be there, exactly
  record Replacement(String file, String words, String others, int times) {}

  static Mutant of(String name, String file, String words, String others) {
    return new Mutant(name, List.of(new Replacement(file, words, others, 1)));
  }

  Mutant and(String file, String words, String others) {
    return and(file, words, others, 1);
  }

  Mutant and(String file, String words, String others, int times) {
    List<Replacement> more = new ArrayList<>(replacements);
    more.add(new Replacement(file, words, others, times));
    return new Mutant(name, List.copyOf(more));
  }

  @Override
  public String toString() {
    return name;
  }

  /// Returns the changed sources by their file names.
  List<Source> sources() {
    List<Source> sources = new ArrayList<>();
    for (Replacement replacement : replacements) {
      Source before = null;
      for (Source source : sources) {
        before = source.file().equals(replacement.file()) ? source : before;
      }
      sources.remove(before);
      Source read = before == null ? Source.read(replacement.file()) : before;
      sources.add(new Source(replacement.file(), replaced(read.text(), replacement)));
    }
    return sources;
  }

  private String replaced(String text, Replacement replacement) {
    int times = text.split(java.util.regex.Pattern.quote(replacement.words()), -1).length - 1;
    if (times != replacement.times()) {
      throw new IllegalStateException(
          "mutant \"%s\": `%s` stands %d times in %s, not %d times; the mutant must follow the engine"
              .formatted(
                  name, replacement.words(), times, replacement.file(), replacement.times()));
    }
    return text.replace(replacement.words(), replacement.others());
  }
}
