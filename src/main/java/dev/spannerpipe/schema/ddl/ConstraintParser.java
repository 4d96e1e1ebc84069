package dev.spannerpipe.schema.ddl;

import dev.spannerpipe.schema.CheckConstraint;
import dev.spannerpipe.schema.DeleteAction;
import dev.spannerpipe.schema.ForeignKey;
import dev.spannerpipe.schema.KeyPart;
import dev.spannerpipe.schema.Name;
import dev.spannerpipe.schema.Table;
import dev.spannerpipe.sql.SourceToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the constraints of a table, its keys and references.
final class ConstraintParser {
  private ConstraintParser() {}

  /// Adds the constraint that is next to a table; empty if there is none.
  static Optional<Table> added(TokenReader reader, Table table) {
    boolean named = reader.take("constraint");
    Name name = named ? reader.name() : Name.NONE;
    if (reader.opens("foreign", "key")) {
      reader.take("foreign", "key");
      ForeignKey key = reference(reader, name, reader.names());
      return Optional.of(table.withConstraints(constraints -> constraints.with(key)));
    }
    if (reader.opens("check")) {
      CheckConstraint check = check(reader, name);
      return Optional.of(table.withConstraints(constraints -> constraints.with(check)));
    }
    if (reader.opens("primary", "key")) {
      reader.take("primary", "key");
      return Optional.of(table.withPrimaryKey(keyParts(reader)));
    }
    return named
        ? Optional.of(table.withTraits(traits -> traits.withOther(reader.fragment(reader.rest()))))
        : Optional.empty();
  }

  /// Takes `CHECK (…)`.
  static CheckConstraint check(TokenReader reader, Name name) {
    reader.take("check");
    return new CheckConstraint(name, reader.fragment(reader.parentheses()));
  }

  /// Takes `REFERENCES …` with what belongs to it.
  static ForeignKey reference(TokenReader reader, Name name, List<Name> columns) {
    reader.take("references");
    ForeignKey.Reference reference = new ForeignKey.Reference(reader.name(), reader.names());
    DeleteAction action = DeleteAction.NO_ACTION;
    boolean enforced = true;
    boolean clause = true;
    while (clause) {
      if (reader.is("on", "delete")) {
        action = onDelete(reader);
      } else if (reader.take("not", "enforced")) {
        enforced = false;
      } else {
        clause = reader.take("enforced");
      }
    }
    return new ForeignKey(name, columns, reference, action, enforced);
  }

  /// Takes `ON DELETE CASCADE` or `ON DELETE NO ACTION`, if it is next.
  static DeleteAction onDelete(TokenReader reader) {
    if (!reader.take("on", "delete")) {
      return DeleteAction.NO_ACTION;
    }
    if (reader.take("cascade")) {
      return DeleteAction.CASCADE;
    }
    reader.take("no", "action");
    return DeleteAction.NO_ACTION;
  }

  /// Takes the columns of a key or index in parentheses.
  static List<KeyPart> keyParts(TokenReader reader) {
    return keyParts(reader, reader.split(reader.parentheses()));
  }

  /// Returns the columns of a key or index.
  static List<KeyPart> keyParts(TokenReader reader, List<List<SourceToken>> parts) {
    List<KeyPart> key = new ArrayList<>();
    for (List<SourceToken> part : parts) {
      key.add(keyPart(reader.over(part)));
    }
    return key;
  }

  private static KeyPart keyPart(TokenReader reader) {
    Name column = reader.name();
    boolean descending = reader.take("desc");
    reader.take("asc");
    boolean first = reader.take("nulls", "first");
    boolean last = reader.take("nulls", "last");
    return new KeyPart(column, descending, descending ? last : first);
  }
}
