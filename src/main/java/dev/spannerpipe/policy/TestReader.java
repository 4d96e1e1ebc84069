package dev.spannerpipe.policy;

import dev.spannerpipe.identity.Claims;
import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonArray;
import dev.spannerpipe.json.JsonNull;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.json.JsonString;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Reads the tests that the policy file contains.
final class TestReader {
  /// The time for tests that name no time: a Wednesday at noon.
  private static final Instant NOON = Instant.parse("2026-01-07T12:00:00Z");

  private final List<IssuerReader.Known> issuers;
  private final List<Rule> rules;
  private final Problems problems;

  TestReader(List<IssuerReader.Known> issuers, List<Rule> rules, Problems problems) {
    this.issuers = issuers;
    this.rules = rules;
    this.problems = problems;
  }

  List<PolicyTest> read(Value root) {
    List<PolicyTest> tests = new ArrayList<>();
    List<Value> values = root.all("tests");
    for (int index = 0; index < values.size(); index++) {
      test(values.get(index), "tests[%d]".formatted(index)).ifPresent(tests::add);
    }
    return tests;
  }

  private Optional<PolicyTest> test(Value value, String where) {
    Optional<Action> action = value.text("do").flatMap(Action::of);
    Optional<Claims> claims = claims(value, where);
    unknownRule(value, where);
    if (action.isEmpty() || claims.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new PolicyTest(
            value.text("name").orElse(""),
            value.line(),
            claims.get(),
            action.get(),
            value.text("on").orElse(""),
            circumstances(value, where),
            value.text("expect").filter("allow"::equals).isPresent(),
            value.text("rule")));
  }

  private void unknownRule(Value value, String where) {
    List<String> ids = rules.stream().map(Rule::id).toList();
    value
        .text("rule")
        .filter(rule -> !ids.contains(rule) && !rule.equals("default") && !rule.equals("builtIn"))
        .ifPresent(
            rule ->
                problems.add(
                    value.line(),
                    where + ".rule",
                    "there is no rule %s%s".formatted(rule, Problems.meant(rule, ids))));
  }

  private Optional<Claims> claims(Value test, String where) {
    Optional<Value> token = test.get("token").filter(Value.Mapping.class::isInstance);
    if (token.isEmpty()) {
      return Optional.empty();
    }
    Optional<Issuer> issuer = issuer(token.get(), where);
    return issuer.map(each -> claims((Value.Mapping) token.get(), each));
  }

  private Optional<Issuer> issuer(Value token, String where) {
    String name = token.text("issuer").orElse("");
    Optional<Issuer> issuer =
        issuers.stream()
            .map(IssuerReader.Known::issuer)
            .filter(each -> each.name().equals(name))
            .findFirst();
    if (issuer.isEmpty()) {
      problems.add(
          token.line(),
          where + ".token",
          name.isEmpty() ? "has no issuer" : "unknown issuer " + name);
    }
    return issuer;
  }

  private static Claims claims(Value.Mapping token, Issuer issuer) {
    TreeMap<String, Json> all = new TreeMap<>();
    issuer.workspaceUuid().ifPresent(uuid -> all.put("workspaceUuid", new JsonString(uuid)));
    for (Value.Member member : token.members()) {
      if (!member.key().equals("issuer")) {
        all.put(member.key(), json(member.value()));
      }
    }
    all.put("iss", new JsonString(issuer.address()));
    JsonObject claims = new JsonObject(all);
    List<String> audience =
        token.scalars("aud").isEmpty()
            ? issuer.audiences().stream().limit(1).toList()
            : token.scalars("aud").stream().map(Value.Scalar::text).toList();
    String subject = all.get("sub") instanceof JsonString(String text) ? text : "";
    return new Claims(issuer.address(), subject, audience, Instant.EPOCH, Instant.MAX, claims);
  }

  private static Json json(Value value) {
    return switch (value) {
      case Value.Scalar scalar -> Scalars.json(scalar);
      case Value.Items items ->
          new JsonArray(items.values().stream().map(TestReader::json).toList());
      case Value.Mapping _ -> new JsonNull();
    };
  }

  private EvaluationContext circumstances(Value value, String where) {
    List<EvaluationContext.Loss> losses =
        RuleReader.destructions(value).stream()
            .map(kind -> new EvaluationContext.Loss(kind, "it is a test"))
            .toList();
    return new EvaluationContext(
        at(value, where),
        value.flag("pullRequest"),
        losses,
        Optional.empty(),
        value.flag("reviewed") ? Optional.of("reviewed") : Optional.empty(),
        true);
  }

  private Instant at(Value value, String where) {
    Optional<String> at = value.text("at");
    try {
      return at.map(Instant::parse).orElse(NOON);
    } catch (DateTimeException _) {
      problems.add(
          value.line(), where + ".at", "\"%s\" is not a valid time".formatted(at.orElse("")));
      return NOON;
    }
  }
}
