package dev.spannerpipe.documents;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.testing.Markdown;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The pages find each other, and a reader finds the pages.
class LinksTest {
  @Test
  void everyLinkToAFileOrAHeadingLeadsThere() {
    List<String> broken = new ArrayList<>();
    for (Markdown page : Markdown.pages()) {
      for (String link : page.links()) {
        if (!isElsewhere(link) && !leadsThere(page, link)) {
          broken.add(page.file().getFileName() + " links to " + link);
        }
      }
    }

    assertThat(broken).isEmpty();
  }

  @Test
  void everyPageIsReachedFromTheReadme() {
    Set<Path> reached = new HashSet<>();
    List<Path> next = new ArrayList<>(List.of(Markdown.page("README.md").file()));
    while (!next.isEmpty()) {
      Path file = next.removeFirst();
      if (reached.add(file.normalize()) && file.toString().endsWith(".md")) {
        Markdown page = Markdown.page(file.toString());
        page.links().stream()
            .filter(link -> !isElsewhere(link))
            .forEach(link -> next.add(target(page, link).normalize()));
      }
    }

    assertThat(reached)
        .containsAll(
            Markdown.pages().stream()
                .map(page -> page.file().normalize())
                .filter(file -> !file.endsWith("CHANGELOG.md"))
                .toList());
  }

  /// Bitbucket shows the README as the page of the pipe; what it generates into it does not count.
  @Test
  void readmeIsOverBeforeItsReaderIs() {
    String readme = Markdown.page("README.md").text();
    int start = readme.indexOf("<!-- variables -->");
    int end = readme.indexOf("<!-- end of variables -->");

    assertThat(start).isPositive().isLessThan(end);
    assertThat((readme.substring(0, start) + readme.substring(end)).getBytes(UTF_8))
        .hasSizeLessThanOrEqualTo(16 * 1024);
  }

  private static boolean isElsewhere(String link) {
    return link.startsWith("https://");
  }

  private static boolean leadsThere(Markdown page, String link) {
    Path file = target(page, link);
    if (!Files.exists(file)) {
      return false;
    }
    int hash = link.indexOf('#');
    return hash < 0 || Markdown.page(file.toString()).anchors().contains(link.substring(hash + 1));
  }

  private static Path target(Markdown page, String link) {
    String path = link.replaceFirst("#.*", "");
    return path.isEmpty() ? page.file() : page.file().resolveSibling(path);
  }
}
