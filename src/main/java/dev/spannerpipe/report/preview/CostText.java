package dev.spannerpipe.report.preview;

import dev.spannerpipe.preview.Cost;
import dev.spannerpipe.preview.Cost.RowWork;
import dev.spannerpipe.schema.Name;
import dev.spannerpipe.text.ByteSize;
import dev.spannerpipe.text.English;
import dev.spannerpipe.text.SafeText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a plan costs Spanner, in clauses without a full stop.
final class CostText {
  private static final int MOST_TABLES = 4;
  private static final Comparator<RowWork> LARGEST_FIRST =
      Comparator.comparingLong((RowWork work) -> work.bytes().orElse(-1)).reversed();

  private CostText() {}

  /// Returns two or three clauses.
  static List<String> of(Cost cost) {
    List<String> clauses = new ArrayList<>();
    clauses.add(operations(cost));
    if (cost.work().isEmpty()) {
      clauses.add("no existing rows are validated or backfilled");
    }
    work(cost, Cost.Kind.VALIDATION, "validation", clauses);
    work(cost, Cost.Kind.BACKFILL, "backfill", clauses);
    return clauses;
  }

  private static String operations(Cost cost) {
    if (cost.operations() == 0) {
      return "no schema operations";
    }
    return "%s (%d without batching), at most %s"
        .formatted(
            English.count(cost.operations(), "schema operation"),
            cost.statements(),
            English.count(cost.schemaVersions(), "schema version"));
  }

  private static void work(Cost cost, Cost.Kind kind, String noun, List<String> clauses) {
    long count = cost.count(kind);
    if (count > 0) {
      Map<Name, RowWork> tables = new LinkedHashMap<>();
      cost.work().stream()
          .filter(work -> work.kind() == kind)
          .sorted(LARGEST_FIRST)
          .forEach(work -> tables.putIfAbsent(work.table(), work));
      clauses.add(English.count(count, noun) + " of " + tables(tables.values()));
    }
  }

  private static String tables(Collection<RowWork> tables) {
    List<String> words =
        tables.stream()
            .map(work -> "%s (%s)".formatted(SafeText.line(work.table().text()), size(work)))
            .toList();
    int more = words.size() - MOST_TABLES;
    if (more <= 0) {
      return English.list(words);
    }
    return String.join(", ", words.subList(0, MOST_TABLES))
        + " and "
        + English.count(more, "more table");
  }

  /// Returns the size of the table whose rows are read.
  static String size(RowWork work) {
    return work.bytes().isPresent() ? ByteSize.words(work.bytes().getAsLong()) : "size unknown";
  }
}
