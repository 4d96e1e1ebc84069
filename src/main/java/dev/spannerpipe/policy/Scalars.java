package dev.spannerpipe.policy;

import dev.spannerpipe.json.Json;

/// Turns values of the file into such as claims have.
final class Scalars {
  private Scalars() {}

  static Json json(Value.Scalar scalar) {
    boolean whole = scalar.type() == Value.Type.WHOLE && scalar.text().matches("-?[0-9]{1,18}");
    if (whole) {
      return new Json.Whole(Long.parseLong(scalar.text()));
    }
    return scalar.type() == Value.Type.FLAG
        ? new Json.Flag(scalar.text().equalsIgnoreCase("true"))
        : new Json.Text(scalar.text());
  }
}
