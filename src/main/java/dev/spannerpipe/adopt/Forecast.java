package dev.spannerpipe.adopt;

import dev.spannerpipe.plan.PlannedChangeSet;
import dev.spannerpipe.plan.Step;
import dev.spannerpipe.schema.SchemaModel;
import dev.spannerpipe.schema.ddl.SchemaStatements;
import dev.spannerpipe.sql.Dialect;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// How far each prefix of a changelog is from the database, by the texts of its statements alone.
/// With it, an emulator needs to show the schema only after the prefixes that matter.
///
/// @param distances for each prefix, how many names only one of the two schemas has; the first one
///   is of one change set
record Forecast(List<Integer> distances) {
  Forecast {
    distances = List.copyOf(distances);
  }

  static Forecast of(
      Dialect dialect,
      List<PlannedChangeSet> changeSets,
      SchemaModel database,
      LeftOutTables leftOut) {
    NameDifference names = new NameDifference(database, leftOut);
    SchemaModel model = SchemaModel.empty(dialect);
    List<Integer> distances = new ArrayList<>();
    for (PlannedChangeSet planned : changeSets) {
      SchemaModel after =
          SchemaStatements.apply(model, planned.rest().stream().map(Step::text).toList());
      names.update(model, after);
      distances.add(names.size());
      model = after;
    }
    return new Forecast(distances);
  }

  /// Returns the numbers of change sets after which the schema matters: where all names fit; if
  /// they fit nowhere, the last place where the fewest differ.
  Set<Integer> edges() {
    int fewest = distances.stream().mapToInt(Integer::intValue).min().orElse(0);
    Set<Integer> edges = new HashSet<>();
    for (int i = distances.size() - 1; i >= 0; i--) {
      if (distances.get(i) == fewest && (fewest == 0 || edges.isEmpty())) {
        edges.add(i + 1);
      }
    }
    return edges;
  }

  /// Returns how many names are expected to differ after this many change sets.
  int after(int count) {
    return distances.get(count - 1);
  }
}
