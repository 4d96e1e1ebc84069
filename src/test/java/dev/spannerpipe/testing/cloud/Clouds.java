package dev.spannerpipe.testing.cloud;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonArray;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.testing.SpannerGate;
import dev.spannerpipe.testing.cloud.CloudConfiguration.Names;
import dev.spannerpipe.testing.cloud.CloudConfiguration.Part;
import java.util.List;
import java.util.Map;

/// Sets the stand-ins up as a configuration says, and says how they are set up as the documents do.
public record Clouds(GoogleStandIns google, SpannerGate gate, AwsAccount aws, Names names) {
  /// Returns the set-up for one environment of one repository.
  public CloudConfiguration sound() {
    CloudConfiguration sound = new CloudConfiguration();
    sound.set(Part.PROVIDER, google.provider().described());
    sound.set(Part.ACCOUNT, policy("roles/iam.workloadIdentityUser", google.member()));
    sound.set(
        Part.DATABASE, policy("roles/spanner.databaseUser", "serviceAccount:" + names.account()));
    sound.set(
        Part.IDENTITY_PROVIDER,
        Json.object()
            .with("Url", CloudShell.withoutScheme(google.issuer().issuer()))
            .with("ClientIDList", Json.texts(List.of(google.step().audience()))));
    sound.set(
        Part.TRUST, Json.parseObject(AwsAccount.trust(google.issuer().issuer(), google.step())));
    return sound;
  }

  /// Returns a policy with one binding.
  public static JsonObject policy(String role, String... members) {
    Json binding = Json.object().with("role", role).with("members", Json.texts(List.of(members)));
    return Json.object().with("bindings", new JsonArray(List.of(binding))).with("etag", "BwY=");
  }

  /// Changes the stand-ins.
  public void setUp(CloudConfiguration configuration) {
    google.sts().setUp(Provider.of(configuration.get(Part.PROVIDER)));
    google.iam().bind(names.account(), members(configuration.get(Part.ACCOUNT)));
    gate.grant(
        SpannerRoles.held(configuration.get(Part.DATABASE), "serviceAccount:" + names.account()));
    aws.sts().forgetProviders();
    configuration
        .find(Part.IDENTITY_PROVIDER)
        .ifPresent(
            provider ->
                aws.sts()
                    .register(
                        "http://" + provider.text("Url").orElseThrow(),
                        provider.texts("ClientIDList").toArray(String[]::new)));
    aws.sts().role(names.roleArn(), configuration.get(Part.TRUST).canonical(), 3600);
    configuration
        .find(Part.PERMISSIONS)
        .ifPresent(permissions -> aws.allowRole(permissions.canonical()));
  }

  private static String[] members(JsonObject policy) {
    return policy.items("bindings").stream()
        .map(JsonObject.class::cast)
        .filter(
            binding -> binding.text("role").orElseThrow().equals("roles/iam.workloadIdentityUser"))
        .flatMap(binding -> binding.texts("members").stream())
        .toArray(String[]::new);
  }

  /// Returns the files that their command lines would print, by name.
  public Map<String, String> files(CloudConfiguration configuration) {
    JsonObject role =
        Json.object()
            .with(
                "Role",
                Json.object()
                    .with("Arn", names.roleArn())
                    .with("AssumeRolePolicyDocument", configuration.get(Part.TRUST)));
    return Map.of(
        "provider.json", configuration.get(Part.PROVIDER).canonical(),
        "account.json", configuration.get(Part.ACCOUNT).canonical(),
        "role.json", role.canonical());
  }
}
