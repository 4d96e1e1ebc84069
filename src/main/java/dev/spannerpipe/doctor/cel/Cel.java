package dev.spannerpipe.doctor.cel;

import dev.spannerpipe.json.Json;
import java.util.List;

/// A part of an expression in Google's Common Expression Language. `from` is the position of the
/// part's first character, and `to` the position after its last character.
public sealed interface Cel {
  int from();

  int to();

  /// A string, a number or a boolean.
  record Literal(int from, int to, Json value) implements Cel {}

  /// A name without a qualifier, such as `assertion`, `attribute` or `google`.
  record Name(int from, int to, String name) implements Cel {}

  /// `of.name` or `of['name']`.
  record Member(int from, int to, Cel of, String name) implements Cel {}

  /// A list: `[value, value]`.
  record Items(int from, int to, List<Cel> values) implements Cel {}

  /// `target.name(argument)`.
  record Call(int from, int to, Cel target, String name, Cel argument) implements Cel {}

  /// `has(member)`.
  record Has(int from, int to, Member member) implements Cel {}

  /// `!operand`.
  record Not(int from, int to, Cel operand) implements Cel {}

  /// `left operator right`.
  record Binary(int from, int to, String operator, Cel left, Cel right) implements Cel {}

  /// `condition ? yes : no`.
  record Choice(int from, int to, Cel condition, Cel yes, Cel no) implements Cel {}
}
