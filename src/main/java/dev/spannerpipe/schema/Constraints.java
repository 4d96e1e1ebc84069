package dev.spannerpipe.schema;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The constraints of a table, without its primary key.
public record Constraints(List<ForeignKey> foreignKeys, List<CheckConstraint> checks) {
  /// No constraints.
  public static final Constraints NONE = new Constraints(List.of(), List.of());

  /// Copies the lists.
  public Constraints {
    foreignKeys = List.copyOf(foreignKeys);
    checks = List.copyOf(checks);
  }

  /// Returns the constraints and this one, once.
  public Constraints with(ForeignKey foreignKey) {
    return new Constraints(
        Stream.concat(foreignKeys.stream(), Stream.of(foreignKey)).distinct().toList(), checks);
  }

  /// Returns the constraints and this one, once.
  public Constraints with(CheckConstraint check) {
    return new Constraints(
        foreignKeys, Stream.concat(checks.stream(), Stream.of(check)).distinct().toList());
  }

  /// Returns the constraints with other foreign keys.
  public Constraints withForeignKeys(List<ForeignKey> changed) {
    return new Constraints(changed, checks);
  }

  /// Returns the constraints without those of this name.
  public Constraints without(Name name) {
    Predicate<Name> other = each -> each.isEmpty() || !each.equals(name);
    return new Constraints(
        foreignKeys.stream().filter(each -> other.test(each.name())).toList(),
        checks.stream().filter(each -> other.test(each.name())).toList());
  }
}
