package dev.spannerpipe.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Nothing that widens a test can be forgotten by `.ci/run --all`, or by the page that says what
/// runs where.
class ProofTableTest {
  private static final Path BASE = Path.of(System.getProperty("basedir", ""));
  private static final Path TESTS = BASE.resolve("src/test/java");
  private static final Pattern WIDENING =
      Pattern.compile(
          "(?:Proof\\.(?:isWhole|cases)|@WholeProofOnly)\\(\\s*(?:\"([a-z.]+)\"|([A-Z_]+))");
  private static final Pattern OTHER_WAYS =
      Pattern.compile(
          "Boolean\\.getBoolean|Integer\\.getInteger|@(?:Enabled|Disabled)IfSystemProperty|@Disabled\\b");
  private static final Pattern ROW =
      Pattern.compile("^\\|[^|]*\\| `(\\w+)` \\|(?:[^|]*\\|){2}(.*)\\|$");
  private static final Pattern PROPERTY = Pattern.compile("`([a-z]+\\.[a-z]+)`");

  @Test
  void everyTestThatCanBeWidenedIsInTheTable() throws IOException {
    Set<String> inCode = new TreeSet<>();
    for (Path file : sources()) {
      String text = Files.readString(file);
      Matcher widening = WIDENING.matcher(text);
      while (widening.find()) {
        String property =
            widening.group(1) != null ? widening.group(1) : constant(text, widening.group(2));
        inCode.add(nameOf(file) + " " + property);
      }
    }

    assertThat(inCode).isNotEmpty().isEqualTo(inTable());
  }

  @Test
  void everyTestGetsItsWidthFromOnePlace() throws IOException {
    List<String> others =
        sources().stream()
            .filter(file -> !nameOf(file).equals("Proof") && contains(file, OTHER_WAYS))
            .map(ProofTableTest::nameOf)
            .toList();

    assertThat(others).isEmpty();
  }

  private static Set<String> inTable() throws IOException {
    Set<String> rows = new TreeSet<>();
    for (String line : Files.readAllLines(BASE.resolve("src/docs/contributing.md"))) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        PROPERTY
            .matcher(row.group(2))
            .results()
            .forEach(property -> rows.add(row.group(1) + " " + property.group(1)));
      }
    }
    return rows;
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(TESTS)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !nameOf(file).equals(ProofTableTest.class.getSimpleName()))
          .toList();
    }
  }

  private static boolean contains(Path file, Pattern pattern) {
    try {
      return pattern.matcher(Files.readString(file)).find();
    } catch (IOException failure) {
      throw new java.io.UncheckedIOException(failure);
    }
  }

  private static String constant(String text, String name) {
    Matcher matcher = Pattern.compile("String " + name + " = \"([a-z.]+)\";").matcher(text);
    assertThat(matcher.find()).as(name).isTrue();
    return matcher.group(1);
  }

  private static String nameOf(Path file) {
    return file.getFileName().toString().replace(".java", "");
  }
}
