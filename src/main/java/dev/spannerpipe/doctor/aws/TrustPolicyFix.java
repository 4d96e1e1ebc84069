package dev.spannerpipe.doctor.aws;

import dev.spannerpipe.doctor.finding.DecodedToken;
import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonArray;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.json.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Changes a trust policy so that it accepts tokens of this repository in this deployment
/// environment, and no tokens of others. Changes as little as possible.
///
/// @param role the ARN or the name of the role
record TrustPolicyFix(DecodedToken token, IamContext context, String role) {
  private static final JsonObject FRESH =
      Json.object().with("Effect", "Allow").with("Action", IamStatement.ACTION);

  /// Returns the changed policy. Returns empty if the AWS account, which a changed statement must
  /// name, is unknown.
  ///
  /// @param nearest the statement that needs the fewest changes to accept the token
  /// @param wide the statements that accept tokens of others. They are removed, except for
  ///   `nearest` if it is corrected instead
  Optional<JsonObject> of(
      JsonObject policy, Optional<IamStatement> nearest, List<IamStatement> wide) {
    Optional<IamStatement> old = nearest.filter(this::isMeant);
    Optional<IamStatement> fixed =
        old.isPresent() ? old.flatMap(this::fixed) : fixed(new IamStatement(FRESH));
    return fixed.map(statement -> replace(policy, old, statement, wide));
  }

  private static JsonObject replace(
      JsonObject policy, Optional<IamStatement> old, IamStatement fixed, List<IamStatement> wide) {
    List<Json> statements = new ArrayList<>();
    for (IamStatement statement : IamStatement.all(policy)) {
      if (old.filter(statement::equals).isPresent()) {
        statements.add(fixed.json());
      } else if (!wide.contains(statement)) {
        statements.add(statement.json());
      }
    }
    if (old.isEmpty()) {
      statements.add(fixed.json());
    }
    return policy.with("Statement", new JsonArray(statements));
  }

  /// Returns whether the statement trusts the provider of the token, or a provider at the same
  /// host. Only such a statement is corrected.
  private boolean isMeant(IamStatement statement) {
    return statement.trusts(context)
        || statement.federated().stream().anyMatch(context::isAtSameHost);
  }

  private Optional<IamStatement> fixed(IamStatement statement) {
    boolean trusted = statement.trusts(context) && !statement.federated().contains("*");
    if (trusted) {
      return Optional.of(withConditions(statement));
    }
    return context
        .principal(statement.federated(), role)
        .map(
            principal ->
                withConditions(
                    statement.with("Principal", Json.object().with("Federated", principal))));
  }

  private IamStatement withConditions(IamStatement statement) {
    List<IamCondition> kept = new ArrayList<>();
    for (IamCondition condition : statement.conditions()) {
      if (!condition.isForAll() && condition.holds(context).orElse(true)) {
        kept.add(condition);
      } else if (condition.key().equalsIgnoreCase(IamContext.SESSION_NAME)) {
        kept.add(new IamCondition("StringLike", IamContext.SESSION_NAME, List.of(sessionNames())));
      }
    }
    if (!requires(kept, "aud")) {
      kept.add(new IamCondition("StringEquals", key("aud"), List.of(token.mainAudience())));
    }
    if (!requires(kept, "sub") || tooWideOrNarrow(statement, kept)) {
      kept.removeIf(condition -> condition.key().equalsIgnoreCase(key("sub")));
      kept.add(subject());
    }
    return statement.with("Condition", json(kept));
  }

  private String sessionNames() {
    String name = context.find(IamContext.SESSION_NAME).orElse(List.of("")).getFirst();
    return name.substring(0, name.indexOf('-') + 1) + "*";
  }

  private IamCondition subject() {
    return token.isBitbucket()
        ? new IamCondition("StringLike", key("sub"), List.of(token.lastingSubject() + "*"))
        : new IamCondition("StringEquals", key("sub"), List.of(token.subject()));
  }

  private boolean tooWideOrNarrow(IamStatement statement, List<IamCondition> conditions) {
    IamStatement trusting =
        statement
            .with("Principal", Json.object().with("Federated", context.provider()))
            .with("Condition", json(conditions));
    return trusting.matches(IamContext.of(token.fromElsewhere(), Optional.empty()))
        || !trusting.matches(IamContext.of(token.fromNextStep(), Optional.empty()));
  }

  private String key(String claim) {
    return context.provider() + ":" + claim;
  }

  private boolean requires(List<IamCondition> conditions, String claim) {
    return conditions.stream().anyMatch(each -> each.key().equalsIgnoreCase(key(claim)));
  }

  private static Json json(List<IamCondition> conditions) {
    Map<String, TreeMap<String, Json>> operators = new TreeMap<>();
    for (IamCondition condition : conditions) {
      Json wanted =
          condition.wanted().size() == 1
              ? new JsonString(condition.wanted().getFirst())
              : Json.texts(condition.wanted());
      operators
          .computeIfAbsent(condition.operator(), _ -> new TreeMap<>())
          .put(condition.key(), wanted);
    }
    TreeMap<String, Json> members = new TreeMap<>();
    operators.forEach((operator, keys) -> members.put(operator, new JsonObject(keys)));
    return new JsonObject(members);
  }
}
