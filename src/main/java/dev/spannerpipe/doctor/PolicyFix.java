package dev.spannerpipe.doctor;

import dev.spannerpipe.doctor.finding.DecodedToken;
import dev.spannerpipe.doctor.finding.Fix;
import dev.spannerpipe.json.JsonString;
import dev.spannerpipe.policy.Action;
import dev.spannerpipe.policy.Issuer;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Writes the policy rule that a run needs but the policy lacks.
record PolicyFix(DecodedToken token, Issuer issuer, List<PolicyQuestion.Intention> denied) {
  /// Returns the rule, bound to the environment if the token names one.
  Fix fix() {
    return new Fix(
        Fix.Tool.POLICY,
        """
        rules:
          - id: the-step-that-doctor-saw
            when: {%s}
            allow:
        %s"""
            .formatted(
                when(), denied.stream().map(PolicyFix::grant).collect(Collectors.joining("\n"))));
  }

  private String when() {
    List<String> bound =
        Stream.of("repositoryUuid", "deploymentEnvironmentUuid")
            .filter(claim -> token.text(claim).isPresent())
            .toList();
    return Stream.concat(
            Stream.of("issuer: " + issuer.name()),
            (bound.isEmpty() ? List.of("sub") : bound)
                .stream().map(claim -> claim + ": " + text(token.text(claim).orElse(""))))
        .collect(Collectors.joining(", "));
  }

  private static String grant(PolicyQuestion.Intention intention) {
    String actions =
        intention.actions().stream().map(Action::text).collect(Collectors.joining(", "));
    return "      - {do: [%s], on: %s}".formatted(actions, text(intention.target()));
  }

  /// A JSON text is also a YAML text.
  private static String text(String value) {
    return new JsonString(value).canonical();
  }
}
