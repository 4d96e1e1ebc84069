package dev.spannerpipe.testing.mutation;

/// A change that leaves out one thing of a source file.
///
/// @param file below `src/main/java/dev/spannerpipe/`
/// @param line where it stands
/// @param words what is left out
/// @param source the file without it
public record Omission(String file, long line, String words, Source source) {
  @Override
  public String toString() {
    return file + ":" + line + ": " + words;
  }
}
