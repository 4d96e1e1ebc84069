package dev.spannerpipe.doctor;

import dev.spannerpipe.doctor.finding.DecodedToken;
import dev.spannerpipe.doctor.finding.Fix;
import dev.spannerpipe.json.JsonString;
import dev.spannerpipe.policy.Action;
import dev.spannerpipe.policy.Issuer;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Writes a rule for the pipe's policy file that allows what a run needs and the policy denies.
record PolicyFix(DecodedToken token, Issuer issuer, List<PolicyQuestion.Intention> denied) {
  /// Returns the rule. The rule applies only to tokens of the same repository and environment, or
  /// of the same subject if the token names neither.
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
                .stream().map(claim -> claim + ": " + yaml(token.text(claim).orElse(""))))
        .collect(Collectors.joining(", "));
  }

  private static String grant(PolicyQuestion.Intention intention) {
    String actions =
        intention.actions().stream().map(Action::text).collect(Collectors.joining(", "));
    return "      - {do: [%s], on: %s}".formatted(actions, yaml(intention.target()));
  }

  /// Returns the value as a string of JSON, which is also a valid string of YAML.
  private static String yaml(String value) {
    return new JsonString(value).canonical();
  }
}
