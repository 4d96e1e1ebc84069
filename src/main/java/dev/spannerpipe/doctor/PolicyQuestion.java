package dev.spannerpipe.doctor;

import dev.spannerpipe.doctor.finding.DecodedToken;
import dev.spannerpipe.doctor.finding.Finding;
import dev.spannerpipe.doctor.finding.Finding.Severity;
import dev.spannerpipe.doctor.finding.Fix;
import dev.spannerpipe.doctor.finding.Link;
import dev.spannerpipe.doctor.finding.LinkReport;
import dev.spannerpipe.identity.Claims;
import dev.spannerpipe.json.JsonNumber;
import dev.spannerpipe.policy.Action;
import dev.spannerpipe.policy.Decision;
import dev.spannerpipe.policy.EvaluationContext;
import dev.spannerpipe.policy.Issuer;
import dev.spannerpipe.policy.Policy;
import dev.spannerpipe.policy.PolicyTest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Checks whether the pipe's policy file (`POLICY_FILE`) allows what a run would do.
///
/// @param intentions the actions that the run would perform, one element for each target
public record PolicyQuestion(
    Policy policy, List<Intention> intentions, EvaluationContext circumstances) {
  /// The actions that the run would perform on one target.
  ///
  /// @param target the database or state machine, in the form in which policies name it
  public record Intention(List<Action> actions, String target) {
    /// Copies the list of actions.
    public Intention {
      actions = List.copyOf(actions);
    }
  }

  /// Copies the list of intentions.
  public PolicyQuestion {
    intentions = List.copyOf(intentions);
  }

  LinkReport examine(DecodedToken token) {
    List<Finding> findings = new ArrayList<>();
    List<Intention> unknown = new ArrayList<>();
    for (Intention intention : intentions) {
      Decision decision =
          policy.decide(
              Optional.of(claims(token)), intention.actions(), intention.target(), circumstances);
      if (!decision.allowed()) {
        findings.add(denial(decision, token));
      }
      if (!decision.allowed() && decision.rule().equals(Decision.NO_RULE)) {
        unknown.add(intention);
      }
    }
    List<PolicyTest.Result> tests = policy.runTests();
    if (!tests.isEmpty()) {
      long passed = tests.stream().filter(PolicyTest.Result::passed).count();
      findings.add(note("%d of its %d tests pass".formatted(passed, tests.size())));
    }
    policy.warnings().forEach(warning -> findings.add(note(warning)));
    if (policy.origin().advice()) {
      findings.add(note(policy.origin().sentence()));
    }
    return new LinkReport(Link.POLICY, cells(token), findings, fixes(token, unknown));
  }

  private static Finding denial(Decision decision, DecodedToken token) {
    return new Finding(
        decision.enforced() ? Severity.BROKEN : Severity.NOTE,
        Link.POLICY,
        claim(decision.reason(), token),
        decision.reason());
  }

  private List<Fix> fixes(DecodedToken token, List<Intention> unknown) {
    return unknown.isEmpty()
        ? List.of()
        : issuer(token).stream()
            .map(issuer -> new PolicyFix(token, issuer, unknown).fix())
            .toList();
  }

  private Optional<Issuer> issuer(DecodedToken token) {
    return policy.issuers().stream()
        .filter(issuer -> issuer.address().equals(token.issuer()))
        .findFirst();
  }

  private static Finding note(String text) {
    return new Finding(Severity.NOTE, Link.POLICY, "", text);
  }

  /// Returns the claim that the reason of a denial names, because the claim does not match. If the
  /// reason names several claims, returns the alphabetically first one. If the reason names none,
  /// returns an empty string.
  private static String claim(String reason, DecodedToken token) {
    return token.claims().values().keySet().stream()
        .filter(
            claim -> reason.contains(": " + claim + " is ") || reason.startsWith(claim + " is "))
        .findFirst()
        .orElse("");
  }

  private Map<String, String> cells(DecodedToken token) {
    Map<String, String> cells = new HashMap<>();
    for (String claim : token.claims().values().keySet()) {
      policy.demands(claim).ifPresent(demand -> cells.put(claim, demand));
    }
    issuer(token)
        .ifPresent(
            issuer -> {
              cells.put("iss", "issuer " + issuer.name());
              issuer.workspaceUuid().ifPresent(uuid -> cells.put("workspaceUuid", uuid));
              cells.put("aud", String.join(" or ", issuer.audiences()));
            });
    return cells;
  }

  private static Claims claims(DecodedToken token) {
    return new Claims(
        token.issuer(),
        token.subject(),
        token.audiences(),
        instant(token, "iat"),
        instant(token, "exp"),
        token.claims());
  }

  private static Instant instant(DecodedToken token, String claim) {
    return token.claims().values().get(claim) instanceof JsonNumber(long seconds)
        ? Instant.ofEpochSecond(seconds)
        : Instant.EPOCH;
  }
}
