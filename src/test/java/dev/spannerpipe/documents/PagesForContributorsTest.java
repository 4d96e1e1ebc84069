package dev.spannerpipe.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.testing.Markdown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the pages for contributors name is in the code.
class PagesForContributorsTest {
  private static final Path BASE = Path.of(System.getProperty("basedir", ""));
  private static final Path MAIN = BASE.resolve("src/main/java/dev/spannerpipe");

  /// A class with its package, as in `apply.port.Intent`.
  private static final Pattern CLASS = Pattern.compile("`((?:[a-z]+\\.)+)([A-Z]\\w+)`");

  /// A class whose package the row of the table names, as in `TokenVerifier`.
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\|(.*)$");

  private static final Pattern SIMPLE = Pattern.compile("`([A-Z][a-z]\\w+)`");

  @Test
  void everyClassWithItsPackageIsThere() {
    List<String> named =
        Stream.of("src/docs/architecture.md", "src/docs/protocol.md")
            .flatMap(page -> CLASS.matcher(Markdown.page(page).text()).results())
            .map(match -> match.group(1).replace('.', '/') + match.group(2) + ".java")
            .toList();

    assertThat(named).hasSizeGreaterThan(50);
    assertThat(named.stream().filter(name -> !Files.exists(MAIN.resolve(name)))).isEmpty();
  }

  @Test
  void everyClassInTheTableOfPackagesIsInItsPackage() throws IOException {
    Matcher row = ROW.matcher(packages().text());
    int classes = 0;
    while (row.find()) {
      Path folder = MAIN.resolve(row.group(1));
      for (String name :
          SIMPLE.matcher(row.group(2)).results().map(match -> match.group(1)).toList()) {
        classes++;
        try (Stream<Path> files = Files.walk(folder)) {
          assertThat(files.map(file -> file.getFileName().toString()))
              .as(row.group(1))
              .contains(name + ".java");
        }
      }
    }

    assertThat(classes).isGreaterThan(10);
  }

  @Test
  void everyPackageHasItsRow() throws IOException {
    try (Stream<Path> folders = Files.list(MAIN)) {
      assertThat(folders.filter(Files::isDirectory).map(each -> "`" + each.getFileName() + "`"))
          .isNotEmpty()
          .allSatisfy(name -> assertThat(packages().text()).contains(name));
    }
  }

  private static Markdown packages() {
    return Markdown.page("src/docs/architecture.md").section("Packages");
  }
}
