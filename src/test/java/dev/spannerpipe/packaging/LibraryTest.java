package dev.spannerpipe.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LibraryTest {
  @ParameterizedTest
  @CsvSource({
    "guava-33.6.0-jre.jar, guava",
    "commons-collections4-4.5.0.jar, commons-collections4",
    "proto-google-iam-v1-1.69.0.jar, proto-google-iam-v1",
    "org.eclipse.jgit-7.8.0.202609011348-r.jar, org.eclipse.jgit",
    "opentelemetry-gcp-resources-1.45.0-alpha.jar, opentelemetry-gcp-resources",
    "picocli.jar, picocli"
  })
  void isNamedWithoutItsVersion(String file, String artifact) throws IOException {
    assertThat(Library.of(file, Map.of()).artifact()).isEqualTo(artifact);
  }
}
