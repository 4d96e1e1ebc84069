package dev.spannerpipe.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.doctor.finding.Tokens;
import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonArray;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.testing.cloud.Clouds;
import dev.spannerpipe.testing.cloud.Hcl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The set-up that is given to users as Terraform is one that `doctor` calls sound.
class SetUpFilesTest {
  private static final String POOL =
      "projects/123456789012/locations/global/workloadIdentityPools/bitbucket";
  private static final String PARTITION = "arn:aws:iam::123456789012:";
  private static final Map<String, String> REFERENCES =
      Map.ofEntries(
          Map.entry("var.workspace", "acme"),
          Map.entry("var.workspace_uuid", "{11111111-1111-4111-8111-111111111111}"),
          Map.entry("trim(var.workspace_uuid, \"{}\")", "11111111-1111-4111-8111-111111111111"),
          Map.entry("var.repository_uuid", Tokens.REPOSITORY),
          Map.entry("var.environment_uuid", Tokens.ENVIRONMENT),
          Map.entry("var.state_machine", "orders"),
          Map.entry("google_iam_workload_identity_pool.bitbucket.name", POOL),
          Map.entry("data.aws_partition.this.partition", "aws"),
          Map.entry("data.aws_region.this.name", "eu-west-1"),
          Map.entry("data.aws_caller_identity.this.account_id", "123456789012"));

  private static Hcl.Block read(String cloud) {
    try {
      String text = Files.readString(Path.of("pipe/setup", cloud, "main.tf"));
      Hcl.Block locals = Hcl.parse(text, SetUpFilesTest::reference).all("locals").getFirst();
      return Hcl.parse(
          text,
          name ->
              name.startsWith("local.")
                  ? locals.text(name.replace("local.", ""))
                  : reference(name));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// What nobody looks at here stays as it is written.
  private static String reference(String name) {
    return REFERENCES.getOrDefault(name, name);
  }

  private static List<String> lines(TrustFiles files) {
    return Diagnosis.of(Tokens.bitbucket(), files, Tokens.NOW).lines();
  }

  @Test
  void googlesIsSound() {
    Hcl.Block file = read("google");
    Hcl.Block provider =
        file.get("resource", "google_iam_workload_identity_pool_provider", "bitbucket");
    Hcl.Block oidc = provider.all("oidc").getFirst();
    JsonObject described =
        Json.object()
            .with("name", POOL + "/providers/pipelines")
            .with(
                "oidc",
                Json.object()
                    .with("issuerUri", oidc.value("issuer_uri"))
                    .with("allowedAudiences", oidc.value("allowed_audiences")))
            .with("attributeMapping", provider.value("attribute_mapping"))
            .with("attributeCondition", provider.value("attribute_condition"));

    for (String purpose : List.of("preview", "apply")) {
      Hcl.Block binding = file.get("resource", "google_service_account_iam_member", purpose);
      TrustFiles files =
          new TrustFiles(
              Optional.of(described),
              Optional.of(Clouds.policy(binding.text("role"), binding.text("member"))),
              Optional.of("spanner-pipe-apply@acme.iam.gserviceaccount.com"),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty());
      assertThat(lines(files)).as(purpose).isEmpty();
    }
  }

  @Test
  void awssIsSound() {
    Hcl.Block file = read("aws");
    Hcl.Block identity = file.get("resource", "aws_iam_openid_connect_provider", "bitbucket");
    String issuer = identity.text("url");
    assertThat(issuer).isEqualTo(Tokens.bitbucket().issuer());
    assertThat(identity.value("client_id_list"))
        .isEqualTo(Json.texts(Tokens.bitbucket().audiences()));
    Hcl.Block trust =
        file.get("data", "aws_iam_policy_document", "trust").all("statement").getFirst();
    TrustFiles files =
        new TrustFiles(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(trustPolicy(trust, issuer)),
            Optional.of(PARTITION + "role/spanner-pipe-orders"),
            Optional.of("bb-orders-7"),
            Optional.of(permissions(file)),
            Optional.of("arn:aws:states:eu-west-1:123456789012:stateMachine:orders"),
            Optional.empty());

    assertThat(lines(files)).isEmpty();
  }

  private static JsonObject trustPolicy(Hcl.Block statement, String issuer) {
    assertThat(statement.all("principals").getFirst().value("identifiers"))
        .isEqualTo(Json.texts(List.of("aws_iam_openid_connect_provider.bitbucket.arn")));
    JsonObject conditions = Json.object();
    for (Hcl.Block condition : statement.all("condition")) {
      String test = condition.text("test");
      JsonObject keys = conditions.find(test).map(JsonObject.class::cast).orElse(Json.object());
      conditions =
          conditions.with(test, keys.with(condition.text("variable"), condition.value("values")));
    }
    return policy(
        Json.object()
            .with("Effect", "Allow")
            .with("Action", statement.value("actions"))
            .with(
                "Principal",
                Json.object()
                    .with(
                        "Federated", PARTITION + "oidc-provider/" + issuer.replace("https://", "")))
            .with("Condition", conditions));
  }

  private static JsonObject permissions(Hcl.Block file) {
    return policy(
        file.get("data", "aws_iam_policy_document", "workflow").all("statement").stream()
            .map(
                statement ->
                    Json.object()
                        .with("Effect", "Allow")
                        .with("Action", statement.value("actions"))
                        .with("Resource", statement.value("resources")))
            .toArray(Json[]::new));
  }

  private static JsonObject policy(Json... statements) {
    return Json.object().with("Statement", new JsonArray(List.of(statements)));
  }
}
