package dev.spannerpipe.policy;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonBoolean;
import dev.spannerpipe.json.JsonNumber;
import dev.spannerpipe.json.JsonString;

/// Converts scalars of the policy file to JSON values, so that they can be compared with claims.
final class Scalars {
  private Scalars() {}

  static Json json(Value.Scalar scalar) {
    boolean whole = scalar.type() == Value.Type.WHOLE && scalar.text().matches("-?[0-9]{1,18}");
    if (whole) {
      return new JsonNumber(Long.parseLong(scalar.text()));
    }
    return scalar.type() == Value.Type.FLAG
        ? new JsonBoolean(scalar.text().equalsIgnoreCase("true"))
        : new JsonString(scalar.text());
  }
}
