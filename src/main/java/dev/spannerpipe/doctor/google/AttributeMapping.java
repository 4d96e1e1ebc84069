package dev.spannerpipe.doctor.google;

import dev.spannerpipe.doctor.cel.CelException;
import dev.spannerpipe.doctor.cel.CelParser;
import dev.spannerpipe.doctor.cel.CelValues;
import dev.spannerpipe.doctor.finding.DecodedToken;
import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.json.JsonString;
import java.util.Map;
import java.util.TreeMap;

/// The values that a provider's attribute mapping computes for a token.
///
/// @param values maps each target attribute, such as `attribute.repository`, to its computed value
/// @param problems maps each target attribute without a value to the reason
record AttributeMapping(Map<String, String> values, Map<String, CelException> problems) {
  static AttributeMapping of(GoogleProvider provider, DecodedToken token) {
    CelValues claims = new CelValues(Map.of("assertion", token.claims()));
    Map<String, String> values = new TreeMap<>();
    Map<String, CelException> problems = new TreeMap<>();
    provider
        .mapping()
        .forEach(
            (target, expression) -> {
              try {
                values.put(target, text(claims.of(CelParser.parse(expression))));
              } catch (CelException problem) {
                problems.put(target, problem);
              }
            });
    return new AttributeMapping(values, problems);
  }

  private static String text(Json value) {
    return value instanceof JsonString(String text) ? text : value.canonical();
  }

  /// Returns the values that the provider's attribute condition can refer to.
  CelValues conditionValues(DecodedToken token) {
    return new CelValues(
        Map.of(
            "assertion", token.claims(),
            "attribute", group("attribute."),
            "google", group("google.")));
  }

  private JsonObject group(String prefix) {
    JsonObject members = Json.object();
    for (Map.Entry<String, String> value : values.entrySet()) {
      if (value.getKey().startsWith(prefix)) {
        members = members.with(value.getKey().substring(prefix.length()), value.getValue());
      }
    }
    return members;
  }
}
