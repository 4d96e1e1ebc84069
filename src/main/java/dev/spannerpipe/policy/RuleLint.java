package dev.spannerpipe.policy;

import dev.spannerpipe.text.Arn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds rules that may not mean what their author intended.
final class RuleLint {
  private static final String UUID = "\\{[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\\}";

  private final List<IssuerReader.Known> issuers;
  private final Problems problems;
  private final List<String> warnings;

  RuleLint(List<IssuerReader.Known> issuers, Problems problems, List<String> warnings) {
    this.issuers = issuers;
    this.problems = problems;
    this.warnings = warnings;
  }

  void check(Rule rule, Value value, String where) {
    Optional<IssuerReader.Known> issuer =
        issuers.stream().filter(known -> known.issuer().name().equals(rule.issuer())).findFirst();
    Value when = value.get("when").orElse(value);
    if (when instanceof Value.Mapping mapping && value.get("when").isPresent()) {
      issuer.ifPresentOrElse(
          known -> conditions(rule, known, mapping, where + ".when"),
          () -> noIssuer(rule, mapping, where + ".when"));
    }
    String key = rule.allows() ? "allow" : "deny";
    List<Value> grants = value.all(key);
    for (int index = 0; index < grants.size(); index++) {
      grant(rule, grants.get(index), "%s.%s[%d]".formatted(where, key, index));
    }
    warn(rule, issuer);
  }

  private void noIssuer(Rule rule, Value.Mapping when, String where) {
    List<String> names = issuers.stream().map(known -> known.issuer().name()).toList();
    problems.add(
        when.line(),
        where,
        rule.issuer().isEmpty()
            ? "has no issuer"
            : "unknown issuer %s%s".formatted(rule.issuer(), Problems.meant(rule.issuer(), names)));
  }

  private void conditions(Rule rule, IssuerReader.Known issuer, Value.Mapping when, String where) {
    for (Value.Member member : when.members()) {
      if (!member.key().equals("issuer")) {
        claim(member, issuer, where + "." + member.key());
      }
    }
    bound(rule, issuer.issuer(), when, where);
  }

  /// Reports an allow rule without a claim that restricts it. Such a rule would apply to every
  /// identity of the workspace or the issuer.
  private void bound(Rule rule, Issuer issuer, Value.Mapping when, String where) {
    boolean bitbucket = issuer.profile() == Issuer.Profile.BITBUCKET;
    boolean bound =
        bitbucket
            ? when.find("repositoryUuid").isPresent() || when.find("sub").isPresent()
            : when.members().stream()
                .anyMatch(each -> !Set.of("issuer", "aud").contains(each.key()));
    if (rule.allows() && !bound) {
      problems.add(
          when.line(),
          where,
          bitbucket
              ? "names neither repositoryUuid nor sub: the rule would apply to every repository of the workspace"
              : "names no claim other than issuer and aud: the rule would apply to every identity of the issuer");
    }
  }

  private void claim(Value.Member member, IssuerReader.Known issuer, String where) {
    String claim = member.key();
    if (!issuer.claims().contains(claim)) {
      String meant = Problems.meant(claim, issuer.claims());
      problems.add(
          member.line(),
          where,
          "tokens of issuer %s have no claim %s%s"
              .formatted(
                  issuer.issuer().name(),
                  claim,
                  meant.isEmpty() ? "; they have " + String.join(", ", issuer.claims()) : meant));
      return;
    }
    boolean bitbucket = issuer.issuer().profile() == Issuer.Profile.BITBUCKET;
    for (Value item : member.value().items()) {
      if (item instanceof Value.Scalar scalar && !scalar.text().isEmpty()) {
        value(claim, scalar, bitbucket, where);
      }
    }
  }

  private void value(String claim, Value.Scalar scalar, boolean bitbucket, String where) {
    String text = scalar.text();
    if (bitbucket && claim.endsWith("Uuid")) {
      if (!text.matches(UUID)) {
        problems.add(
            scalar.line(),
            where,
            "\"%s\" is not a UUID in braces: a name can change its owner, and a pattern can match other UUIDs"
                .formatted(text));
      }
    } else if (bitbucket && claim.equals("sub") && !text.matches(UUID + ":.*")) {
      problems.add(
          scalar.line(),
          where,
          "must begin with a repository's UUID in braces and a colon, or other repositories match");
    } else {
      pattern(text, scalar.line(), where);
    }
    if (text.contains("**")) {
      problems.add(
          scalar.line(),
          where,
          "** is not allowed in claims; * matches all characters except : and /");
    }
  }

  private void pattern(String text, int line, String where) {
    if (TextPattern.isExpression(text)) {
      ExpressionSyntax.problem(text).ifPresent(problem -> problems.add(line, where, problem));
    } else if (text.startsWith("^") || text.endsWith("$") || text.contains(".*")) {
      problems.add(
          line,
          where,
          "\"%s\" looks like a regular expression but is a plain text: write ~\"…\", without ^ and $"
              .formatted(text));
    }
  }

  private void grant(Rule rule, Value grant, String where) {
    List<Action> actions =
        grant.scalars("do").stream().flatMap(word -> Action.of(word.text()).stream()).toList();
    boolean effects = rule.allows() && actions.stream().anyMatch(Action::isEffect);
    for (Value.Scalar target : grant.scalars("on")) {
      String text = target.text();
      pattern(text, target.line(), where + ".on");
      if (effects && text.contains("**")) {
        problems.add(
            target.line(),
            where + ".on",
            "** is allowed only for read-only actions; name the target");
      }
      form(actions, target, where + ".on");
    }
  }

  private void form(List<Action> actions, Value.Scalar target, String where) {
    String text = target.text();
    if (TextPattern.isExpression(text) || text.contains("**")) {
      return;
    }
    for (String prefix : actions.stream().map(Action::targetPrefix).distinct().toList()) {
      if (!(prefix.equals("arn:") ? isInStates(text) : Guardrails.isTarget(text))) {
        problems.add(
            target.line(),
            where,
            "\"%s\" is not a valid target for these actions: %s"
                .formatted(
                    text,
                    prefix.equals("arn:")
                        ? "sfn actions require a state machine's ARN"
                        : "spanner actions require spanner:projects/…/instances/…/databases/…"));
      }
    }
  }

  private static boolean isInStates(String text) {
    return Arn.parse(text)
        .filter(arn -> arn.service().equals("states"))
        .filter(arn -> !arn.region().isEmpty() && !arn.account().isEmpty())
        .filter(arn -> arn.resource().matches("[^:]+:.+"))
        .isPresent();
  }

  /// Warns about a Bitbucket rule that allows changes but does not name a deployment environment.
  /// The name of a Git branch does not replace the environment, because anyone who can push can
  /// choose the name.
  private void warn(Rule rule, Optional<IssuerReader.Known> issuer) {
    boolean bitbucket =
        issuer.filter(each -> each.issuer().profile() == Issuer.Profile.BITBUCKET).isPresent();
    boolean effects =
        rule.grants().stream().flatMap(each -> each.actions().stream()).anyMatch(Action::isEffect);
    List<String> claims = new ArrayList<>(rule.when().stream().map(ClaimMatcher::claim).toList());
    if (bitbucket && effects && rule.allows() && !claims.contains("deploymentEnvironmentUuid")) {
      warnings.add(
          "%s allows changes without a deploymentEnvironmentUuid: any step of the repository can make them, and anyone who can push can choose the name of the branch"
              .formatted(rule.shown()));
    }
  }
}
