package dev.spannerpipe.doctor.aws;

import dev.spannerpipe.doctor.finding.ShownValue;
import dev.spannerpipe.doctor.finding.SingleOrList;
import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonNull;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.json.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One statement of an IAM policy, such as a trust policy or a session policy.
public record IamStatement(JsonObject json) {
  static final String ACTION = "sts:AssumeRoleWithWebIdentity";

  /// Returns the statements of a policy. A policy may contain a single statement that is not in a
  /// list.
  public static List<IamStatement> all(JsonObject policy) {
    return SingleOrList.values(policy.find("Statement")).stream()
        .filter(JsonObject.class::isInstance)
        .map(statement -> new IamStatement((JsonObject) statement))
        .toList();
  }

  /// Returns the required values of a condition as strings. IAM also accepts booleans and numbers
  /// that are not in quotes.
  private static List<String> written(Optional<Json> value) {
    return SingleOrList.values(value).stream()
        .map(found -> found instanceof JsonString(String text) ? text : found.canonical())
        .toList();
  }

  boolean allows() {
    return SingleOrList.texts(json.find("Effect")).contains("Allow");
  }

  boolean isAboutWebIdentities() {
    return isAbout(ACTION);
  }

  /// Returns whether the statement allows or denies an action. The letter case of actions does not
  /// matter.
  boolean isAbout(String action) {
    return SingleOrList.texts(json.find("Action")).stream()
        .anyMatch(
            glob -> Glob.matches(glob.toLowerCase(Locale.ROOT), action.toLowerCase(Locale.ROOT)));
  }

  /// Returns a sentence about the first member that `doctor` does not evaluate; empty if it
  /// evaluates every member.
  ///
  /// @param understood the members that `doctor` evaluates
  Optional<String> notUnderstood(Set<String> understood) {
    return json.values().keySet().stream()
        .filter(member -> !understood.contains(member))
        .findFirst()
        .map(
            member ->
                "a statement has %s, which is not supported here: check it yourself"
                    .formatted(ShownValue.line(member)));
  }

  /// Returns the identity providers that the statement trusts.
  List<String> federated() {
    return json.find("Principal").orElse(new JsonNull()) instanceof JsonObject principal
        ? SingleOrList.texts(principal.find("Federated"))
        : SingleOrList.texts(json.find("Principal"));
  }

  List<IamCondition> conditions() {
    List<IamCondition> conditions = new ArrayList<>();
    if (json.find("Condition").orElse(new JsonNull()) instanceof JsonObject operators) {
      for (Map.Entry<String, Json> operator : operators.values().entrySet()) {
        if (operator.getValue() instanceof JsonObject keys) {
          keys.values()
              .forEach(
                  (key, wanted) ->
                      conditions.add(
                          new IamCondition(operator.getKey(), key, written(Optional.of(wanted)))));
        }
      }
    }
    return conditions;
  }

  boolean trusts(IamContext context) {
    return federated().stream()
        .anyMatch(
            principal ->
                principal.equals("*")
                    || principal.equals(context.provider())
                    || principal.endsWith(":oidc-provider/" + context.provider()));
  }

  /// Returns whether the statement applies to the token. A condition that cannot be evaluated here
  /// counts as true.
  boolean matches(IamContext context) {
    return isAboutWebIdentities() && trusts(context) && failing(context).isEmpty();
  }

  List<IamCondition> failing(IamContext context) {
    return conditions().stream()
        .filter(condition -> !condition.holds(context).orElse(true))
        .toList();
  }

  /// Returns the conditions that cannot be evaluated here.
  List<IamCondition> unclear(IamContext context) {
    return conditions().stream().filter(condition -> condition.holds(context).isEmpty()).toList();
  }

  IamStatement with(String member, Json value) {
    return new IamStatement(json.with(member, value));
  }
}
