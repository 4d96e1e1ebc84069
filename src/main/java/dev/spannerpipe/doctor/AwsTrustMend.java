package dev.spannerpipe.doctor;

import dev.spannerpipe.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Makes the smallest change to a trust policy after which it lets in this repository, in this
/// environment, and no other.
final class AwsTrustMend {
  private static final String SESSION = "sts:RoleSessionName";

  private final DecodedToken token;
  private final AwsContext context;

  private AwsTrustMend(DecodedToken token, AwsContext context) {
    this.token = token;
    this.context = context;
  }

  /// Returns the changed policy; empty where it cannot be told which provider to trust.
  static Optional<Json.Members> of(
      Json.Members policy, DecodedToken token, AwsContext context, Optional<AwsStatement> nearest) {
    AwsTrustMend mend = new AwsTrustMend(token, context);
    return nearest
        .flatMap(mend::mended)
        .map(statement -> replace(policy, nearest.get(), statement));
  }

  private static Json.Members replace(Json.Members policy, AwsStatement old, AwsStatement mended) {
    List<Json> statements = new ArrayList<>();
    for (AwsStatement statement : AwsStatement.all(policy)) {
      statements.add(statement.equals(old) ? mended.json() : statement.json());
    }
    return policy.with("Statement", new Json.Items(statements));
  }

  private Optional<AwsStatement> mended(AwsStatement statement) {
    boolean trusted = statement.trusts(context) && !statement.federated().contains("*");
    if (trusted) {
      return Optional.of(withConditions(statement));
    }
    return context
        .principal(statement.federated())
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
      } else if (condition.key().equalsIgnoreCase(SESSION)) {
        kept.add(new AwsCondition("StringLike", SESSION, List.of(sessionNames())));
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
    String name = context.find(SESSION).orElse(List.of("")).getFirst();
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
              ? new Json.Text(condition.wanted().getFirst())
              : Json.texts(condition.wanted());
      operators
          .computeIfAbsent(condition.operator(), _ -> new TreeMap<>())
          .put(condition.key(), wanted);
    }
    TreeMap<String, Json> members = new TreeMap<>();
    operators.forEach((operator, keys) -> members.put(operator, new Json.Members(keys)));
    return new Json.Members(members);
  }
}
