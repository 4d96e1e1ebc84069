package dev.spannerpipe.schema.ddl;

import dev.spannerpipe.schema.Column;
import dev.spannerpipe.schema.Column.ColumnValue;
import dev.spannerpipe.schema.ColumnType;
import dev.spannerpipe.schema.SequenceProperties;
import java.util.Optional;

/// Applies an `ALTER COLUMN`, after the column's name.
final class ColumnChange {
  private ColumnChange() {}

  static Column applied(TokenReader clause, Column column) {
    if (clause.take("set", "data", "type") || (clause.postgresql() && clause.take("type"))) {
      return column.withType(ColumnType.of(clause.dialect(), TypeParser.tokens(clause)));
    }
    if (clause.take("set")) {
      return set(clause, column);
    }
    if (clause.take("drop")) {
      return dropped(clause, column);
    }
    if (clause.take("alter", "identity") || clause.is("restart") || clause.is("add")) {
      return identity(clause, column);
    }
    return clause.postgresql() || clause.atEnd() ? column : redefined(clause, column);
  }

  private static Column set(TokenReader clause, Column column) {
    ColumnValue value = column.value();
    if (clause.take("not", "null")) {
      return column.withNotNull(true);
    }
    if (clause.take("default")) {
      return column.withValue(value.withDefault(Optional.of(clause.fragment(clause.rest()))));
    }
    if (clause.take("on", "update")) {
      return column.withValue(value.withOnUpdate(Optional.of(clause.fragment(clause.rest()))));
    }
    if (clause.take("hidden")) {
      return column.withHidden(true);
    }
    if (clause.take("options") || clause.isSymbol('(')) {
      return column.withOptions(column.options().with(OptionsParser.parentheses(clause)));
    }
    return identity(clause, column);
  }

  private static Column dropped(TokenReader clause, Column column) {
    ColumnValue value = column.value();
    if (clause.take("not", "null")) {
      return column.withNotNull(false);
    }
    if (clause.take("default")) {
      return column.withValue(value.withDefault(Optional.empty()));
    }
    if (clause.take("on", "update")) {
      return column.withValue(value.withOnUpdate(Optional.empty()));
    }
    if (clause.take("hidden")) {
      return column.withHidden(false);
    }
    if (clause.take("identity")) {
      return column.withValue(value.withIdentity(Optional.empty()));
    }
    return clause.take("expression")
        ? column.withValue(value.withGenerated(Optional.empty()))
        : column;
  }

  private static Column identity(TokenReader clause, Column column) {
    clause.take("add");
    clause.take("generated", "by", "default", "as", "identity");
    SequenceProperties before = column.value().identity().orElse(SequenceProperties.DEFAULT);
    TokenReader inner = clause.isSymbol('(') ? clause.over(clause.parentheses()) : clause;
    return column.withValue(
        column.value().withIdentity(Optional.of(SequenceParser.clauses(inner, before))));
  }

  /// GoogleSQL's `ALTER COLUMN c type …` drops the `NOT NULL`, `DEFAULT` and `ON UPDATE` that it
  /// does not repeat. The rest stays.
  private static Column redefined(TokenReader clause, Column column) {
    ColumnParser.Definition definition = ColumnParser.definition(clause, column.name());
    Column changed = definition.column();
    ColumnValue value = changed.value();
    return changed
        .withHidden(column.hidden() || definition.saysHidden())
        .withOptions(column.options().with(changed.options().values()))
        .withOthers(changed.others().isEmpty() ? column.others() : changed.others())
        .withType(
            changed.type().vectorLength().isPresent()
                ? changed.type()
                : changed.type().withVectorLength(column.type().vectorLength()))
        .withValue(
            new ColumnValue(
                value.defaultValue(),
                value.onUpdate(),
                value.generated().or(() -> column.value().generated()),
                value.identity().or(() -> column.value().identity())));
  }
}
