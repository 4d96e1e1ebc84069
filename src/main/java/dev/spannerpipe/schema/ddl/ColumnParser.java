package dev.spannerpipe.schema.ddl;

import dev.spannerpipe.schema.CheckConstraint;
import dev.spannerpipe.schema.Column;
import dev.spannerpipe.schema.Column.ColumnValue;
import dev.spannerpipe.schema.Column.Generated;
import dev.spannerpipe.schema.ColumnType;
import dev.spannerpipe.schema.ForeignKey;
import dev.spannerpipe.schema.Name;
import dev.spannerpipe.schema.SequenceProperties;
import dev.spannerpipe.sql.SourceToken;
import dev.spannerpipe.sql.SqlFragment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Reads the definition of a column, with the constraints that PostgreSQL and GoogleSQL allow in
/// it.
final class ColumnParser {
  private final TokenReader reader;
  private Column column;
  private boolean key;
  private boolean saysHidden;
  private final List<ForeignKey> foreignKeys = new ArrayList<>();
  private final List<CheckConstraint> checks = new ArrayList<>();

  private ColumnParser(TokenReader reader, Name name) {
    this.reader = reader;
    boolean counts = reader.postgresql() && reader.isAny("serial", "bigserial");
    this.column = new Column(name, ColumnType.of(reader.dialect(), TypeParser.tokens(reader)));
    if (counts) {
      this.column =
          column.withValue(ColumnValue.NONE.withIdentity(Optional.of(SequenceProperties.DEFAULT)));
    }
  }

  /// A column, and the parts of its definition that belong to the table.
  ///
  /// @param key whether it is the primary key
  /// @param saysHidden whether `HIDDEN` is written
  record Definition(
      Column column,
      boolean key,
      boolean saysHidden,
      List<ForeignKey> foreignKeys,
      List<CheckConstraint> checks) {}

  /// Reads a name and a definition.
  static Definition named(TokenReader reader) {
    return definition(reader, reader.name());
  }

  /// Reads the definition of the column with this name.
  static Definition definition(TokenReader reader, Name name) {
    ColumnParser parser = new ColumnParser(reader, name);
    while (!reader.atEnd()) {
      parser.clause();
    }
    return new Definition(
        parser.column, parser.key, parser.saysHidden, parser.foreignKeys, parser.checks);
  }

  private void clause() {
    if (reader.take("not", "null")) {
      column = column.withNotNull(true);
    } else if (reader.take("hidden")) {
      column = column.withHidden(true);
      saysHidden = true;
    } else if (reader.take("primary", "key")) {
      key = true;
    } else if (reader.take("options")) {
      column = column.withOptions(column.options().with(OptionsParser.parentheses(reader)));
    } else if (reader.isSymbol('(') || reader.is("vector", "length")) {
      vectorLength();
    } else if (!value() && !constraint() && !reader.take("null")) {
      other();
    }
  }

  private boolean value() {
    ColumnValue value = column.value();
    if (reader.take("default")) {
      value = value.withDefault(Optional.of(expression()));
    } else if (reader.take("on", "update")) {
      value = value.withOnUpdate(Optional.of(expression()));
    } else if (reader.take("generated", "by", "default", "as", "identity")
        || reader.take("generated", "always", "as", "identity")) {
      value = value.withIdentity(Optional.of(SequenceParser.identity(reader)));
    } else if (reader.take("auto_increment")) {
      value = value.withIdentity(Optional.of(SequenceProperties.DEFAULT));
    } else if (reader.take("generated", "always", "as") || reader.take("as")) {
      SqlFragment expression = reader.fragment(reader.parentheses());
      boolean stored = reader.take("stored");
      reader.take("virtual");
      value = value.withGenerated(Optional.of(new Generated(expression, stored)));
    } else {
      return false;
    }
    column = column.withValue(value);
    return true;
  }

  /// Takes an expression. In PostgreSQL it need not have parentheses.
  private SqlFragment expression() {
    return reader.fragment(
        reader.postgresql() ? reader.until(this::endsExpression) : reader.parentheses());
  }

  private boolean endsExpression() {
    return (reader.is("not", "null") && !reader.wasAfter("is"))
        || reader.is("primary", "key")
        || reader.isAny("references", "check", "constraint", "unique", "generated", "hidden")
        || reader.is("on", "update")
        || reader.is("vector", "length");
  }

  private boolean constraint() {
    Name name = reader.take("constraint") ? reader.name() : Name.NONE;
    if (reader.is("references")) {
      foreignKeys.add(ConstraintParser.reference(reader, name, List.of(column.name())));
    } else if (reader.opens("check")) {
      checks.add(ConstraintParser.check(reader, name));
    } else {
      return !name.isEmpty();
    }
    return true;
  }

  private void vectorLength() {
    reader.take("vector", "length");
    TokenReader inner = reader.isSymbol('(') ? reader.over(reader.parentheses()) : reader;
    if (inner.take("vector_length")) {
      inner.takeSymbol('=');
      inner.takeSymbol('>');
    }
    String length = inner.value();
    column =
        column.withType(
            column
                .type()
                .withVectorLength(
                    length.matches("\\d{1,9}")
                        ? OptionalLong.of(Long.parseLong(length))
                        : OptionalLong.empty()));
  }

  private void other() {
    List<SourceToken> tokens = reader.until(this::startsClause);
    List<SqlFragment> others = new ArrayList<>(column.others());
    others.add(reader.fragment(tokens));
    column = column.withOthers(others);
  }

  private boolean startsClause() {
    return endsExpression() || reader.isAny("default", "options", "as");
  }
}
