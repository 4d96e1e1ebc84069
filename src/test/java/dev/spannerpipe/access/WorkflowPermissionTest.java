package dev.spannerpipe.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spannerpipe.credentials.aws.AwsSettings;
import dev.spannerpipe.failure.BlockedFailure;
import dev.spannerpipe.files.CloneDirectory;
import dev.spannerpipe.files.InputFile;
import dev.spannerpipe.identity.Claims;
import dev.spannerpipe.json.Json;
import dev.spannerpipe.policy.Guardrails;
import dev.spannerpipe.policy.IdentityLimits;
import dev.spannerpipe.policy.PolicyReader;
import dev.spannerpipe.policy.PolicySettings;
import dev.spannerpipe.record.Outcome;
import dev.spannerpipe.record.RecordedEvent;
import dev.spannerpipe.record.RunContext;
import dev.spannerpipe.record.RunLog;
import dev.spannerpipe.text.DatabaseName;
import dev.spannerpipe.workflow.WorkflowSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkflowPermissionTest {
  private static final String MACHINE = "arn:aws:states:eu-west-1:123456789012:stateMachine:orders";
  private static final String ROLE = "arn:aws:iam::123456789012:role/deploy";

  @TempDir private Path folder;
  private Instant now = Instant.parse("2026-01-09T14:00:00Z");
  private final RunLog log =
      new RunLog(
          new RunContext("run", "apply", "0.1.0", Map.of(), Map.of(), "d", null, null), () -> now);
  private WorkflowPermission permission;

  @BeforeEach
  void read() throws IOException {
    Path policy =
        Files.writeString(
            folder.resolve("policy.yaml"),
            """
            version: 1
            issuers:
              oidc: {profile: oidc, issuer: "https://issuer.example", audiences: pipe}
            rules:
              - id: deploy
                when: {issuer: oidc, sub: job}
                allow: {do: [sfn.start, sfn.describe], on: "%s", as: {maxSession: 30m}}
                guard: {denyWindows: [{days: friday, from: "15:00", to: "24:00", zone: UTC}]}
            """
                .formatted(MACHINE));
    permission =
        new WorkflowPermission(
            new Guardrails(
                PolicyReader.read(
                    new PolicySettings(
                        InputFile.ofStep(
                            policy, new CloneDirectory(policy.resolveSibling("clone"))),
                        Optional.empty()),
                    Optional.empty()),
                Optional.of(claims()),
                Guardrails.target(new DatabaseName("p", "i", "d")),
                false,
                Optional.empty(),
                true,
                () -> now),
            new WorkflowSettings(
                MACHINE + ":live",
                Optional.empty(),
                "{}",
                new CloneDirectory(folder),
                Optional.empty(),
                Duration.ofHours(1),
                WorkflowSettings.OnTimeout.DETACH,
                WorkflowSettings.OnFailure.FAIL),
            new AwsSettings(ROLE, "eu-west-1", Optional.empty()),
            log);
  }

  private static Claims claims() {
    return new Claims(
        "https://issuer.example",
        "job",
        List.of("pipe"),
        Instant.EPOCH,
        Instant.MAX,
        Json.object().with("iss", "https://issuer.example").with("sub", "job"));
  }

  private List<Outcome> outcomes() {
    return log.events().stream().map(RecordedEvent::outcome).toList();
  }

  @Test
  void asksTwiceAndPutsBothAnswersOnRecord() {
    IdentityLimits limits = permission.require();
    permission.requireAfterMigration();

    assertThat(limits.maxSession()).contains(Duration.ofMinutes(30));
    assertThat(outcomes()).containsExactly(Outcome.SUCCEEDED, Outcome.SUCCEEDED);
  }

  @Test
  void startsNothingInAWindowThatBeganDuringTheMigration() {
    permission.require();
    now = Instant.parse("2026-01-09T15:00:00Z");

    assertThatThrownBy(permission::requireAfterMigration)
        .isInstanceOf(BlockedFailure.class)
        .hasMessage(
            "Could not start the workflow %s:live after the completed migration: rule deploy (line 5) allows no changes in the window friday 15:00 to 24:00 UTC, and the time is 2026-01-09T15:00:00Z. Run again after the window; then run COMMAND=workflow, which only starts the workflow."
                .formatted(MACHINE));
    assertThat(outcomes()).containsExactly(Outcome.SUCCEEDED, Outcome.FAILED);
  }
}
