package dev.spannerpipe.testing.cloud;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Who may take on a role: the part of AWS's policy language that trust policies are written in.
final class TrustPolicy {
  /// In front of an operator: a key that is missing fulfils it.
  private static final String FOR_ALL = "ForAllValues:";

  private final List<Map<String, Object>> statements;

  private TrustPolicy(List<Map<String, Object>> statements) {
    this.statements = statements;
  }

  static TrustPolicy parse(String json) {
    try {
      Map<String, Object> policy = JSONObjectUtils.parse(json);
      return new TrustPolicy(
          policy.get("Statement") instanceof Map<?, ?>
              ? List.of(JSONObjectUtils.getJSONObject(policy, "Statement"))
              : List.of(JSONObjectUtils.getJSONObjectArray(policy, "Statement")));
    } catch (ParseException failure) {
      throw new IllegalArgumentException(failure);
    }
  }

  /// @param keys condition keys with their values, as `sts:RoleSessionName`
  boolean allows(String federated, Map<String, String> keys) {
    List<Map<String, Object>> matching =
        statements.stream().filter(statement -> matches(statement, federated, keys)).toList();
    return !matching.isEmpty()
        && matching.stream().allMatch(statement -> "Allow".equals(statement.get("Effect")));
  }

  private static boolean matches(
      Map<String, Object> statement, String federated, Map<String, String> keys) {
    return values(statement.get("Action")).contains("sts:AssumeRoleWithWebIdentity")
        && statement.get("Principal") instanceof Map<?, ?> principal
        && values(principal.get("Federated")).contains(federated)
        && holds(statement.get("Condition"), keys);
  }

  private static boolean holds(Object condition, Map<String, String> keys) {
    return !(condition instanceof Map<?, ?> operators)
        || operators.entrySet().stream()
            .allMatch(operator -> holds((String) operator.getKey(), operator.getValue(), keys));
  }

  private static boolean holds(String operator, Object tests, Map<String, String> keys) {
    return ((Map<?, ?>) tests)
        .entrySet().stream()
            .allMatch(
                test -> {
                  String actual = keys.get(test.getKey());
                  if (actual == null) {
                    return operator.startsWith(FOR_ALL);
                  }
                  return values(test.getValue()).stream()
                      .anyMatch(wanted -> matches(operator.replace(FOR_ALL, ""), wanted, actual));
                });
  }

  private static boolean matches(String operator, String wanted, String actual) {
    return switch (operator) {
      case "StringEquals" -> wanted.equals(actual);
      case "StringLike" -> like(wanted, actual);
      default -> throw new IllegalArgumentException("not understood here: " + operator);
    };
  }

  static boolean like(String wanted, String actual) {
    String pattern = Pattern.quote(wanted).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
    return Pattern.matches(pattern, actual);
  }

  static List<String> values(Object value) {
    return switch (value) {
      case null -> List.of();
      case List<?> list -> list.stream().map(String::valueOf).toList();
      default -> List.of(String.valueOf(value));
    };
  }
}
