package dev.spannerpipe.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Holds the page on the record against the types of the events.
class RecordDocumentTest {
  private static final Path PAGE =
      Path.of(System.getProperty("basedir", "."), "src/docs/record.md");
  private static final Pattern ROW =
      Pattern.compile("\\| `([a-zA-Z]+)` \\| ([^|]*) \\| [A-Z][^|]*\\. \\|");
  private static final Map<Class<?>, String> WORDS =
      Map.of(
          String.class, "string",
          long.class, "number",
          Long.class, "number",
          boolean.class, "flag",
          Boolean.class, "flag",
          Instant.class, "time",
          List.class, "list",
          OpenStates.class, "list");

  @Test
  void listsEachEventWithItsMembers() throws IOException {
    List<String> documented =
        Files.readAllLines(PAGE).stream()
            .map(ROW::matcher)
            .filter(java.util.regex.Matcher::matches)
            .map(row -> row.group(1) + ": " + row.group(2))
            .toList();

    assertThat(documented)
        .containsExactlyInAnyOrderElementsOf(
            SampleEvents.types().stream()
                .map(type -> EventJson.name(type) + ": " + members(type))
                .toList());
  }

  private static String members(Class<?> type) {
    return components(type)
        .sorted(Comparator.comparing(RecordComponent::getName))
        .map(RecordDocumentTest::word)
        .collect(Collectors.joining(", "));
  }

  private static Stream<RecordComponent> components(Class<?> type) {
    return RecordType.of(type).components().stream()
        .flatMap(
            component ->
                WORDS.containsKey(component.getType())
                    ? Stream.of(component)
                    : components(component.getType()));
  }

  private static String word(RecordComponent component) {
    return "`%s` %s%s"
        .formatted(
            component.getName(),
            WORDS.get(component.getType()),
            RecordType.mayBeNull(component) ? "?" : "");
  }
}
