package dev.spannerpipe.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/// Makes folders of tests within this checkout. If the tests run in a step themselves, containers
/// can mount no others.
final class BelowTarget implements TempDirFactory {
  @Override
  public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context)
      throws IOException {
    Path target = Path.of(System.getProperty("basedir", "")).resolve("target");
    return Files.createTempDirectory(
        Files.createDirectories(target).toAbsolutePath(), "image-test-");
  }
}
