package dev.spannerpipe.preview.replay;

import dev.spannerpipe.plan.PlannedChangeSet;
import dev.spannerpipe.plan.Step;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.sql.SchemaChange;
import dev.spannerpipe.sql.StatementKind;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds out which objects' definitions a change set changes. Change sets that touch different
/// objects can be executed together: each difference in the schema then has one owner. Immutable.
final class TouchedObjects {
  private final Dialect dialect;
  private final Synonyms synonyms;

  TouchedObjects(Dialect dialect) {
    this(dialect, Synonyms.none(dialect));
  }

  private TouchedObjects(Dialect dialect, Synonyms synonyms) {
    this.dialect = dialect;
    this.synonyms = synonyms;
  }

  /// Returns a finder that knows the names that these statements give to tables: a statement can
  /// name its table by a synonym.
  TouchedObjects with(List<String> statements) {
    return new TouchedObjects(dialect, synonyms.with(statements));
  }

  /// Returns the objects; empty if that is not known, because it is not only text that is executed
  /// as a schema change, because a statement may change any object, or because what stands for a
  /// statement in the emulator depends on the statements before it.
  Optional<Set<String>> of(PlannedChangeSet planned) {
    Set<String> touched = new HashSet<>();
    for (Step step : planned.rest()) {
      if (step.kind() != StatementKind.DDL
          || !(step instanceof Step.Sql)
          || step.protoDescriptors().isPresent()) {
        return Optional.empty();
      }
      Set<String> objects = of(step.text());
      if (objects.isEmpty() || StreamAlteration.is(new DdlText(dialect, step.text()))) {
        return Optional.empty();
      }
      touched.addAll(objects);
    }
    return planned.queriesDatabaseFirst() ? Optional.empty() : Optional.of(touched);
  }

  /// Returns the objects that a statement changes, with the kind of each; empty if they are not
  /// clear.
  Set<String> of(String statement) {
    DdlText text = new DdlText(dialect, statement);
    SchemaChange head = text.head();
    if (head.isAccessControl()) {
      return Set.of("access control " + statement);
    }
    if (head.name().isEmpty() || head.type().equals("schema") || TableNames.isRename(text)) {
      return Set.of();
    }
    return head.type().equals("table")
        ? Set.of("table " + synonyms.of(head.name()))
        : Set.of(kind(head.type()) + " " + head.name());
  }

  /// All kinds of indexes share their names.
  private static String kind(String type) {
    return type.endsWith("index") ? "index" : type;
  }
}
