package dev.spannerpipe.testing.cloud;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonArray;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.testing.cloud.CloudConfiguration.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Makes the changes that `doctor` prints for Terraform, as [CloudShell] makes those for command
/// lines.
public final class CloudTerraform {
  private final CloudConfiguration configuration;

  /// Takes what is changed.
  public CloudTerraform(CloudConfiguration configuration) {
    this.configuration = configuration;
  }

  /// Makes each change that stands below a line `Terraform:`, indented.
  public void run(List<String> lines) {
    List<String> change = new ArrayList<>();
    boolean inChange = false;
    for (String line : lines) {
      if (inChange && line.startsWith("    ")) {
        change.add(line.substring(4));
        continue;
      }
      run(String.join("\n", change));
      change.clear();
      inChange = line.equals("  Terraform:");
    }
    run(String.join("\n", change));
  }

  private void run(String change) {
    Hcl.Block parsed =
        Hcl.parse(
            change,
            name -> {
              throw new IllegalArgumentException("unknown: " + name);
            });
    if (change.startsWith("# In resource google_iam_workload_identity_pool_provider ")) {
      provider(parsed);
    } else if (change.startsWith("# In resource aws_iam_role deploy:\n")) {
      configuration.set(Part.TRUST, (JsonObject) parsed.value("assume_role_policy"));
    } else if (change.startsWith("# In resource aws_iam_openid_connect_provider ")) {
      audience(((JsonArray) parsed.value("client_id_list")).values());
    } else if (change.startsWith("# remove from the ")) {
      remove(change);
    } else {
      parsed.all("resource").forEach(this::resource);
    }
  }

  private void resource(Hcl.Block resource) {
    switch (resource.labels().getFirst()) {
      case "google_service_account_iam_member" ->
          bind(Part.ACCOUNT, resource.text("role"), resource.text("member"), true);
      case "google_spanner_database_iam_member" ->
          bind(Part.DATABASE, resource.text("role"), resource.text("member"), true);
      case "aws_iam_openid_connect_provider" ->
          configuration.set(
              Part.IDENTITY_PROVIDER,
              Json.object()
                  .with("Url", CloudShell.withoutScheme(resource.text("url")))
                  .with("ClientIDList", resource.value("client_id_list")));
      case "aws_iam_role_policy" ->
          configuration.set(Part.PERMISSIONS, (JsonObject) resource.value("policy"));
      default -> throw new IllegalArgumentException(resource.labels().getFirst());
    }
  }

  private void audience(List<Json> more) {
    configuration.change(
        Part.IDENTITY_PROVIDER,
        provider -> {
          List<Json> all = new ArrayList<>(provider.items("ClientIDList"));
          all.addAll(more);
          return provider.with("ClientIDList", new JsonArray(all));
        });
  }

  private void provider(Hcl.Block change) {
    Map<String, String> names =
        Map.of(
            "disabled", "disabled",
            "attribute_condition", "attributeCondition",
            "attribute_mapping", "attributeMapping");
    change
        .values()
        .forEach(
            (name, value) ->
                configuration.change(
                    Part.PROVIDER, provider -> provider.with(names.get(name), value)));
    for (Hcl.Block oidc : change.all("oidc")) {
      configuration.change(
          Part.PROVIDER,
          provider ->
              provider.with(
                  "oidc",
                  Json.object()
                      .with("issuerUri", oidc.value("issuer_uri"))
                      .with("allowedAudiences", oidc.value("allowed_audiences"))));
    }
  }

  private void remove(String change) {
    String role = change.replaceFirst("# remove from the (\\S+) of .*", "$1");
    bind(Part.ACCOUNT, role, change.replaceFirst(".*: \"(.*)\"", "$1"), false);
  }

  private void bind(Part part, String role, String member, boolean add) {
    configuration.change(part, policy -> CloudShell.bound(policy, role, member, add));
  }
}
