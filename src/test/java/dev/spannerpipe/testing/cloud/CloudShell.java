package dev.spannerpipe.testing.cloud;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonArray;
import dev.spannerpipe.json.JsonBoolean;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.json.JsonString;
import dev.spannerpipe.testing.cloud.CloudConfiguration.Names;
import dev.spannerpipe.testing.cloud.CloudConfiguration.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Does what the command lines of Google and AWS would do, as far as `doctor` prints commands for
/// them. Whatever else it is told is an error: another command, another flag, another resource.
public final class CloudShell {
  private static final String PROVIDERS =
      "gcloud iam workload-identity-pools providers update-oidc";
  private static final String ACCOUNTS = "gcloud iam service-accounts ";

  private final CloudConfiguration configuration;
  private final Names names;

  /// Takes what its commands change.
  public CloudShell(CloudConfiguration configuration, Names names) {
    this.configuration = configuration;
    this.names = names;
  }

  /// Runs each of these lines that is a command. Returns how many there were.
  public int run(List<String> lines) {
    List<String> commands =
        lines.stream()
            .map(String::strip)
            .filter(line -> line.startsWith("gcloud ") || line.startsWith("aws "))
            .toList();
    commands.forEach(command -> run(new Command(command)));
    return commands.size();
  }

  private void run(Command command) {
    switch (command.name()) {
      case PROVIDERS -> updateProvider(command);
      case ACCOUNTS + "add-iam-policy-binding" -> {
        command.only(names.account(), Set.of("--role", "--member"));
        configuration.change(
            Part.ACCOUNT,
            policy -> bound(policy, command.flag("--role"), command.flag("--member"), true));
      }
      case ACCOUNTS + "remove-iam-policy-binding" -> {
        command.only(names.account(), Set.of("--role", "--member"));
        configuration.change(
            Part.ACCOUNT,
            policy -> bound(policy, command.flag("--role"), command.flag("--member"), false));
      }
      case "gcloud spanner databases add-iam-policy-binding" -> bindDatabase(command);
      case "aws iam update-assume-role-policy" -> {
        command.only("", Set.of("--role-name", "--policy-document"));
        command.require("--role-name", roleName());
        configuration.set(Part.TRUST, Json.parseObject(command.flag("--policy-document")));
      }
      case "aws iam put-role-policy" -> {
        command.only("", Set.of("--role-name", "--policy-name", "--policy-document"));
        command.require("--role-name", roleName());
        configuration.set(Part.PERMISSIONS, Json.parseObject(command.flag("--policy-document")));
      }
      case "aws iam create-open-id-connect-provider" -> {
        command.only("", Set.of("--url", "--client-id-list"));
        configuration.set(
            Part.IDENTITY_PROVIDER,
            Json.object()
                .with("Url", withoutScheme(command.flag("--url")))
                .with("ClientIDList", Json.texts(List.of(command.flag("--client-id-list")))));
      }
      case "aws iam add-client-id-to-open-id-connect-provider" -> addAudience(command);
      default -> throw new IllegalArgumentException("no such command: " + command.name());
    }
  }

  private String roleName() {
    return names.roleArn().replaceFirst(".*/", "");
  }

  static String withoutScheme(String address) {
    return address.replaceFirst("^https?://", "");
  }

  private void addAudience(Command command) {
    command.only("", Set.of("--open-id-connect-provider-arn", "--client-id"));
    JsonObject provider = configuration.get(Part.IDENTITY_PROVIDER);
    command.require(
        "--open-id-connect-provider-arn",
        names.roleArn().replaceFirst(":role/.*", ":oidc-provider/")
            + provider.text("Url").orElseThrow());
    List<String> all = new ArrayList<>(provider.texts("ClientIDList"));
    all.add(command.flag("--client-id"));
    configuration.set(Part.IDENTITY_PROVIDER, provider.with("ClientIDList", Json.texts(all)));
  }

  private void bindDatabase(Command command) {
    String[] database = names.database().split("/", -1);
    command.only(database[5], Set.of("--project", "--instance", "--member", "--role"));
    command.require("--project", database[1]);
    command.require("--instance", database[3]);
    configuration.change(
        Part.DATABASE,
        policy -> bound(policy, command.flag("--role"), command.flag("--member"), true));
  }

  /// Returns the policy with somebody more, or less, who has a role.
  static JsonObject bound(JsonObject policy, String role, String member, boolean add) {
    List<Json> bindings = new ArrayList<>();
    boolean done = false;
    for (Json item : policy.items("bindings")) {
      JsonObject binding = (JsonObject) item;
      List<String> members = new ArrayList<>(binding.texts("members"));
      if (binding.text("role").orElseThrow().equals(role)) {
        done = add ? members.add(member) : members.remove(member);
      }
      if (!members.isEmpty()) {
        bindings.add(binding.with("members", Json.texts(members)));
      }
    }
    if (!done && !add) {
      throw new IllegalArgumentException("policy binding not found");
    }
    if (!done) {
      bindings.add(Json.object().with("role", role).with("members", Json.texts(List.of(member))));
    }
    return policy.with("bindings", new JsonArray(bindings));
  }

  private void updateProvider(Command command) {
    String[] name = configuration.get(Part.PROVIDER).text("name").orElseThrow().split("/", -1);
    command.only(
        name[7],
        Set.of(
            "--project",
            "--location",
            "--workload-identity-pool",
            "--no-disabled",
            "--issuer-uri",
            "--allowed-audiences",
            "--attribute-mapping",
            "--attribute-condition"));
    command.require("--project", name[1]);
    command.require("--location", name[3]);
    command.require("--workload-identity-pool", name[5]);
    command.ifGiven("--no-disabled", _ -> change("disabled", new JsonBoolean(false)));
    command.ifGiven("--issuer-uri", value -> changeOidc("issuerUri", new JsonString(value)));
    command.ifGiven(
        "--allowed-audiences",
        value -> changeOidc("allowedAudiences", Json.texts(List.of(value.split(",", -1)))));
    command.ifGiven(
        "--attribute-condition", value -> change("attributeCondition", new JsonString(value)));
    command.ifGiven("--attribute-mapping", value -> change("attributeMapping", mapping(value)));
  }

  private void change(String member, Json value) {
    configuration.change(Part.PROVIDER, provider -> provider.with(member, value));
  }

  private void changeOidc(String member, Json value) {
    UnaryOperator<JsonObject> change =
        provider ->
            provider.with(
                "oidc", ((JsonObject) provider.find("oidc").orElseThrow()).with(member, value));
    configuration.change(Part.PROVIDER, change);
  }

  /// `^;^a=b;c=d`, as `gcloud topic escaping` says.
  private static JsonObject mapping(String value) {
    if (!value.startsWith("^;^")) {
      throw new IllegalArgumentException(value);
    }
    Map<String, String> mapping = new LinkedHashMap<>();
    for (String pair : value.substring(3).split(";", -1)) {
      mapping.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
    }
    return Json.object(mapping);
  }
}
