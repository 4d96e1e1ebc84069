package dev.spannerpipe.lint;

import dev.spannerpipe.plan.Step;
import dev.spannerpipe.schema.Column;
import dev.spannerpipe.schema.Name;
import dev.spannerpipe.schema.ObjectName;
import dev.spannerpipe.schema.Property.Aspect;
import dev.spannerpipe.schema.SchemaModel;
import dev.spannerpipe.schema.Table;
import dev.spannerpipe.schema.ddl.SchemaStatements;
import dev.spannerpipe.schema.effect.Effect;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.sql.ObjectKind;
import dev.spannerpipe.sql.SchemaChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Names that a change set gives, or leaves to Spanner.
final class NameChecks {
  private NameChecks() {}

  /// Reports constraints that get their name from Spanner. The text of the statements is what
  /// matters, since the schema shows the names that Spanner made up.
  static List<LintFinding> unnamedConstraints(LintedChangeSet changeSet) {
    return changeSet.schemaChanges().stream()
        .flatMap(
            step ->
                unnamed(changeSet, step)
                    .map(
                        constraint ->
                            changeSet.finding(
                                LintRule.SP307,
                                step,
                                "The %s has no name, so Spanner makes one up".formatted(constraint),
                                "Write CONSTRAINT and a name before it, so that a later change set"
                                    + " can name it")))
        .toList();
  }

  private static Stream<String> unnamed(LintedChangeSet changeSet, Step step) {
    SchemaChange head = changeSet.head(step);
    Name name = changeSet.name(head.name());
    if (!head.type().equals("table") || !Set.of("create", "alter").contains(head.verb())) {
      return Stream.empty();
    }
    SchemaModel empty = SchemaModel.empty(changeSet.dialect());
    SchemaModel model = head.verb().equals("alter") ? empty.with(new Table(name)) : empty;
    String table =
        changeSet.after().table(name).map(found -> found.name().name().text()).orElse(head.name());
    return SchemaStatements.apply(model, step.text()).objects(Table.class).stream()
        .flatMap(made -> unnamed(made).map(each -> each + " of the table " + table));
  }

  private static Stream<String> unnamed(Table table) {
    return Stream.concat(
        table.constraints().foreignKeys().stream()
            .filter(key -> key.name().isEmpty())
            .map(key -> "foreign key " + key.definition()),
        table.constraints().checks().stream()
            .filter(check -> check.name().isEmpty())
            .map(check -> "check (" + check.expression() + ")"));
  }

  /// Reports names that every query must quote, that differ from another one only by case, or that
  /// are almost too long.
  static List<LintFinding> names(LintedChangeSet changeSet) {
    Map<String, List<Name>> spellings = spellings(changeSet);
    List<LintFinding> found = new ArrayList<>();
    for (Effect effect : changeSet.effects()) {
      ObjectName object = effect.object();
      boolean added = effect instanceof Effect.Added;
      if ((added && NamedObjects.isOne(object)) || isRenamed(effect)) {
        trouble(changeSet, object.name(), spellings.getOrDefault(folded(object.name()), List.of()))
            .ifPresent(trouble -> found.add(finding(changeSet, effect, object, trouble)));
      }
      if (added && object.kind() == ObjectKind.COLUMN) {
        column(changeSet, effect, object).ifPresent(found::add);
      }
    }
    for (Table table : changeSet.newTables()) {
      for (Column column : table.columns()) {
        column(
                changeSet,
                new Effect.Added(table.name()),
                table.part(ObjectKind.COLUMN, column.name()))
            .ifPresent(found::add);
      }
    }
    return found;
  }

  private static boolean isRenamed(Effect effect) {
    return effect instanceof Effect.Changed changed && changed.property().aspect() == Aspect.NAME;
  }

  private static Optional<LintFinding> column(
      LintedChangeSet changeSet, Effect effect, ObjectName column) {
    List<Name> spellings =
        changeSet.after().table(column.name()).stream()
            .flatMap(table -> table.columns().stream())
            .map(Column::name)
            .filter(other -> folded(other).equals(folded(column.part())))
            .toList();
    return trouble(changeSet, column.part(), spellings)
        .map(trouble -> finding(changeSet, effect, column, trouble));
  }

  /// Returns the names of objects by what is the same in all spellings. Only PostgreSQL accepts two
  /// names that differ only by case.
  private static Map<String, List<Name>> spellings(LintedChangeSet changeSet) {
    return changeSet.dialect() != Dialect.POSTGRESQL
        ? Map.of()
        : NamedObjects.of(changeSet.after())
            .map(ObjectName::name)
            .collect(Collectors.groupingBy(NameChecks::folded));
  }

  private static String folded(Name name) {
    return name.text().toLowerCase(Locale.ROOT);
  }

  private static Optional<String> trouble(
      LintedChangeSet changeSet, Name name, List<Name> spellings) {
    String last = name.text().substring(name.text().lastIndexOf('.') + 1);
    return ProblematicNames.trouble(changeSet.dialect(), last)
        .or(
            () ->
                spellings.stream()
                    .filter(other -> !other.equals(name))
                    .findFirst()
                    .map(other -> "differs from the name " + other + " only by case"));
  }

  private static LintFinding finding(
      LintedChangeSet changeSet, Effect effect, ObjectName object, String trouble) {
    return changeSet.finding(
        LintRule.SP308,
        effect,
        "The name of the %s %s".formatted(object, trouble),
        "Choose another name while nobody uses this one");
  }
}
