package dev.spannerpipe.testing.cloud;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.util.List;
import java.util.Map;

/// What a session policy lets a session do: the part of AWS's policy language that they are written
/// in.
///
/// @see <a
///   href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html">resources</a>
final class SessionRights {
  private final List<Map<String, Object>> statements;

  private SessionRights(List<Map<String, Object>> statements) {
    this.statements = statements;
  }

  static SessionRights parse(String json) {
    try {
      return new SessionRights(
          List.of(JSONObjectUtils.getJSONObjectArray(JSONObjectUtils.parse(json), "Statement")));
    } catch (ParseException failure) {
      throw new IllegalArgumentException(failure);
    }
  }

  /// @param action as in `states:StartExecution`
  boolean allow(String action, String resource) {
    return statements.stream()
        .anyMatch(
            statement ->
                "Allow".equals(statement.get("Effect"))
                    && TrustPolicy.values(statement.get("Action")).contains(action)
                    && TrustPolicy.values(statement.get("Resource")).stream()
                        .anyMatch(pattern -> TrustPolicy.like(pattern, resource)));
  }
}
