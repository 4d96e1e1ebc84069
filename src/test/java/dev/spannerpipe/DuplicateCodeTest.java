package dev.spannerpipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.sourceforge.pmd.cpd.CPDConfiguration;
import net.sourceforge.pmd.cpd.CpdAnalysis;
import net.sourceforge.pmd.cpd.Mark;
import net.sourceforge.pmd.cpd.Match;
import net.sourceforge.pmd.lang.java.JavaLanguageModule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Nothing is written twice, as PMD's copy and paste detector finds it: imports, comments and blank
/// lines do not make two places different.
class DuplicateCodeTest {
  private static final int LINES = 10;

  /// Ten lines with less are signatures and braces.
  private static final int TOKENS = 20;

  @TempDir Path directory;

  @Test
  void noTenLinesOfMainCodeStandTwice() throws IOException {
    assertThat(duplicates(Path.of("src/main/java"))).isEmpty();
  }

  @Test
  void tenLinesAreFoundAndNineAreNot() throws IOException {
    String nine =
        IntStream.range(0, 9)
            .mapToObj(line -> "    work(%d);\n".formatted(line))
            .collect(Collectors.joining());
    write("A", "void a() {\n    int first = 1;\n" + nine + "    end(1);\n}");
    write("B", "int b() {\n    long other = 2L;\n" + nine + "    int c = 1;\n}");

    assertThat(duplicates(directory)).isEmpty();

    write("C", "String c() {\n    float third = 3f;\n" + nine + "    end(1);\n    return null;\n}");

    assertThat(duplicates(directory)).containsExactly("A.java:4-13 C.java:4-13");
  }

  private void write(String name, String member) throws IOException {
    Files.writeString(
        directory.resolve(name + ".java"), "class %s {\n%s\n}\n".formatted(name, member));
  }

  private static List<String> duplicates(Path sources) throws IOException {
    CPDConfiguration configuration = new CPDConfiguration();
    configuration.setMinimumTileSize(TOKENS);
    configuration.setSourceEncoding(StandardCharsets.UTF_8);
    configuration.setOnlyRecognizeLanguage(JavaLanguageModule.getInstance());
    List<String> found = new ArrayList<>();
    try (CpdAnalysis analysis = CpdAnalysis.create(configuration)) {
      analysis.files().addDirectory(sources);
      analysis.performAnalysis(
          report -> {
            assertThat(report.getProcessingErrors()).isEmpty();
            assertThat(report.getNumberOfTokensPerFile()).isNotEmpty();
            report.getMatches().stream()
                .filter(match -> match.getLineCount() >= LINES)
                .map(DuplicateCodeTest::places)
                .forEach(found::add);
          });
    }
    return found;
  }

  private static String places(Match match) {
    return match.getMarkSet().stream()
        .map(Mark::getLocation)
        .map(
            location ->
                "%s:%d-%d"
                    .formatted(
                        location.getFileId().getFileName(),
                        location.getStartLine(),
                        location.getEndLine()))
        .sorted()
        .collect(Collectors.joining(" "));
  }
}
