package dev.spannerpipe.adopt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.ChangeSets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whether the versions of another tool fit a prefix.
class VersionTableTest {
  private static final List<ChangeSet> THREE =
      List.of(ChangeSets.of("1_a"), ChangeSets.of("2_b"), ChangeSets.of("3_c"));

  private static VersionTable highest(long version) {
    return new VersionTable("SchemaMigrations", version, Optional.empty());
  }

  @Test
  void theHighestVersionHasToBeTheLastOfThePrefix() {
    assertThat(highest(2).mismatch(THREE, 2)).isEmpty();
    assertThat(highest(3).mismatch(THREE, 2))
        .hasValue("schema.sql::3_c::ann has version 3, which is applied by SchemaMigrations");
    assertThat(highest(1).mismatch(THREE, 2))
        .hasValue("schema.sql::2_b::ann has version 2, which is not applied by SchemaMigrations");
  }

  @Test
  void eachVersionHasToFitIfEachIsStored() {
    VersionTable each = new VersionTable("SchemaMigrationsHistory", 3, Optional.of(Set.of(1L, 3L)));

    assertThat(each.mismatch(THREE, 3))
        .hasValue(
            "schema.sql::2_b::ann has version 2, which is not applied by SchemaMigrationsHistory");
    assertThat(each.words()).isEqualTo("SchemaMigrationsHistory has 2 versions, up to 3");
  }

  @Test
  void aChangelogWithoutVersionsFitsNone() {
    assertThat(highest(2).mismatch(List.of(ChangeSets.of("a")), 1))
        .hasValue("no file and no change set of the changelog begins with a version");
  }

  @ParameterizedTest
  @CsvSource({
    "000012_orders, 12",
    "12, 12",
    "20240101120000-x, 20240101120000",
    "12orders, -1",
    "a12, -1",
  })
  void aVersionIsTheNumberAtTheBeginningOfAnId(String id, long version) {
    assertThat(VersionTable.number(ChangeSets.of(id)))
        .isEqualTo(version < 0 ? OptionalLong.empty() : OptionalLong.of(version));
  }
}
