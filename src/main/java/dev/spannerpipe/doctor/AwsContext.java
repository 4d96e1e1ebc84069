package dev.spannerpipe.doctor;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What AWS compares a trust policy's conditions with.
///
/// @param provider the issuer as AWS calls it: without `https://`
/// @param values by the condition key in lowercase
record AwsContext(String provider, Map<String, List<String>> values) {
  private static final String GOOGLE = "accounts.google.com";

  static AwsContext of(DecodedToken token, Optional<String> sessionName) {
    String provider = token.issuer().replaceFirst("^https?://", "");
    List<String> audience = token.audience();
    Optional<String> party = provider.equals(GOOGLE) ? token.text("azp") : Optional.empty();
    Map<String, List<String>> values =
        new HashMap<>(
            Map.of(
                key(provider, "aud"),
                party.map(List::of).orElse(audience),
                key(provider, "sub"),
                List.of(token.subject())));
    if (provider.equals(GOOGLE)) {
      values.put(key(provider, "oaud"), audience);
    }
    sessionName.ifPresent(name -> values.put("sts:rolesessionname", List.of(name)));
    return new AwsContext(provider, Map.copyOf(values));
  }

  private static String key(String provider, String claim) {
    return (provider + ":" + claim).toLowerCase(Locale.ROOT);
  }

  /// Returns the values of a condition key, whose letter case does not matter.
  Optional<List<String>> find(String key) {
    return Optional.ofNullable(values.get(key.toLowerCase(Locale.ROOT)));
  }

  /// Returns whether the key asks for a claim of some provider's token.
  static boolean isClaim(String key) {
    return key.matches(".+/.+:(?:aud|sub|amr|oaud|azp)") || key.startsWith(GOOGLE + ":");
  }

  /// Returns whether nothing here says what its value is.
  boolean isUnknown(String key) {
    return !isClaim(key) && find(key).isEmpty();
  }

  /// Returns the provider's name in a federated principal.
  Optional<String> principal(List<String> existing) {
    if (provider.equals(GOOGLE)) {
      return Optional.of(GOOGLE);
    }
    return existing.stream()
        .filter(arn -> arn.contains(":oidc-provider/"))
        .map(arn -> arn.substring(0, arn.indexOf(":oidc-provider/")))
        .findFirst()
        .map(account -> account + ":oidc-provider/" + provider);
  }
}
