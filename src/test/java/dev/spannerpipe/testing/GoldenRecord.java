package dev.spannerpipe.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Compares the record of runs with the one that an earlier version of the code left: what is
/// stored in databases and builds must be written the same way for ever.
///
/// Masked is what differs from one time to the next (ids, times, hashes, addresses), and what
/// people read and may be reworded: the members `message`, `action`, `reason` and `horizon`. All
/// the rest, names and types of members above all, must be equal to the file in
/// `src/test/resources/record`. What was found is kept in `target/record`.
public final class GoldenRecord {
  private static final Pattern RUN_ID = Pattern.compile("\\d{8}T\\d{6}Z-[0-9a-f]{8}");

  /// How often a running operation is polled depends on the machine, and one of many equal
  /// statements stands for all.
  private static final String REPEATED =
      "(?m)^(.*\"name\":\"(?:batchProgress|statementCommitted)\".*\n)\\1+";

  private final Map<String, String> names = new LinkedHashMap<>();

  /// Masks a text of this run, such as an address.
  public GoldenRecord masking(String text, String name) {
    names.put(text, "<" + name + ">");
    return this;
  }

  /// Asserts that the masked lines are those of the file.
  public void assertEqual(String name, List<String> lines) {
    String found = masked(lines);
    keep(name, found);
    assertThat(found).as("record/%s.jsonl", name).isEqualTo(expected(name));
  }

  private String masked(List<String> lines) {
    Map<String, String> runs = new HashMap<>();
    return lines.stream()
        .map(line -> RUN_ID.matcher(mask(line)).replaceAll(found -> run(found.group(), runs)))
        .collect(Collectors.joining("\n", "", "\n"))
        .replaceAll(REPEATED, "$1");
  }

  private static String run(String id, Map<String, String> runs) {
    return Matcher.quoteReplacement(
        runs.computeIfAbsent(id, _ -> "<run " + (runs.size() + 1) + ">"));
  }

  private String mask(String line) {
    String text = line;
    for (Map.Entry<String, String> each : names.entrySet()) {
      text = text.replace(each.getKey(), each.getValue());
    }
    return text.replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "<time>")
        .replaceAll("\\b[0-9a-f]{64}\\b", "<digest>")
        .replaceAll(
            "\"(message|action|reason|horizon)\":\"(?:[^\"\\\\]|\\\\.)*\"", "\"$1\":\"<text>\"")
        .replaceAll("\"(elapsedMillis|progressPercent|sequence)\":-?\\d+", "\"$1\":0")
        .replaceAll("http://127\\.0\\.0\\.1:\\d+", "<address>")
        .replaceAll("\"version\":\"[^\"]*\"", "\"version\":\"<version>\"")
        .replaceAll("bb-shop-0-57e90000-0123456-[0-9a-f]{8}", "<session>")
        .replaceAll("shop-production-[0-9a-f]{16}-a", "<deployment>-a");
  }

  private static String expected(String name) {
    String path = "/record/" + name + ".jsonl";
    try (InputStream file =
        Objects.requireNonNull(GoldenRecord.class.getResourceAsStream(path), path)) {
      return new String(file.readAllBytes(), UTF_8);
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  private static void keep(String name, String text) {
    try {
      Path folder = Files.createDirectories(Path.of("target", "record"));
      Files.writeString(folder.resolve(name + ".jsonl"), text);
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }
}
