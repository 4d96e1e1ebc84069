package dev.spannerpipe.testing.cloud;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.testing.cloud.CloudConfiguration.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

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
    if (change.startsWith("# of resource google_iam_workload_identity_pool_provider ")) {
      provider(parsed);
    } else if (change.startsWith("# of resource aws_iam_role deploy\n")) {
      configuration.set(Part.TRUST, (Json.Members) parsed.value("assume_role_policy"));
    } else if (change.startsWith("# remove from the ")) {
      remove(change);
    } else if (!change.isEmpty()) {
      bind(parsed.get("resource", "google_service_account_iam_member", "pipe"));
    }
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

  private void bind(Hcl.Block resource) {
    change(resource.text("role"), members -> members.add(resource.text("member")));
  }

  private void remove(String change) {
    String role = change.replaceFirst("# remove from the (\\S+) of .*", "$1");
    String member = change.replaceFirst(".*: \"(.*)\"", "$1");
    change(
        role,
        members -> {
          if (!members.remove(member)) {
            throw new IllegalArgumentException("not found: " + member);
          }
        });
  }

  private void change(String role, Consumer<List<String>> change) {
    configuration.change(
        Part.ACCOUNT,
        policy -> {
          List<Json> bindings = new ArrayList<>();
          for (Json item : policy.items("bindings")) {
            Json.Members binding = (Json.Members) item;
            List<String> members = new ArrayList<>(binding.texts("members"));
            if (binding.text("role").orElseThrow().equals(role)) {
              change.accept(members);
            }
            bindings.add(binding.with("members", Json.texts(members)));
          }
          return policy.with("bindings", new Json.Items(bindings));
        });
  }
}
