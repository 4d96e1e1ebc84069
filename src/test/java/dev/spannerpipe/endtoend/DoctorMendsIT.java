package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.PipeRun;
import dev.spannerpipe.testing.Result;
import dev.spannerpipe.testing.cloud.AwsAccount;
import dev.spannerpipe.testing.cloud.CloudConfiguration;
import dev.spannerpipe.testing.cloud.CloudConfiguration.Names;
import dev.spannerpipe.testing.cloud.CloudShell;
import dev.spannerpipe.testing.cloud.CloudTerraform;
import dev.spannerpipe.testing.cloud.Clouds;
import dev.spannerpipe.testing.cloud.GoogleStandIns;
import dev.spannerpipe.testing.oidc.BitbucketStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Set-ups that are broken or too wide, in stand-ins that evaluate them as the clouds do: `doctor`
/// names the link, and the commands that it prints, run as they stand, mend it.
@Concurrent
class DoctorMendsIT extends CloudStep {
  private static final Path EXPECTED = Path.of("src/test/resources/mends");

  private AwsAccount aws;
  private Clouds clouds;

  @BeforeEach
  void openAws() {
    aws = account();
    clouds =
        new Clouds(
            google,
            gate,
            aws,
            new Names(GoogleStandIns.ACCOUNT, database.resourceName(), AwsAccount.ROLE));
  }

  @AfterEach
  void closeAws() {
    aws.close();
  }

  private PipeRun step(CloudConfiguration configuration) {
    clouds.setUp(configuration);
    clouds.files(configuration).forEach(workspace::with);
    return deployment();
  }

  private Result doctor(CloudConfiguration configuration) {
    return doctor(step(configuration));
  }

  private Result doctor(PipeRun pipe) {
    return pipe.with("COMMAND", "doctor")
        .with(aws.variables())
        .with("STATE_MACHINE_ARN", MACHINE)
        .with("DOCTOR_GOOGLE_PROVIDER_FILE", "provider.json")
        .with("DOCTOR_SERVICE_ACCOUNT_POLICY_FILE", "account.json")
        .with("DOCTOR_AWS_ROLE_FILE", "role.json")
        .run();
  }

  /// Returns all that was printed, without the table.
  private String findings(Result result) {
    String text = result.out().substring(result.out().indexOf("\n\n") + 2) + result.err();
    return text.replace(google.issuer().issuer(), "https://<issuer>")
        .replace(google.issuer().address().getAuthority(), "<host>")
        .replace(database.resourceName(), "<database>")
        .replace(database.name(), "<name>")
        .replace(database.instance(), "<instance>")
        .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "<time>")
        .replaceAll("\\([0-9]+ (min|s)\\)", "(<left>)");
  }

  @ParameterizedTest
  @EnumSource
  void printsWhatMendsIt(BrokenSetUp broken) throws IOException {
    CloudConfiguration configuration = clouds.sound();
    broken.make(configuration, google);

    Result found = doctor(configuration);

    assertThat(findings(found)).isEqualTo(Files.readString(EXPECTED.resolve(broken.fileName())));
    assertThat(found.exitCode()).isEqualTo(3);

    List<String> printed = found.out().lines().toList();
    CloudConfiguration byTerraform = configuration.copy();
    new CloudTerraform(byTerraform).run(printed);
    assertThat(new CloudShell(configuration, clouds.names()).run(printed)).isPositive();

    assertThat(byTerraform).isEqualTo(configuration);
    assertSound(doctor(configuration));
    if (found.lastLine().startsWith("✖ The chain of trust also lets others in: ")) {
      assertKeepsOthersOut(configuration);
    }
    assertThat(step(configuration).run().exitCode()).isZero();
    assertThat(history()).containsExactly("1");
  }

  /// Asserts that another repository of the workspace gets nothing from either cloud.
  private void assertKeepsOthersOut(CloudConfiguration configuration) {
    BitbucketStep step = google.step();
    String repository = step.repositoryUuid().replace("5e905170", "5e905177");
    String token =
        token(
            Map.of(
                "repositoryUuid",
                repository,
                "sub",
                "%s:%s:%s".formatted(repository, step.environmentUuid(), step.stepUuid())));
    Result result =
        doctor(
            step(configuration)
                .with("BITBUCKET_REPO_UUID", repository)
                .with("BITBUCKET_STEP_OIDC_TOKEN", token));

    assertThat(result.out())
        .contains(
            "The given credential is rejected by the attribute condition",
            "Not authorized to perform sts:AssumeRoleWithWebIdentity");
  }

  private void assertSound(Result result) {
    assertThat(result.err())
        .as(result.out())
        .isEqualTo("✔ The chain of trust is sound, as far as it could be checked.\n");
    assertThat(result.exitCode()).isZero();
  }
}
