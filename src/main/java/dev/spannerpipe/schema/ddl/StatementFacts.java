package dev.spannerpipe.schema.ddl;

import dev.spannerpipe.schema.Name;
import dev.spannerpipe.schema.ObjectName;
import dev.spannerpipe.schema.Property;
import dev.spannerpipe.schema.Property.Aspect;
import dev.spannerpipe.schema.SchemaModel;
import dev.spannerpipe.schema.UnknownObject;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.sql.ObjectKind;
import dev.spannerpipe.sql.SchemaChange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The facts about statements that the schemas before and after them do not show: what they rename,
/// what they drop and maybe create again, and which properties they remove by name.
public final class StatementFacts {
  /// Of no statements.
  public static final StatementFacts NONE = new StatementFacts(List.of(), Set.of());

  private final List<Step> steps;
  private final Set<Removal> removals;

  private StatementFacts(List<Step> steps, Set<Removal> removals) {
    this.steps = List.copyOf(steps);
    this.removals = Set.copyOf(removals);
  }

  /// Something that makes another object of a name.
  public sealed interface Step {}

  /// A table gets another name.
  public record Rename(Name from, Name to) implements Step {
    /// Returns the name that an object or a part of a table has after this.
    public ObjectName of(ObjectName object) {
      return object.owner().kind() == ObjectKind.TABLE && object.name().equals(from)
          ? new ObjectName(object.kind(), to, object.part())
          : object;
    }
  }

  /// An object or a column is dropped.
  public record Drop(ObjectName object) implements Step {}

  /// A property that a statement removes by name.
  private record Removal(ObjectName object, Property property) {}

  /// Returns the facts about these statements. Tables have their names, also where a statement has
  /// a synonym.
  ///
  /// @param before the schema before the statements
  public static StatementFacts of(SchemaModel before, List<String> statements) {
    Collector collector = new Collector(before);
    statements.forEach(collector::add);
    return new StatementFacts(collector.steps, collector.removals);
  }

  /// Returns the renames and drops, in their order.
  public List<Step> steps() {
    return steps;
  }

  /// Returns whether a statement names the property of this object in order to remove it.
  public boolean removes(ObjectName object, Property property) {
    return removals.contains(new Removal(object, property));
  }

  /// Collects from one statement after another.
  private static final class Collector {
    private final List<Step> steps = new ArrayList<>();
    private Set<Removal> removals = new HashSet<>();
    private SchemaModel model;

    Collector(SchemaModel model) {
      this.model = model;
    }

    void add(String statement) {
      collect(model.dialect(), statement);
      model = SchemaStatements.apply(model, statement);
    }

    private void collect(Dialect dialect, String statement) {
      TokenReader reader = TokenReader.of(dialect, statement);
      SchemaChange change = SchemaChange.of(dialect, statement);
      if (change.verb().equals("rename")) {
        Renames.of(reader).forEach(rename -> rename(table(rename.from()), rename.to()));
      } else if (Set.of("create", "alter", "drop").contains(change.verb())) {
        Optional<StatementHead> head = StatementHead.take(reader, change);
        head.ifPresentOrElse(
            found -> add(reader, found),
            () -> {
              if (change.verb().equals("drop")) {
                steps.add(new Drop(UnknownObject.name(dialect, change)));
              }
            });
      }
    }

    private Name table(Name nameOrSynonym) {
      return model
          .tableOrSynonym(nameOrSynonym)
          .map(table -> table.name().name())
          .orElse(nameOrSynonym);
    }

    private void add(TokenReader reader, StatementHead head) {
      boolean table = head.kind() == ObjectKind.TABLE;
      Name name = table ? table(head.name()) : head.name();
      ObjectName object = new ObjectName(head.kind(), name);
      switch (head.verb()) {
        case "drop" -> drop(object);
        case "alter" -> {
          if (table) {
            TableClauses clauses = new TableClauses(name);
            reader.split(reader.rest()).forEach(clause -> clauses.add(reader.over(clause)));
          } else {
            ObjectName altered =
                head.kind() == ObjectKind.DATABASE
                    ? new ObjectName(head.kind(), Name.NONE)
                    : object;
            options(reader, altered);
          }
        }
        default -> {
          if (head.replaces()) {
            remove(object, Property.of(Aspect.DEFINER));
          }
        }
      }
    }

    private void drop(ObjectName object) {
      if (object.kind().isIndex()) {
        for (ObjectKind kind : ObjectKind.values()) {
          if (kind.isIndex()) {
            steps.add(new Drop(new ObjectName(kind, object.name())));
          }
        }
      } else {
        steps.add(new Drop(object));
      }
    }

    private void remove(ObjectName object, Property property) {
      removals.add(new Removal(object, property));
    }

    private void rename(Name from, Name to) {
      Rename rename = new Rename(from, to);
      steps.add(rename);
      removals =
          removals.stream()
              .map(removal -> new Removal(rename.of(removal.object()), removal.property()))
              .collect(Collectors.toCollection(HashSet::new));
    }

    /// Every option that is named counts. Only options that are gone are looked up.
    private void options(TokenReader reader, ObjectName object) {
      while (!reader.atEnd()) {
        if (reader.is("stored") || reader.is("include")) {
          remove(object, Property.of(Aspect.STORING));
        }
        if (reader.take("reset")) {
          options(object, OptionsParser.one(reader.over(reader.tail())));
        }
        if (reader.isSymbol('(')) {
          options(object, OptionsParser.parentheses(reader));
        } else {
          boolean set = reader.take("set");
          if (set && !reader.is("options") && !reader.isSymbol('(')) {
            options(object, OptionsParser.one(reader.over(reader.tail())));
          }
          reader.take("options");
          if (!reader.isSymbol('(')) {
            reader.skip();
          }
        }
      }
    }

    private void options(ObjectName object, Map<String, String> options) {
      options.keySet().forEach(option -> remove(object, Property.option(option)));
    }

    /// Collects from the clauses of one `ALTER TABLE`, in which the table may get another name.
    private final class TableClauses {
      private Name table;

      TableClauses(Name table) {
        this.table = table;
      }

      void add(TokenReader clause) {
        ObjectName name = new ObjectName(ObjectKind.TABLE, table);
        if (clause.take("rename")) {
          clause.take("with", "synonym");
          clause.take("to");
          Name young = clause.name();
          rename(table, young);
          table = young;
        } else if (clause.take("drop")) {
          dropped(clause, name);
        } else if (clause.take("alter")) {
          column(clause);
        } else if (clause.take("set")) {
          options(clause, name);
        }
      }

      private void dropped(TokenReader clause, ObjectName name) {
        if (clause.is("row", "deletion", "policy") || (clause.postgresql() && clause.is("ttl"))) {
          remove(name, Property.of(Aspect.ROW_DELETION));
        } else if (!clause.is("constraint") && !clause.is("synonym")) {
          clause.take("column");
          clause.takeCondition();
          steps.add(new Drop(new ObjectName(ObjectKind.COLUMN, table, clause.name())));
        }
      }

      private void column(TokenReader clause) {
        clause.take("column");
        clause.takeCondition();
        ObjectName column = new ObjectName(ObjectKind.COLUMN, table, clause.name());
        if (clause.take("drop")) {
          Aspect aspect =
              clause.is("not", "null")
                  ? Aspect.NOT_NULL
                  : clause.is("default")
                      ? Aspect.DEFAULT
                      : clause.is("on", "update")
                          ? Aspect.ON_UPDATE
                          : clause.is("hidden")
                              ? Aspect.HIDDEN
                              : clause.is("identity") ? Aspect.IDENTITY : Aspect.GENERATED;
          remove(column, Property.of(aspect));
        } else if (clause.take("set")) {
          options(clause, column);
        }
      }
    }
  }
}
