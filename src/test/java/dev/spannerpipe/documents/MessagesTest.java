package dev.spannerpipe.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.testing.Markdown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the pages quote as a message is one. The pages shorten with `…`; each part between must be
/// in the text of the main code.
class MessagesTest {
  private static final Path MAIN = Path.of(System.getProperty("basedir", ""), "src/main/java");
  private static final Pattern JOINT = Pattern.compile("\"\\s*\\+\\s*\"");

  /// The code puts the name of a variable where its message ends with one.
  private static final Pattern VARIABLE_AT_THE_END = Pattern.compile(" [A-Z_]+$");

  @Test
  void everyMessageOfTheTroubleshootingIsOneOfThePipe() throws IOException {
    String code = code();
    List<String> unknown = new ArrayList<>();
    for (String message : Markdown.page("src/docs/troubleshooting.md").codeCells()) {
      if (!isMessage(message)) {
        continue;
      }
      for (String part : message.split("…", -1)) {
        String words = part.replaceAll("^[ :().`]+|[ :().`]+$", "");
        String text = VARIABLE_AT_THE_END.matcher(words).replaceFirst("");
        if (!code.contains(text.toLowerCase(Locale.ROOT))) {
          unknown.add(message + ": no message has \"" + text + "\"");
        }
      }
    }

    assertThat(unknown).isEmpty();
  }

  @Test
  void readmeHasTheTenMostCommonOnes() {
    List<String> all = Markdown.page("src/docs/troubleshooting.md").codeCells();

    assertThat(Markdown.page("README.md").section("Troubleshooting").codeCells())
        .hasSize(10)
        .isSubsetOf(all);
  }

  /// The table of settings that `doctor` calls dangerous quotes settings.
  private static boolean isMessage(String cell) {
    return cell.matches("`[^`]* [^`]*`") && !cell.contains("principalSet");
  }

  private static String code() throws IOException {
    StringBuilder code = new StringBuilder();
    try (Stream<Path> files = Files.walk(MAIN)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        code.append(JOINT.matcher(Files.readString(file)).replaceAll("")).append('\n');
      }
    }
    return code.toString().toLowerCase(Locale.ROOT);
  }
}
