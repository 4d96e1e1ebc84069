package dev.spannerpipe.doctor;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonArray;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.json.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Makes the smallest change to a trust policy after which it lets in this repository, in this
/// environment, and no other.
///
/// @param role the role's ARN or name
record AwsTrustMend(DecodedToken token, AwsContext context, String role) {
  private static final JsonObject FRESH =
      Json.object().with("Effect", "Allow").with("Action", AwsStatement.ACTION);

  /// Returns the changed policy; empty where it cannot be told which provider to trust.
  ///
  /// @param nearest the statement that comes nearest to what is meant
  /// @param wide those that let others in: what is not mended of them is left out
  Optional<JsonObject> of(
      JsonObject policy, Optional<AwsStatement> nearest, List<AwsStatement> wide) {
    Optional<AwsStatement> old = nearest.filter(this::isMeant);
    Optional<AwsStatement> mended =
        old.isPresent() ? old.flatMap(this::mended) : mended(new AwsStatement(FRESH));
    return mended.map(statement -> replace(policy, old, statement, wide));
  }

  private static JsonObject replace(
      JsonObject policy, Optional<AwsStatement> old, AwsStatement mended, List<AwsStatement> wide) {
    List<Json> statements = new ArrayList<>();
    for (AwsStatement statement : AwsStatement.all(policy)) {
      if (old.filter(statement::equals).isPresent()) {
        statements.add(mended.json());
      } else if (!wide.contains(statement)) {
        statements.add(statement.json());
      }
    }
    if (old.isEmpty()) {
      statements.add(mended.json());
    }
    return policy.with("Statement", new JsonArray(statements));
  }

  /// What is about another provider altogether stays as it is.
  private boolean isMeant(AwsStatement statement) {
    return statement.trusts(context)
        || statement.federated().stream().anyMatch(context::isAtSameHost);
  }

  private Optional<AwsStatement> mended(AwsStatement statement) {
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

  private AwsStatement withConditions(AwsStatement statement) {
    List<AwsCondition> kept = new ArrayList<>();
    for (AwsCondition condition : statement.conditions()) {
      if (!condition.isForAll() && condition.holds(context).orElse(true)) {
        kept.add(condition);
      } else if (condition.key().equalsIgnoreCase(AwsContext.SESSION_NAME)) {
        kept.add(new AwsCondition("StringLike", AwsContext.SESSION_NAME, List.of(sessionNames())));
      }
    }
    if (!asks(kept, "aud")) {
      kept.add(new AwsCondition("StringEquals", key("aud"), List.of(token.mainAudience())));
    }
    if (!asks(kept, "sub") || tooWideOrNarrow(statement, kept)) {
      kept.removeIf(condition -> condition.key().equalsIgnoreCase(key("sub")));
      kept.add(subject());
    }
    return statement.with("Condition", json(kept));
  }

  private String sessionNames() {
    String name = context.find(AwsContext.SESSION_NAME).orElse(List.of("")).getFirst();
    return name.substring(0, name.indexOf('-') + 1) + "*";
  }

  private AwsCondition subject() {
    return token.isBitbucket()
        ? new AwsCondition("StringLike", key("sub"), List.of(token.lastingSubject() + "*"))
        : new AwsCondition("StringEquals", key("sub"), List.of(token.subject()));
  }

  private boolean tooWideOrNarrow(AwsStatement statement, List<AwsCondition> conditions) {
    AwsStatement trusting =
        statement
            .with("Principal", Json.object().with("Federated", context.provider()))
            .with("Condition", json(conditions));
    return trusting.matches(AwsContext.of(token.fromElsewhere(), Optional.empty()))
        || !trusting.matches(AwsContext.of(token.fromNextStep(), Optional.empty()));
  }

  private String key(String claim) {
    return context.provider() + ":" + claim;
  }

  private boolean asks(List<AwsCondition> conditions, String claim) {
    return conditions.stream().anyMatch(each -> each.key().equalsIgnoreCase(key(claim)));
  }

  private static Json json(List<AwsCondition> conditions) {
    Map<String, TreeMap<String, Json>> operators = new TreeMap<>();
    for (AwsCondition condition : conditions) {
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
