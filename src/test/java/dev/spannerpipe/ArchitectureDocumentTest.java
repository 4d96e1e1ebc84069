package dev.spannerpipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Holds the pages on architecture and protocol against the code.
class ArchitectureDocumentTest {
  private static final Path PAGES = Path.of("src/docs");
  private static final Path SOURCES = Path.of("src/main/java/dev/spannerpipe");
  private static final Pattern CLASS = Pattern.compile("`((?:[a-z]+\\.)*[A-Z][a-z][A-Za-z0-9]*)`");
  private static final Pattern PACKAGE = Pattern.compile("`([a-z]+(?:\\.[a-z]+)*)`");

  /// Words of the page that look like classes or packages and are not.
  private static final Set<String> OTHERS =
      Set.of("ArchitectureTest", "MutantIT", "SimulationTest");

  @ParameterizedTest
  @ValueSource(strings = {"architecture.md", "protocol.md"})
  void namesOnlyClassesThatAreThere(String page) throws IOException {
    Set<String> classes = classes();
    Set<String> simple =
        classes.stream()
            .map(name -> name.substring(name.lastIndexOf('.') + 1))
            .collect(Collectors.toSet());

    assertThat(found(page, CLASS))
        .isNotEmpty()
        .allMatch(
            name ->
                OTHERS.contains(name) || (name.contains(".") ? classes : simple).contains(name));
  }

  @Test
  void namesEveryPackage() throws IOException {
    Set<String> named = found("architecture.md", PACKAGE).collect(Collectors.toSet());

    assertThat(packages())
        .isNotEmpty()
        .allMatch(
            name -> named.contains(name) || named.contains(name.substring(name.indexOf('.') + 1)));
  }

  private static Stream<String> found(String page, Pattern pattern) throws IOException {
    return pattern
        .matcher(Files.readString(PAGES.resolve(page)))
        .results()
        .map(MatchResult::group)
        .map(quoted -> quoted.substring(1, quoted.length() - 1));
  }

  private static Set<String> classes() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files
          .map(file -> SOURCES.relativize(file).toString().replace('/', '.'))
          .filter(name -> name.endsWith(".java"))
          .map(name -> name.substring(0, name.length() - ".java".length()))
          .collect(Collectors.toSet());
    }
  }

  private static Set<String> packages() throws IOException {
    return classes().stream()
        .filter(name -> name.endsWith(".package-info"))
        .map(name -> name.substring(0, name.length() - ".package-info".length()))
        .collect(Collectors.toSet());
  }
}
