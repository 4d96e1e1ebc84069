package dev.spannerpipe.targets;

import dev.spannerpipe.json.JsonDocument;
import dev.spannerpipe.text.SafeText;
import java.util.Locale;
import java.util.Optional;

/// An object of a Kubernetes cluster, as `kubectl get … -o json` prints it.
///
/// @param document an object
record ClusterObject(JsonDocument document) {
  private static final int LONGEST_NAME = 253;

  /// Returns the string at this path; empty if there is none, or a blank one.
  Optional<String> text(String... path) {
    return find(path).flatMap(JsonDocument::string).filter(text -> !text.isBlank());
  }

  /// Returns the value at this path; empty if there is none.
  Optional<JsonDocument> find(String... path) {
    Optional<JsonDocument> value = Optional.of(document);
    for (String name : path) {
      value = value.flatMap(each -> each.member(name)).filter(each -> !each.isNull());
    }
    return value;
  }

  String kind() {
    return text("kind").orElse("");
  }

  /// Returns the API group: the part of `apiVersion` before the slash.
  String group() {
    String apiVersion = apiVersion();
    return apiVersion.substring(0, Math.max(0, apiVersion.indexOf('/')));
  }

  /// Returns the version: the part of `apiVersion` after the slash.
  String version() {
    String apiVersion = apiVersion();
    return apiVersion.substring(apiVersion.indexOf('/') + 1);
  }

  String apiVersion() {
    return text("apiVersion").orElse("");
  }

  /// For messages: returns the kind and the name of the object in the cluster, such as `Database
  /// shop-x7k2p`.
  String label() {
    return shown(kind() + " " + name());
  }

  /// For messages: returns the arguments with which kubectl finds this object, such as
  /// `database.spanner.gcp.upbound.io/shop-x7k2p`.
  String argument() {
    String namespace = text("metadata", "namespace").map(name -> " -n " + name).orElse("");
    return shown(kind().toLowerCase(Locale.ROOT) + "." + group() + "/" + name() + namespace);
  }

  private String name() {
    return text("metadata", "name").orElse("without a name");
  }

  private static String shown(String text) {
    return SafeText.line(text, LONGEST_NAME);
  }
}
