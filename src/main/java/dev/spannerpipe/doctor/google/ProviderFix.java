package dev.spannerpipe.doctor.google;

import dev.spannerpipe.doctor.finding.CommandText;
import dev.spannerpipe.doctor.finding.Fix;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Collects the changes that a workload identity provider needs to accept a token safely.
final class ProviderFix {
  private boolean enable;
  private Optional<String> issuer = Optional.empty();
  private final List<String> audiences = new ArrayList<>();
  private final Map<String, String> mapping = new TreeMap<>();
  private Optional<String> condition = Optional.empty();

  void enable() {
    enable = true;
  }

  void issuer(String address) {
    issuer = Optional.of(address);
  }

  void audience(String audience) {
    audiences.add(audience);
  }

  void map(String target, String expression) {
    mapping.put(target, expression);
  }

  void condition(String text) {
    condition = Optional.of(text);
  }

  boolean isEmpty() {
    return !enable
        && issuer.isEmpty()
        && audiences.isEmpty()
        && mapping.isEmpty()
        && condition.isEmpty();
  }

  /// Returns the provider after these changes.
  GoogleProvider applied(GoogleProvider provider) {
    return new GoogleProvider(
        provider.name(),
        provider.usable() || enable,
        issuer.or(provider::issuer),
        audiences.isEmpty() ? provider.audiences() : allAudiences(provider),
        wholeMapping(provider),
        condition.or(provider::condition));
  }

  /// Returns the changes, written once for `gcloud` and once for Terraform; an empty list if there
  /// is nothing to change.
  List<Fix> fixes(GoogleProvider provider) {
    return isEmpty()
        ? List.of()
        : List.of(
            new Fix(Fix.Tool.GCLOUD, command(provider)),
            new Fix(Fix.Tool.TERRAFORM, terraform(provider)));
  }

  private List<String> allAudiences(GoogleProvider provider) {
    List<String> all = new ArrayList<>(provider.audiences());
    all.addAll(audiences);
    return all;
  }

  private Map<String, String> wholeMapping(GoogleProvider provider) {
    Map<String, String> all = new TreeMap<>(provider.mapping());
    all.putAll(mapping);
    return all;
  }

  /// Returns the gcloud command. It contains the whole mapping, because gcloud replaces the mapping
  /// as a whole. The prefix `^;^` makes `;` the separator, so that expressions can contain commas.
  private String command(GoogleProvider provider) {
    StringBuilder command = new StringBuilder("gcloud iam workload-identity-pools providers ");
    command.append("update-oidc ").append(CommandText.shellWord(provider.part("providers")));
    command.append(" --project=").append(provider.part("projects"));
    command.append(" --location=").append(provider.part("locations"));
    command.append(" --workload-identity-pool=").append(provider.part("workloadIdentityPools"));
    command.append(enable ? " --no-disabled" : "");
    issuer.ifPresent(
        address -> command.append(" --issuer-uri=").append(CommandText.shell(address)));
    if (!audiences.isEmpty()) {
      command.append(" --allowed-audiences=");
      command.append(CommandText.shell(String.join(",", allAudiences(provider))));
    }
    if (!mapping.isEmpty()) {
      List<String> pairs = new ArrayList<>();
      wholeMapping(provider).forEach((target, text) -> pairs.add(target + "=" + text));
      command.append(" --attribute-mapping=");
      command.append(CommandText.shell("^;^" + String.join(";", pairs)));
    }
    condition.ifPresent(
        text -> command.append(" --attribute-condition=").append(CommandText.shell(text)));
    return command.toString();
  }

  private String terraform(GoogleProvider provider) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "# In resource google_iam_workload_identity_pool_provider "
            + provider.part("providers")
            + ":");
    if (enable) {
      lines.add("disabled = false");
    }
    condition.ifPresent(text -> lines.add("attribute_condition = " + CommandText.terraform(text)));
    if (!mapping.isEmpty()) {
      lines.add("attribute_mapping = {");
      wholeMapping(provider)
          .forEach(
              (target, text) ->
                  lines.add(
                      "  %s = %s"
                          .formatted(CommandText.terraform(target), CommandText.terraform(text))));
      lines.add("}");
    }
    if (issuer.isPresent() || !audiences.isEmpty()) {
      lines.add("oidc {");
      lines.add("  issuer_uri = " + CommandText.terraform(issuer.or(provider::issuer).orElse("")));
      lines.add(
          "  allowed_audiences = [%s]"
              .formatted(
                  String.join(
                      ", ", allAudiences(provider).stream().map(CommandText::terraform).toList())));
      lines.add("}");
    }
    return String.join("\n", lines);
  }
}
