package dev.spannerpipe.spanner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.sql.Dialect;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BookKeepingQueryTest {
  private static final List<String> GROW_WITH_EACH_RUN =
      List.of(
          "SPANNER_PIPE_RUN", "SPANNER_PIPE_STEP", "SPANNER_PIPE_INTENT", "SPANNER_PIPE_EXECUTION");

  /// A query of such a table may read all of it; an emulator always does.
  @ParameterizedTest
  @EnumSource(Dialect.class)
  void queriesNoTableThatGrowsWithEachRun(Dialect dialect) {
    BookKeepingQuery query = new BookKeepingQuery(withAllTables(dialect));

    for (String sql : List.of(query.state().getSql(), query.view().getSql())) {
      assertThat(sql)
          .contains("FROM SPANNER_PIPE_LEASE", "FROM SPANNER_PIPE_VERSION")
          .doesNotContain(GROW_WITH_EACH_RUN);
    }
  }

  private static DatabaseDescription withAllTables(Dialect dialect) {
    Map<BookKeepingTable, TableShape> tables = new EnumMap<>(BookKeepingTable.class);
    for (BookKeepingTable table : BookKeepingTable.values()) {
      tables.put(table, new TableShape(table.name(), Map.of()));
    }
    return new DatabaseDescription(dialect, false, Optional.empty(), tables);
  }
}
