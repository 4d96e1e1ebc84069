package dev.spannerpipe.doctor;

import dev.spannerpipe.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Does to the files what the printed commands would do in the clouds.
final class Applied {
  private Optional<Json.Members> provider;
  private Optional<Json.Members> binding;
  private Optional<Json.Members> trust;

  Applied(TrustFiles files) {
    provider = files.googleProvider();
    binding = files.serviceAccountPolicy();
    trust = files.awsTrustPolicy();
  }

  /// Runs each line of the report that is a command.
  Applied run(List<String> lines) {
    lines.stream()
        .map(String::strip)
        .filter(line -> line.startsWith("gcloud ") || line.startsWith("aws "))
        .forEach(line -> apply(words(line)));
    return this;
  }

  TrustFiles files() {
    return new TrustFiles(
        provider,
        binding,
        Optional.of("deploy@acme.iam.gserviceaccount.com"),
        trust,
        Optional.of("arn:aws:iam::123456789012:role/deploy"),
        Optional.of("bb-orders-7"),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /// Splits as a POSIX shell does: blanks, and everything between single quotes as it is.
  static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char character = line.charAt(i);
      if (character == '\'') {
        quoted = !quoted;
      } else if (character == '\\' && !quoted) {
        word.append(line.charAt(++i));
      } else if (character == ' ' && !quoted) {
        words.add(word.toString());
        word.setLength(0);
      } else {
        word.append(character);
      }
    }
    words.add(word.toString());
    return words;
  }

  private void apply(List<String> words) {
    String what = String.join(" ", words);
    if (what.startsWith(
        "aws iam update-assume-role-policy --role-name deploy --policy-document ")) {
      trust = Optional.of(Json.parseObject(words.getLast()));
    } else if (what.startsWith("gcloud iam workload-identity-pools providers update-oidc ")) {
      provider = provider.map(json -> update(json, flags(words)));
    } else if (what.startsWith("gcloud iam service-accounts ")) {
      boolean add = words.get(3).equals("add-iam-policy-binding");
      binding = binding.map(json -> bind(json, flags(words), add));
    } else {
      throw new IllegalArgumentException(what);
    }
  }

  private static Map<String, String> flags(List<String> words) {
    Map<String, String> flags = new LinkedHashMap<>();
    for (String word : words) {
      if (word.startsWith("--")) {
        int equals = word.indexOf('=');
        flags.put(
            equals < 0 ? word : word.substring(0, equals),
            equals < 0 ? "" : word.substring(equals + 1));
      }
    }
    return flags;
  }

  private static Json.Members update(Json.Members json, Map<String, String> flags) {
    Json.Members updated = json;
    Json.Members oidc = (Json.Members) json.find("oidc").orElseThrow();
    for (Map.Entry<String, String> flag : flags.entrySet()) {
      String value = flag.getValue();
      switch (flag.getKey()) {
        case "--no-disabled" -> updated = updated.with("disabled", new Json.Flag(false));
        case "--issuer-uri" -> oidc = oidc.with("issuerUri", value);
        case "--allowed-audiences" ->
            oidc = oidc.with("allowedAudiences", Json.texts(List.of(value.split(",", -1))));
        case "--attribute-condition" -> updated = updated.with("attributeCondition", value);
        case "--attribute-mapping" -> updated = updated.with("attributeMapping", mapping(value));
        case "--project", "--location", "--workload-identity-pool" -> {
          // Which provider it is.
        }
        default -> throw new IllegalArgumentException(flag.getKey());
      }
    }
    return updated.with("oidc", oidc);
  }

  /// `^;^a=b;c=d`, as `gcloud topic escaping` says.
  private static Json.Members mapping(String value) {
    if (!value.startsWith("^;^")) {
      throw new IllegalArgumentException(value);
    }
    Json.Members mapping = Json.object();
    for (String pair : value.substring(3).split(";", -1)) {
      int equals = pair.indexOf('=');
      mapping = mapping.with(pair.substring(0, equals), pair.substring(equals + 1));
    }
    return mapping;
  }

  private static Json.Members bind(Json.Members json, Map<String, String> flags, boolean add) {
    List<Json> bindings = new ArrayList<>();
    for (Json item : json.items("bindings")) {
      Json.Members binding = (Json.Members) item;
      List<String> members = new ArrayList<>(binding.texts("members"));
      if (binding.text("role").orElseThrow().equals(flags.get("--role"))) {
        members.remove(flags.get("--member"));
        if (add) {
          members.add(flags.get("--member"));
        }
      }
      bindings.add(binding.with("members", Json.texts(members)));
    }
    return json.with("bindings", new Json.Items(bindings));
  }
}
