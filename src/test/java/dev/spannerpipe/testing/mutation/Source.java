package dev.spannerpipe.testing.mutation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;

/// A source file's text.
///
/// @param file below `src/main/java/dev/spannerpipe/`
public record Source(String file, String text) {
  /// Reads the file as it is.
  public static Source read(String file) {
    Path base = Path.of(System.getProperty("basedir", ""));
    try {
      return new Source(
          file, Files.readString(base.resolve("src/main/java/dev/spannerpipe").resolve(file)));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Returns it for the compiler.
  public JavaFileObject forCompiler() {
    return new SimpleJavaFileObject(
        URI.create("string:///dev/spannerpipe/" + file), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
      }
    };
  }
}
