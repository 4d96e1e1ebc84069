package dev.spannerpipe.doctor.google;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.spannerpipe.doctor.cel.CelException;
import dev.spannerpipe.doctor.finding.DecodedToken;
import dev.spannerpipe.doctor.finding.Difference;
import dev.spannerpipe.doctor.finding.Finding;
import dev.spannerpipe.doctor.finding.Finding.Severity;
import dev.spannerpipe.doctor.finding.Link;
import dev.spannerpipe.doctor.finding.LinkReport;
import dev.spannerpipe.doctor.finding.ShownValue;
import dev.spannerpipe.json.JsonString;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Evaluates, as Google does, whether a workload identity provider accepts a token.
public final class GoogleTrust {
  private static final int LONGEST_SUBJECT = 127;
  private static final Pattern CLAIM = Pattern.compile("assertion\\.([A-Za-z0-9_]+)");

  private final GoogleProvider provider;
  private final DecodedToken token;
  private final AttributeMapping mapping;
  private final List<Finding> findings = new ArrayList<>();
  private final ProviderFix change = new ProviderFix();

  private GoogleTrust(GoogleProvider provider, DecodedToken token) {
    this.provider = provider;
    this.token = token;
    this.mapping = AttributeMapping.of(provider, token);
  }

  private static GoogleTrust evaluate(GoogleProvider provider, DecodedToken token) {
    GoogleTrust trust = new GoogleTrust(provider, token);
    trust.issuer();
    trust.audience();
    trust.mappings();
    trust.condition();
    return trust;
  }

  public static LinkReport examine(GoogleProvider provider, DecodedToken token) {
    GoogleTrust trust = evaluate(provider, token);
    return new LinkReport(
        Link.GOOGLE_PROVIDER, trust.cells(), trust.findings, trust.change.fixes(provider));
  }

  /// Returns whether the provider accepts this token. Returns true if a part of the provider cannot
  /// be evaluated and no other part rejects the token.
  static boolean admits(GoogleProvider provider, DecodedToken token) {
    return evaluate(provider, token).findings.stream()
        .noneMatch(each -> each.severity() == Severity.BROKEN);
  }

  /// Returns the provider after the changes that make it accept the token. The later links of the
  /// chain of trust are evaluated with this changed provider, so that the provider's problems do
  /// not hide the problems of these links.
  public static GoogleProvider fixed(GoogleProvider provider, DecodedToken token) {
    return evaluate(provider, token).change.applied(provider);
  }

  private void add(Severity severity, String claim, String text) {
    findings.add(new Finding(severity, Link.GOOGLE_PROVIDER, claim, text));
  }

  private void issuer() {
    if (!provider.usable()) {
      add(Severity.BROKEN, "", "it is disabled or deleted");
      change.enable();
    }
    String issuer = provider.issuer().orElse("");
    if (!issuer.equals(token.issuer())) {
      add(
          Severity.BROKEN,
          "iss",
          "its issuer is %s, but the token's is %s: %s"
              .formatted(
                  ShownValue.quoted(issuer),
                  ShownValue.quoted(token.issuer()),
                  Difference.between(issuer, token.issuer())));
      change.issuer(token.issuer());
    }
  }

  private void audience() {
    if (token.audiences().stream().noneMatch(provider.accepted()::contains)) {
      add(
          Severity.BROKEN,
          "aud",
          "it accepts the audience %s, but the token has %s"
              .formatted(
                  String.join(
                      " or ", provider.accepted().stream().map(ShownValue::quoted).toList()),
                  String.join(", ", token.audiences().stream().map(ShownValue::quoted).toList())));
      change.audience(token.mainAudience());
    }
  }

  private void mappings() {
    provider.mapping().forEach(this::mapping);
    String subject = mapping.values().getOrDefault("google.subject", "");
    if (!provider.mapping().containsKey("google.subject")) {
      add(Severity.BROKEN, "sub", "google.subject is not mapped");
      change.map("google.subject", "assertion.sub");
    } else if (subject.getBytes(UTF_8).length > LONGEST_SUBJECT) {
      add(
          Severity.BROKEN,
          "sub",
          "google.subject has %d bytes, but at most %d are allowed"
              .formatted(subject.getBytes(UTF_8).length, LONGEST_SUBJECT));
      boolean fits = token.subject().getBytes(UTF_8).length <= LONGEST_SUBJECT;
      change.map("google.subject", fits ? "assertion.sub" : "assertion.repositoryUuid");
    }
  }

  private void mapping(String target, String expression) {
    CelException problem = mapping.problems().get(target);
    if (expression.matches("(?s).*\\b(?:attribute|google)\\..*")) {
      String claim = target.substring(target.indexOf('.') + 1);
      add(
          Severity.BROKEN,
          claim,
          "%s is mapped from %s, but a mapping can only read assertion"
              .formatted(target, ShownValue.line(expression)));
      change.map(target, source(claim));
    } else if (problem != null) {
      broken(target, expression, problem);
    }
  }

  /// Returns an expression for the claim that an attribute with this name probably refers to.
  private String source(String attribute) {
    List<Predicate<String>> likenesses =
        List.of(
            claim -> claim.equals(attribute),
            claim -> claim.toLowerCase(Locale.ROOT).startsWith(attribute),
            claim -> claim.toLowerCase(Locale.ROOT).contains(attribute));
    String found =
        likenesses.stream()
            .flatMap(likeness -> token.claims().values().keySet().stream().filter(likeness))
            .findFirst()
            .orElse("sub");
    return found.equals("deploymentEnvironmentUuid")
        ? optional(found, "assertion." + found)
        : "assertion." + found;
  }

  /// Returns an expression that has a value even if the claim is absent. The claim of the
  /// deployment environment, for example, is absent in steps without one.
  private static String optional(String claim, String expression) {
    return "'%s' in assertion ? %s : 'none'".formatted(claim, expression);
  }

  private void broken(String target, String expression, CelException problem) {
    if (!problem.isUnderstood()) {
      add(
          Severity.UNKNOWN,
          "",
          "the mapping of %s has %s, which is not supported here: check it yourself"
              .formatted(target, problem.reason()));
      return;
    }
    String claim = problem.reason().replaceFirst(".*assertion\\.", "");
    add(
        Severity.BROKEN,
        claim,
        "the mapping of %s has no value for this token: %s".formatted(target, problem.reason()));
    change.map(target, optional(claim, expression));
  }

  private void condition() {
    if (provider.condition().isEmpty()) {
      add(
          Severity.DANGEROUS,
          "repositoryUuid",
          token.isBitbucket()
              ? "it has no condition, so every repository of the workspace may assume the role; to accept other repositories too, add them to the list below"
              : "it has no condition: every identity of the issuer is let in");
      change.condition(recommended());
      return;
    }
    AttributeCondition condition = new AttributeCondition(provider.condition().get());
    try {
      condition.fault(mapping.conditionValues(token)).ifPresent(this::fault);
    } catch (CelException problem) {
      add(
          Severity.UNKNOWN,
          "",
          "the condition has %s, which is not supported here: check it yourself"
              .formatted(problem.reason()));
    }
  }

  private void fault(AttributeCondition.Fault fault) {
    add(Severity.BROKEN, fault.claim(), fault.why());
    change.condition(fault.fixed().orElseGet(this::recommended));
  }

  private String recommended() {
    if (!token.isBitbucket()) {
      return "assertion.sub == " + AttributeCondition.literal(new JsonString(token.subject()));
    }
    return "assertion.workspaceUuid == %s && assertion.repositoryUuid in [%s]"
        .formatted(literal("workspaceUuid"), literal("repositoryUuid"));
  }

  private String literal(String claim) {
    return AttributeCondition.literal(new JsonString(token.text(claim).orElse("")));
  }

  private Map<String, String> cells() {
    Map<String, String> cells = new HashMap<>();
    cells.put("iss", provider.issuer().orElse("none"));
    cells.put("aud", String.join(" or ", provider.accepted()));
    provider.mapping().forEach((target, expression) -> note(cells, expression, target));
    provider.condition().ifPresent(text -> note(cells, text, "condition"));
    return cells;
  }

  private static void note(Map<String, String> cells, String expression, String where) {
    Matcher matcher = CLAIM.matcher(expression);
    while (matcher.find()) {
      cells.merge(
          matcher.group(1), where, (one, other) -> one.contains(other) ? one : one + ", " + other);
    }
  }

  /// Returns the target attribute that always has the same value as this claim: it has this value
  /// now, and changes when the claim changes.
  static Optional<String> attributeOf(GoogleProvider provider, DecodedToken token, String claim) {
    String value = token.text(claim).orElse("");
    DecodedToken other = token.with(claim, DecodedToken.OTHER_UUID);
    Map<String, String> there = AttributeMapping.of(provider, other).values();
    return AttributeMapping.of(provider, token).values().entrySet().stream()
        .filter(target -> target.getKey().startsWith("attribute."))
        .filter(target -> !value.isEmpty() && target.getValue().equals(value))
        .map(Map.Entry::getKey)
        .filter(target -> DecodedToken.OTHER_UUID.equals(there.get(target)))
        .findFirst();
  }

  /// Returns the first claim in the expression of a target attribute; an empty string if there is
  /// none.
  static String claimOf(GoogleProvider provider, String target) {
    Matcher matcher = CLAIM.matcher(provider.mapping().getOrDefault(target, ""));
    return matcher.find() ? matcher.group(1) : "";
  }
}
