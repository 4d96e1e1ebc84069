package dev.spannerpipe.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.testing.Proof;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import liquibase.changelog.DatabaseChangeLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryPathTest {
  private static final String[] PARTS = {"a", "b.sql", ".", "..", "c d", "é"};

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a/x.sql",
        "/a/x.sql",
        "./a/x.sql",
        "a//x.sql",
        "a/./x.sql",
        "a/b/../x.sql",
        "a\\x.sql",
        "C:/a/x.sql",
        "C:\\a\\x.sql",
        "classpath:a/x.sql",
        "classpath:/a/x.sql"
      })
  void areOnePathInEachSpelling(String path) {
    assertThat(HistoryPath.normalized(path)).isEqualTo("a/x.sql");
  }

  @Test
  void areSpelledAsLiquibaseSpellsThem() {
    Random random = new Random(Proof.seed("paths.seed"));
    for (int i = 0; i < 2_000; i++) {
      String path =
          random
              .ints(1 + random.nextInt(6), 0, PARTS.length)
              .mapToObj(part -> PARTS[part])
              .collect(Collectors.joining(random.nextInt(4) == 0 ? "\\" : "/"));
      assertThat(HistoryPath.normalized(path))
          .as(path)
          .isEqualTo(DatabaseChangeLog.normalizePath(path));
    }
  }

  @Test
  void stayWhatTheyAreWhereTheyAreNone() {
    assertThat(Stream.of("", "..", "product", "ab:c", "\0").map(HistoryPath::normalized))
        .containsExactly("", "..", "product", "ab:c", "\0");
  }
}
