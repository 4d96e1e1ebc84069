package dev.spannerpipe.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.spannerpipe.config.DoctorSettings;
import dev.spannerpipe.config.Settings;
import dev.spannerpipe.credentials.aws.AwsSettings;
import dev.spannerpipe.credentials.aws.SessionPolicy;
import dev.spannerpipe.credentials.google.GoogleSettings;
import dev.spannerpipe.doctor.PolicyQuestion.Intention;
import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.files.CloneDirectory;
import dev.spannerpipe.files.InputFile;
import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.policy.Action;
import dev.spannerpipe.policy.EvaluationContext;
import dev.spannerpipe.policy.Guardrails;
import dev.spannerpipe.policy.Policy;
import dev.spannerpipe.retry.Time;
import dev.spannerpipe.workflow.WorkflowSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the files that `doctor` examines.
record TrustFileLoader(Settings settings, String sessionName, boolean pullRequest, Time time) {
  /// The maximum size of a file in bytes, far above what Google and AWS allow for a policy.
  private static final int LARGEST = 1024 * 1024;

  TrustFiles read(Optional<Policy> policy) {
    DoctorSettings files = settings.doctor();
    Optional<String> machine = files.stateMachineArn().map(WorkflowSettings::unqualified);
    return new TrustFiles(
        files.googleProviderFile().map(file -> json(TrustFile.GOOGLE_PROVIDER, file)),
        files.serviceAccountPolicyFile().map(file -> json(TrustFile.SERVICE_ACCOUNT_POLICY, file)),
        serviceAccount(),
        files.awsRoleFile().map(file -> json(TrustFile.AWS_ROLE, file)),
        settings.access().aws().map(AwsSettings::roleArn),
        Optional.of(sessionName),
        files
            .sessionPolicyFile()
            .map(file -> json(TrustFile.SESSION_POLICY, file))
            .or(
                () ->
                    files
                        .stateMachineArn()
                        .map(arn -> Json.parseObject(SessionPolicy.forStateMachine(arn).text()))),
        machine,
        policy.map(this::question));
  }

  private Optional<String> serviceAccount() {
    return settings
        .access()
        .google()
        .flatMap(
            from ->
                switch (from.source()) {
                  case GoogleSettings.Exchange exchange -> exchange.serviceAccount();
                  case GoogleSettings.ConfigurationFile file -> file.read().serviceAccount();
                  case GoogleSettings.Attached _ -> Optional.empty();
                });
  }

  private PolicyQuestion question(Policy policy) {
    List<Intention> intentions = new ArrayList<>();
    intentions.add(
        new Intention(
            List.of(Action.SPANNER_PLAN, Action.SPANNER_DDL, Action.SPANNER_DML),
            Guardrails.target(settings.spanner().name())));
    settings
        .doctor()
        .stateMachineArn()
        .map(WorkflowSettings::unqualified)
        .ifPresent(
            machine ->
                intentions.add(
                    new Intention(List.of(Action.SFN_START, Action.SFN_DESCRIBE), machine)));
    return new PolicyQuestion(
        policy,
        intentions,
        new EvaluationContext(
            time.now(),
            pullRequest,
            List.of(),
            Optional.empty(),
            settings.reviewedPlanName(),
            true));
  }

  private static String text(InputFile file) throws IOException {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(file.read(LARGEST))).toString();
    } catch (CharacterCodingException _) {
      throw new IOException("it is not in UTF-8");
    }
  }

  private static JsonObject json(TrustFile kind, InputFile file) {
    try {
      return kind.parse(file.toString(), text(file));
    } catch (IOException problem) {
      ConfigurationFailure failure =
          new ConfigurationFailure(
              "Could not read %s: %s"
                  .formatted(
                      file,
                      problem instanceof NoSuchFileException
                          ? "there is no such file"
                          : CloneDirectory.reason(problem)),
              "Give the path of a file that gcloud or the AWS CLI printed");
      failure.causedBy(problem);
      throw failure;
    }
  }
}
