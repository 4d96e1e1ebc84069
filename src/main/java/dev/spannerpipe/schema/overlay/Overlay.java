package dev.spannerpipe.schema.overlay;

import dev.spannerpipe.schema.Column;
import dev.spannerpipe.schema.ObjectName;
import dev.spannerpipe.schema.SchemaModel;
import dev.spannerpipe.schema.SchemaObject;
import dev.spannerpipe.schema.Table;
import dev.spannerpipe.schema.ddl.SchemaStatements;
import dev.spannerpipe.schema.ddl.StatementFacts;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.sql.ObjectKind;
import dev.spannerpipe.sql.SchemaChange;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The schema that a database would have, while its statements are replayed on an emulator that
/// cannot hold all of them, and that prints some of what it holds wrongly. The overlay gets each
/// statement as it is in the changelog, and whether the emulator executed it. Then [#with] adds
/// what the emulator prints. Immutable.
public final class Overlay {
  private final SchemaModel model;
  private final Set<ObjectName> unseen;
  private final Set<ObjectName> uncertain;

  private Overlay(SchemaModel model, Set<ObjectName> unseen, Set<ObjectName> uncertain) {
    this.model = model;
    this.unseen = Set.copyOf(unseen);
    this.uncertain = Set.copyOf(uncertain);
  }

  /// Returns the overlay of a new database.
  public static Overlay empty(Dialect dialect) {
    return new Overlay(SchemaModel.empty(dialect), Set.of(), Set.of());
  }

  /// Returns the schema as it is now.
  public SchemaModel model() {
    return model;
  }

  /// Returns what the emulator did not execute, so that it is known only from its statements. For a
  /// table, this means its constraints and clauses.
  public Set<ObjectName> unseen() {
    return unseen;
  }

  /// Returns the columns of which the emulator lost a default or `NOT NULL`, and of which nobody
  /// knows whether Spanner does: PostgreSQL columns that got another type.
  public Set<ObjectName> uncertain() {
    return uncertain;
  }

  /// Returns the overlay after a statement that the emulator executed, maybe without some of its
  /// clauses.
  public Overlay held(String statement) {
    Overlay before = new Overlay(withoutCreated(statement), unseen, uncertain);
    return before.applied(statement);
  }

  /// Returns the schema without the object that a statement has created in the emulator. It can be
  /// there only by statements that the emulator did not execute.
  private SchemaModel withoutCreated(String statement) {
    return SchemaChange.of(model.dialect(), statement).conditional()
        ? model
        : SchemaStatements.declared(model.dialect(), statement)
            .map(created -> model.without(created.name()))
            .orElse(model);
  }

  private Overlay applied(String statement) {
    SchemaModel after = SchemaStatements.apply(model, statement);
    // The emulator keeps what only a statement that it did not execute has dropped.
    Set<ObjectName> still = new HashSet<>(unseen);
    still.removeIf(name -> !exists(model, name) && exists(after, name));
    still = renamed(still, statement);
    still.removeIf(name -> exists(model, name) && !exists(after, name));
    Set<ObjectName> lost = renamed(uncertain, statement);
    if (model.dialect() == Dialect.POSTGRESQL) {
      lost.addAll(retyped(after));
    }
    lost.removeIf(column -> !exists(after, column));
    return new Overlay(after, still, lost);
  }

  /// Returns the overlay after a statement that the emulator did not execute.
  public Overlay leftOut(String statement) {
    SchemaModel after = SchemaStatements.apply(model, statement);
    Set<ObjectName> names = new HashSet<>(unseen);
    names.addAll(Differences.between(model, after, statement));
    return new Overlay(after, names, uncertain);
  }

  /// Returns the overlay with what the emulator prints. Whatever the emulator holds and prints is
  /// taken from there.
  public Overlay with(SchemaModel printed) {
    return new Overlay(new OverlayMerge(printed, model, unseen).merged(), unseen, uncertain);
  }

  /// A table that gets another name is the same table, with the same parts.
  private Set<ObjectName> renamed(Set<ObjectName> names, String statement) {
    Set<ObjectName> renamed = new HashSet<>(names);
    if (!names.isEmpty()) {
      for (StatementFacts.Step step : StatementFacts.of(model, List.of(statement)).steps()) {
        if (step instanceof StatementFacts.Rename rename) {
          renamed = renamed.stream().map(rename::of).collect(Collectors.toCollection(HashSet::new));
        }
      }
    }
    return renamed;
  }

  private Set<ObjectName> retyped(SchemaModel after) {
    Set<ObjectName> retyped = new HashSet<>();
    for (Table table : after.objects(Table.class)) {
      for (Column column : table.columns()) {
        boolean changed =
            model
                .table(table.name().name())
                .flatMap(before -> before.column(column.name()))
                .filter(before -> !before.type().equals(column.type()))
                .isPresent();
        boolean mayLose =
            column.value().defaultValue().isPresent()
                || (column.notNull() && !table.isKey(column.name()));
        if (changed && mayLose) {
          retyped.add(table.part(ObjectKind.COLUMN, column.name()));
        }
      }
    }
    return retyped;
  }

  private static boolean exists(SchemaModel model, ObjectName name) {
    return name.part().isEmpty()
        ? model.has(name)
        : model.table(name.name()).flatMap(table -> table.column(name.part())).isPresent();
  }

  /// What a statement changes that the emulator never sees.
  private static final class Differences {
    private Differences() {}

    static Set<ObjectName> between(SchemaModel before, SchemaModel after, String statement) {
      Set<ObjectName> names = new HashSet<>();
      for (SchemaObject object : after.objects()) {
        SchemaObject old = before.find(object.name()).orElse(null);
        if (old instanceof Table from && object instanceof Table to) {
          names.addAll(between(from, to));
        } else if (!object.equals(old)) {
          names.add(object.name());
        }
      }
      for (SchemaObject object : before.objects()) {
        if (!after.has(object.name())) {
          names.add(object.name());
        }
      }
      return names.isEmpty() ? altered(after, statement) : names;
    }

    private static Set<ObjectName> between(Table from, Table to) {
      Set<ObjectName> names = new HashSet<>();
      for (Column column : to.columns()) {
        if (!from.columns().contains(column)) {
          names.add(to.part(ObjectKind.COLUMN, column.name()));
        }
      }
      for (Column column : from.columns()) {
        if (to.column(column.name()).isEmpty()) {
          names.add(to.part(ObjectKind.COLUMN, column.name()));
        }
      }
      boolean other =
          !from.primaryKey().equals(to.primaryKey())
              || !from.constraints().equals(to.constraints())
              || !from.traits().equals(to.traits());
      if (other) {
        names.add(to.name());
      }
      return names;
    }

    /// The schema may already have what a statement adds, such as a foreign key that was taken out
    /// of its table.
    private static Set<ObjectName> altered(SchemaModel after, String statement) {
      return SchemaStatements.alteredTable(after, statement)
          .<Set<ObjectName>>map(table -> Set.of(table.name()))
          .orElse(Set.of());
    }
  }
}
