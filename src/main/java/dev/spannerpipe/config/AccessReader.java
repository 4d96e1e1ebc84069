package dev.spannerpipe.config;

import dev.spannerpipe.credentials.aws.AwsSettings;
import dev.spannerpipe.credentials.google.GoogleSettings;
import dev.spannerpipe.identity.IdentitySettings;
import dev.spannerpipe.plan.review.ReviewedPlanSettings;
import dev.spannerpipe.policy.PolicySettings;
import dev.spannerpipe.workflow.WorkflowSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Reads the variables for the identity, the credentials, the policy and the reviewed plan of the
/// run.
final class AccessReader {
  /// The AWS region if neither `AWS_DEFAULT_REGION` nor `STATE_MACHINE_ARN` is given.
  private static final String REGION = "us-east-1";

  private static final List<Variable<?>> ENDPOINTS =
      List.of(
          Variables.SPANNER_ENDPOINT,
          Variables.GOOGLE_STS_ENDPOINT,
          Variables.GOOGLE_IAM_CREDENTIALS_ENDPOINT,
          Variables.GCE_METADATA_HOST,
          Variables.AWS_ENDPOINT_URL_STS,
          Variables.AWS_ENDPOINT_URL_SFN,
          Variables.BITBUCKET_PROXY_ENDPOINT,
          Variables.BITBUCKET_API_ENDPOINT,
          Variables.OIDC_ISSUER);

  private final ParsedValues values;
  private final RawValues raw;
  private final RunEnvironment surroundings;

  AccessReader(ParsedValues values, RawValues raw, RunEnvironment surroundings) {
    this.values = values;
    this.raw = raw;
    this.surroundings = surroundings;
  }

  AccessSettings read() {
    return new AccessSettings(
        identity(),
        GoogleSource.of(values).map(this::google),
        aws(),
        values
            .find(Variables.POLICY_FILE)
            .map(file -> new PolicySettings(file, values.find(Variables.POLICY_SHA256))),
        new ReviewedPlanSettings(
            values.find(Variables.PLAN_FILE), values.find(Variables.PLAN_SHA256)),
        surroundings.checkout().branch(),
        endpoints());
  }

  private IdentitySettings identity() {
    return new IdentitySettings(
        values.find(Variables.OIDC_TOKEN),
        values.find(Variables.OIDC_ISSUER),
        values.find(Variables.OIDC_AUDIENCE),
        new IdentitySettings.Step(
            raw.plain("BITBUCKET_WORKSPACE"),
            raw.plain("BITBUCKET_WORKSPACE_UUID"),
            raw.plain("BITBUCKET_REPO_UUID"),
            raw.plain("BITBUCKET_DEPLOYMENT_ENVIRONMENT_UUID"),
            raw.plain("BITBUCKET_STEP_UUID")));
  }

  private GoogleSettings google(GoogleSettings.Source source) {
    return new GoogleSettings(
        source,
        values.find(Variables.GOOGLE_STS_ENDPOINT).orElse(GoogleSettings.STS),
        values
            .find(Variables.GOOGLE_IAM_CREDENTIALS_ENDPOINT)
            .orElse(GoogleSettings.IAM_CREDENTIALS),
        values.find(Variables.GCE_METADATA_HOST).orElse(GoogleSettings.METADATA_HOST));
  }

  private Optional<AwsSettings> aws() {
    return values
        .find(Variables.AWS_OIDC_ROLE_ARN)
        .map(
            role ->
                new AwsSettings(
                    role,
                    values
                        .find(Variables.AWS_DEFAULT_REGION)
                        .or(
                            () ->
                                values
                                    .find(Variables.STATE_MACHINE_ARN)
                                    .map(WorkflowSettings::region))
                        .orElse(REGION),
                    values.find(Variables.AWS_ENDPOINT_URL_STS)));
  }

  private Map<String, String> endpoints() {
    Map<String, String> endpoints = new TreeMap<>();
    for (Variable<?> variable : ENDPOINTS) {
      values
          .find(variable)
          .filter(_ -> variable.commands().contains(values.get(Variables.COMMAND)))
          .ifPresent(address -> endpoints.put(variable.name(), address.toString()));
    }
    return endpoints;
  }
}
