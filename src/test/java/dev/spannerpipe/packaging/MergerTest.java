package dev.spannerpipe.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MergerTest {
  private static final String MANIFEST = "META-INF/MANIFEST.MF";
  private static final String MULTI_RELEASE = "Manifest-Version: 1.0\nMulti-Release: true\n";

  /// Returns a library with these names and texts of its entries, in turn.
  private static Library library(String file, String... entries) throws IOException {
    Map<String, byte[]> all = new LinkedHashMap<>();
    for (int i = 0; i < entries.length; i += 2) {
      all.put(entries[i], entries[i + 1].getBytes(UTF_8));
    }
    return Library.of(file, all);
  }

  private static Map<String, String> merged(String reviewed, Library... libraries) {
    Map<String, String> texts = new TreeMap<>();
    Merger.merge(List.of(libraries), ReviewedResources.parse(reviewed))
        .forEach((name, bytes) -> texts.put(name, new String(bytes, UTF_8)));
    return texts;
  }

  private static Map<String, String> merged(Library... libraries) {
    Map<String, String> texts = merged("", libraries);
    texts.remove(MANIFEST);
    return texts;
  }

  @Test
  void twoDifferentClassesOfOneNameAreRejected() throws IOException {
    Library one = library("one-1.2.jar", "a/B.class", "b", "x.properties", "x");
    Library other = library("other-3.jar", "a/B.class", "c", "x.properties", "x");

    assertThatThrownBy(() -> merged(one, other))
        .isInstanceOf(MergeFailure.class)
        .hasMessage(
            """
            Could not merge the libraries:
            a/B.class differs in one-1.2.jar and other-3.jar. Exclude one of these libraries in pom.xml.""");
  }

  @Test
  void allDifferentResourcesThatNobodyReviewedAreNamed() throws IOException {
    Library one = library("one-1.2.jar", "META-INF/spring.factories", "a", "x.properties", "x=1");
    Library other = library("other-3.jar", "META-INF/spring.factories", "b", "x.properties", "x=2");

    assertThatThrownBy(() -> merged(one, other))
        .isInstanceOf(MergeFailure.class)
        .hasMessage(
            """
            Could not merge the libraries:
            META-INF/spring.factories differs in one-1.2.jar and other-3.jar. Decide whose the pipe needs, and add a line to src/test/resources/packaging/resources.txt: META-INF/spring.factories | one, other | WHOSE | WHY
            x.properties differs in one-1.2.jar and other-3.jar. Decide whose the pipe needs, and add a line to src/test/resources/packaging/resources.txt: x.properties | one, other | WHOSE | WHY""");
  }

  @Test
  void aReviewDoesNotHoldForOneLibraryMore() throws IOException {
    Library one = library("one-1.2.jar", "x.properties", "x=1");
    Library other = library("other-3.jar", "x.properties", "x=2");
    Library third = library("third-4.jar", "x.properties", "x=1");
    String reviewed = "x.properties | one, other | other | one has no use for it";

    assertThatThrownBy(() -> merged(reviewed, one, other, third))
        .isInstanceOf(MergeFailure.class)
        .hasMessage(
            """
            Could not merge the libraries:
            x.properties differs in one-1.2.jar and other-3.jar and third-4.jar. Decide whose the pipe needs, and add a line to src/test/resources/packaging/resources.txt: x.properties | one, other, third | WHOSE | WHY
            x.properties does not differ in one and other. Remove its line from src/test/resources/packaging/resources.txt.""");
  }

  @Test
  void aReviewThatNothingNeedsIsRejected() throws IOException {
    Library one = library("one-1.2.jar", "x.properties", "x=1");
    Library other = library("other-3.jar", "x.properties", "x=1");

    assertThatThrownBy(() -> merged("x.properties | one, other | other | why", one, other))
        .isInstanceOf(MergeFailure.class)
        .hasMessage(
            """
            Could not merge the libraries:
            x.properties does not differ in one and other. Remove its line from src/test/resources/packaging/resources.txt.""");
  }

  @Test
  void aReviewedResourceIsThatOfTheChosenLibrary() throws IOException {
    Library one = library("one-1.2.jar", "x.properties", "x=1");
    Library other = library("other-3.jar", "x.properties", "x=2");

    assertThat(merged("# Why not\n\nx.properties | one, other | other | why", one, other))
        .containsEntry("x.properties", "x=2");
  }

  @Test
  void equalEntriesAreThereOnce() throws IOException {
    Library one = library("one-1.2.jar", "a/B.class", "b", "x.properties", "x");
    Library other = library("other-3.jar", "x.properties", "x", "a/B.class", "b", "y", "y");

    assertThat(merged(one, other))
        .isEqualTo(Map.of("a/B.class", "b", "x.properties", "x", "y", "y"));
  }

  @Test
  void servicesAreJoinedInTheOrderOfTheClassPathWithoutCommentsAndRepetitions() throws IOException {
    Library one =
        library("one-1.jar", "META-INF/services/a.B", "# License\r\nz.Last\r\n\r\na.First # 1\r\n");
    Library other = library("other-3.jar", "META-INF/services/a.B", "a.First\nb.Other");

    assertThat(merged(one, other))
        .isEqualTo(Map.of("META-INF/services/a.B", "z.Last\na.First\nb.Other\n"));
  }

  @Test
  void eachDifferentLicenseIsThereOnce() throws IOException {
    Library one = library("one-1.jar", "META-INF/LICENSE", "A", "META-INF/NOTICE", "same");
    Library other = library("other-3.jar", "META-INF/LICENSE", "B", "META-INF/NOTICE", "same");
    Library third = library("third-5.jar", "META-INF/LICENSE", "A");

    assertThat(merged(one, other, third))
        .isEqualTo(
            Map.of(
                "META-INF/licenses/one/META-INF/LICENSE", "A",
                "META-INF/licenses/other/META-INF/LICENSE", "B",
                "META-INF/NOTICE", "same"));
  }

  @Test
  void signaturesAndIndexesAreLeftOut() throws IOException {
    Library one =
        library(
            "one-1.jar",
            MANIFEST,
            "Manifest-Version: 1.0\nClass-Path: x.jar\n\nName: a/B.class\nSHA-256-Digest: AA==\n",
            "META-INF/ONE.SF",
            "s",
            "META-INF/ONE.RSA",
            "r",
            "META-INF/INDEX.LIST",
            "i",
            "module-info.class",
            "m",
            "a/B.class",
            "b");

    assertThat(merged("", one))
        .isEqualTo(
            Map.of(
                MANIFEST,
                "Manifest-Version: 1.0\r\nMulti-Release: true\r\n\r\n",
                "a/B.class",
                "b"));
  }

  @Test
  void classesForVersionsOfJavaAreThoseOfLibrariesThatDeclareThem() throws IOException {
    String versioned = "META-INF/versions/9/a/B.class";
    Library declared = library("one-1.jar", MANIFEST, MULTI_RELEASE, versioned, "9");
    Library undeclared = library("other-3.jar", "META-INF/versions/9/c/D.class", "9");

    assertThat(merged(declared, undeclared)).isEqualTo(Map.of(versioned, "9"));
  }

  @Test
  void thePackagesThatTheClientAsksForKeepTheVersionsOfTheirLibraries() throws IOException {
    String version = "Manifest-Version: 1.0\nImplementation-Version: ";
    String first = "com/google/cloud/spanner/";
    Library one = library("one-1.jar", MANIFEST, version + "1.2\n", first + "A.class", "a");
    Library other =
        library(
            "other-3.jar",
            MANIFEST,
            version + "3\n",
            first + "B.class",
            "b",
            "io/grpc/C.class",
            "c",
            "io/grpc/internal/D.class",
            "d");

    assertThat(merged("", one, other).get(MANIFEST).lines().sorted())
        .containsExactly(
            "",
            "",
            "",
            "Implementation-Version: 1.2",
            "Implementation-Version: 3",
            "Manifest-Version: 1.0",
            "Multi-Release: true",
            "Name: com/google/cloud/spanner/",
            "Name: io/grpc/");
  }
}
