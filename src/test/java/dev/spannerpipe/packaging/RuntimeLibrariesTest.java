package dev.spannerpipe.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Which libraries the pipe's users get: `pom.xml` has the reason of each exclusion, and
/// `RuntimeLibrariesIT` shows that nothing else is missing.
class RuntimeLibrariesTest {
  private List<String> names = List.of();

  @BeforeEach
  void read() {
    Optional<List<Path>> jars = RuntimeLibraries.jars();
    assumeTrue(jars.isPresent(), "the tests are not built by Maven here");
    names = jars.orElseThrow().stream().map(RuntimeLibrariesTest::artifact).toList();
  }

  /// Returns the file's name without its version.
  private static String artifact(Path jar) {
    return jar.getFileName().toString().replaceFirst("-[0-9].*", "");
  }

  @Test
  void noLibraryIsThereThatNoRunNeeds() {
    assertThat(names)
        .doesNotContain(
            "bcprov-jdk18on",
            "tink",
            "google-cloud-monitoring",
            "proto-google-cloud-monitoring-v3",
            "opentelemetry-gcp-resources",
            "detector-resources-support",
            "jackson-core",
            "grpc-xds",
            "grpc-googleapis",
            "grpc-rls",
            "grpc-services",
            "conscrypt-openjdk-uber",
            "httpclient",
            "httpcore");
  }

  /// A new version of one may bring another that nobody has looked at.
  @Test
  void thereIsNoSecondLibraryForWhatOneDoes() {
    assertThat(names)
        .noneMatch(
            name ->
                name.startsWith("bc")
                    || name.startsWith("conscrypt")
                    || name.startsWith("httpc")
                    || name.startsWith("jackson-")
                    || name.startsWith("okhttp")
                    || name.startsWith("netty-"));
  }

  /// The first resolves parameters of a changelog, the last is JGit's.
  @Test
  void whatIsOnlyFoundByItsUserIsThere() {
    assertThat(names)
        .contains(
            "commons-collections4", "grpc-alts", "opentelemetry-sdk-metrics", "commons-codec");
  }
}
