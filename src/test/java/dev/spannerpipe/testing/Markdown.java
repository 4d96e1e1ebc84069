package dev.spannerpipe.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A page of the documents: its headings, links, tables and blocks of code.
public record Markdown(Path file, String text) {
  private static final Path BASE = Path.of(System.getProperty("basedir", ""));
  private static final Pattern BLOCK =
      Pattern.compile("(?ms)^( *)```(\\w*)\\n(.*?)^\\1```$(?:\\n|\\z)");
  private static final Pattern INLINE = Pattern.compile("`[^`\\n]+`");
  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.+)$");

  /// A block of code.
  ///
  /// @param language what stands behind its three backticks
  /// @param line the line of the page in which its text begins
  public record Block(String language, int line, String text) {}

  /// Returns a page by its path in the repository.
  public static Markdown page(String path) {
    try {
      Path file = BASE.resolve(path);
      return new Markdown(file, Files.readString(file));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Returns the README, the changelog and all pages of `src/docs`.
  public static List<Markdown> pages() {
    try (Stream<Path> files = Files.list(BASE.resolve("src/docs"))) {
      return Stream.concat(
              Stream.of("README.md", "CHANGELOG.md"),
              files
                  .map(file -> "src/docs/" + file.getFileName())
                  .filter(file -> file.endsWith(".md"))
                  .sorted())
          .map(Markdown::page)
          .toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Returns the blocks of code, in their order.
  public List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      int line = 2 + (int) text.substring(0, block.start()).chars().filter(c -> c == '\n').count();
      blocks.add(new Block(block.group(2), line, block.group(3).stripIndent()));
    }
    return blocks;
  }

  /// Returns the blocks of one language.
  public List<Block> blocks(String language) {
    return blocks().stream().filter(block -> block.language().equals(language)).toList();
  }

  /// Returns the targets of the links, without those that stand in code.
  public List<String> links() {
    return LINK.matcher(INLINE.matcher(prose()).replaceAll(""))
        .results()
        .map(link -> link.group(1))
        .toList();
  }

  /// Returns the anchors of the headings.
  public Set<String> anchors() {
    Set<String> anchors = new LinkedHashSet<>();
    HEADING
        .matcher(prose())
        .results()
        .map(heading -> anchor(heading.group(1)))
        .forEach(anchors::add);
    return anchors;
  }

  /// Returns the first cells of all rows of tables that are code, as they stand there.
  public List<String> codeCells() {
    return prose()
        .lines()
        .filter(line -> line.startsWith("| `"))
        .map(line -> line.substring(2, line.indexOf(" | ")))
        .toList();
  }

  /// Returns the text from one heading to the next of the same level.
  public Markdown section(String heading) {
    int start = text.indexOf("\n## " + heading + "\n") + 1;
    if (start == 0) {
      throw new IllegalArgumentException(file + " has no heading " + heading);
    }
    int end = text.indexOf("\n## ", start);
    return new Markdown(file, text.substring(start, end < 0 ? text.length() : end));
  }

  private String prose() {
    return BLOCK.matcher(text).replaceAll("");
  }

  private static String anchor(String heading) {
    return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
  }
}
