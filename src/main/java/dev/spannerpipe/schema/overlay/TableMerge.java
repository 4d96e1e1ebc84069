package dev.spannerpipe.schema.overlay;

import dev.spannerpipe.schema.Column;
import dev.spannerpipe.schema.Column.ColumnValue;
import dev.spannerpipe.schema.Column.Generated;
import dev.spannerpipe.schema.ColumnType;
import dev.spannerpipe.schema.Constraints;
import dev.spannerpipe.schema.ForeignKey;
import dev.spannerpipe.schema.Name;
import dev.spannerpipe.schema.ObjectName;
import dev.spannerpipe.schema.Table;
import dev.spannerpipe.schema.TableTraits;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.sql.ObjectKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Puts what is declared of a table over what the emulator prints of it.
record TableMerge(Table printed, Table declared, Set<ObjectName> unseen, Dialect dialect) {
  /// Types that the emulator cannot hold, and that a replay makes texts.
  private static final Set<String> REPLACED = Set.of("UUID", "INTERVAL");

  Table merged() {
    boolean whole = unseen.contains(declared.name());
    return new Table(
        printed.name(),
        columns(),
        whole ? declared.primaryKey() : printed.primaryKey(),
        whole ? declared.constraints() : constraints(),
        whole ? declared.traits() : traits());
  }

  private List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    for (Column column : printed.columns()) {
      Optional<Column> known = declared.column(column.name());
      if (isUnseen(column)) {
        known.ifPresent(columns::add);
      } else {
        columns.add(known.map(found -> merged(column, found)).orElse(column));
      }
    }
    declared.columns().stream()
        .filter(column -> isUnseen(column) && printed.column(column.name()).isEmpty())
        .forEach(columns::add);
    return columns;
  }

  private boolean isUnseen(Column column) {
    return unseen.contains(declared.part(ObjectKind.COLUMN, column.name()));
  }

  private Column merged(Column column, Column known) {
    boolean retyped = dialect == Dialect.POSTGRESQL;
    ColumnValue value = column.value();
    return new Column(
        column.name(),
        type(column.type(), known.type()),
        column.notNull() || (retyped && known.notNull()),
        new ColumnValue(
            value
                .defaultValue()
                .or(() -> retyped ? known.value().defaultValue() : Optional.empty()),
            known.value().onUpdate(),
            value.generated().map(printedValue -> generated(printedValue, known)),
            value.identity().or(() -> known.value().identity())),
        known.hidden(),
        known.options(),
        known.others());
  }

  private static ColumnType type(ColumnType type, ColumnType known) {
    boolean replaced =
        REPLACED.stream().anyMatch(name -> known.text().toUpperCase(Locale.ROOT).contains(name));
    return replaced || isStillCommitTimestamp(type, known)
        ? known
        : type.withVectorLength(known.vectorLength());
  }

  /// The emulator accepts `TYPE timestamptz` for a column of commit timestamps, and does nothing.
  private static boolean isStillCommitTimestamp(ColumnType type, ColumnType known) {
    return type.text().equals("spanner.commit_timestamp")
        && known.text().equals("timestamp with time zone");
  }

  /// The emulator prints every generated column as stored.
  private static Generated generated(Generated value, Column known) {
    return new Generated(
        value.expression(),
        known.value().generated().map(Generated::stored).orElse(value.stored()));
  }

  private Constraints constraints() {
    return printed
        .constraints()
        .withForeignKeys(printed.constraints().foreignKeys().stream().map(this::merged).toList());
  }

  /// The emulator enforces every foreign key.
  private ForeignKey merged(ForeignKey key) {
    boolean enforced =
        declared.constraints().foreignKeys().stream()
            .filter(known -> isSame(key, known))
            .allMatch(ForeignKey::enforced);
    return new ForeignKey(key.name(), key.columns(), key.reference(), key.onDelete(), enforced);
  }

  private static boolean isSame(ForeignKey key, ForeignKey known) {
    ForeignKey enforced =
        new ForeignKey(Name.NONE, known.columns(), known.reference(), known.onDelete(), true);
    return known.name().isEmpty()
        ? key.withName(Name.NONE).equals(enforced)
        : known.name().equals(key.name());
  }

  private TableTraits traits() {
    TableTraits known = declared.traits();
    return switch (dialect) {
      case GOOGLE_STANDARD_SQL ->
          new TableTraits(
              printed.traits().interleaving().or(known::interleaving),
              printed.traits().rowDeletion(),
              printed.traits().synonyms(),
              known.options(),
              known.others());
      case POSTGRESQL ->
          new TableTraits(
              printed.traits().interleaving().or(known::interleaving),
              known.rowDeletion(),
              known.synonyms(),
              known.options(),
              known.others());
    };
  }
}
