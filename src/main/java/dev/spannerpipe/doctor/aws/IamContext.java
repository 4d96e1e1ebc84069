package dev.spannerpipe.doctor.aws;

import dev.spannerpipe.doctor.finding.DecodedToken;
import dev.spannerpipe.text.Arn;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The values with which AWS compares the conditions of a trust policy.
///
/// @param provider the token's issuer under the name that AWS gives its identity provider: the
///   issuer's URL without `https://`
/// @param values the values of the condition keys. The key of the map is a condition key in
///   lowercase
public record IamContext(String provider, Map<String, List<String>> values) {
  private static final String GOOGLE = "accounts.google.com";

  /// The condition key for the session name, which the run itself chooses.
  static final String SESSION_NAME = "sts:RoleSessionName";

  static IamContext of(DecodedToken token, Optional<String> sessionName) {
    String provider = provider(token.issuer());
    List<String> audiences = token.audiences();
    Optional<String> party = provider.equals(GOOGLE) ? token.text("azp") : Optional.empty();
    Map<String, List<String>> values =
        new HashMap<>(
            Map.of(
                key(provider, "aud"),
                party.map(List::of).orElse(audiences),
                key(provider, "sub"),
                List.of(token.subject())));
    if (provider.equals(GOOGLE)) {
      values.put(key(provider, "oaud"), audiences);
    }
    sessionName.ifPresent(name -> values.put(SESSION_NAME.toLowerCase(Locale.ROOT), List.of(name)));
    return new IamContext(provider, Map.copyOf(values));
  }

  /// Returns the name of an issuer's identity provider in AWS: the URL without its scheme.
  public static String provider(String issuer) {
    return issuer.replaceFirst("^https?://", "");
  }

  private static String key(String provider, String claim) {
    return (provider + ":" + claim).toLowerCase(Locale.ROOT);
  }

  /// Returns the values of a condition key. Empty if this class has no values for it. The letter
  /// case of the key does not matter.
  Optional<List<String>> find(String key) {
    return Optional.ofNullable(values.get(key.toLowerCase(Locale.ROOT)));
  }

  /// Returns whether a condition key refers to a claim of a token, not to another fact about the
  /// request.
  static boolean isClaim(String key) {
    return key.matches(".+/.+:(?:aud|sub|amr|oaud|azp)") || key.startsWith(GOOGLE + ":");
  }

  /// Returns whether only AWS knows the value of a condition key. The value of a claim is always
  /// known, because the token contains it or AWS sees no value either.
  boolean isUnknown(String key) {
    return !isClaim(key) && find(key).isEmpty();
  }

  /// Returns the principal that a statement must name to trust the provider. Returns empty if
  /// neither an existing principal nor `role` contains the number of the AWS account, which is part
  /// of the principal.
  ///
  /// @param existing the principals that the statement trusts now
  /// @param role the ARN or the name of the role
  Optional<String> principal(List<String> existing, String role) {
    if (provider.equals(GOOGLE)) {
      return Optional.of(GOOGLE);
    }
    return Stream.concat(existing.stream(), Stream.of(role))
        .flatMap(name -> Arn.parse(name).stream())
        .filter(arn -> arn.service().equals("iam") && arn.region().isEmpty() && arn.hasAccount())
        .map(arn -> arn.with("oidc-provider/" + provider).toString())
        .findFirst();
  }

  /// Returns whether a principal is an identity provider whose host is that of the token's issuer.
  boolean isAtSameHost(String principal) {
    return host(principal.replaceFirst(".*:oidc-provider/", "")).equals(host(provider));
  }

  private static String host(String name) {
    return name.replaceFirst("/.*", "");
  }
}
