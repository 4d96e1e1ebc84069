package dev.spannerpipe.policy;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// The identity that a run must use, and the limits of that identity. If a value is absent, the
/// policy does not limit it.
///
/// @param google the service account to impersonate
/// @param scope the allowed OAuth scopes, separated by spaces
/// @param databaseRole the database role for data statements
/// @param aws the AWS role to assume, an ARN
/// @param maxSession the maximum lifetime of credentials
public record IdentityLimits(
    Optional<String> google,
    Optional<String> scope,
    Optional<String> databaseRole,
    Optional<String> aws,
    Optional<Duration> maxSession) {
  /// No limits.
  public static final IdentityLimits NONE =
      new IdentityLimits(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /// Returns these limits, but with `maxSession` set to `longest` if `maxSession` is longer or
  /// absent.
  IdentityLimits within(Optional<Duration> longest) {
    Optional<Duration> shorter =
        Stream.concat(maxSession.stream(), longest.stream()).min(Duration::compareTo);
    return new IdentityLimits(google, scope, databaseRole, aws, shorter);
  }

  /// Returns these limits and the other limits combined; empty if they contradict each other.
  Optional<IdentityLimits> and(IdentityLimits other) {
    boolean agree =
        agree(other, IdentityLimits::google)
            && agree(other, IdentityLimits::scope)
            && agree(other, IdentityLimits::databaseRole)
            && agree(other, IdentityLimits::aws);
    return agree
        ? Optional.of(
            new IdentityLimits(
                google.or(other::google),
                scope.or(other::scope),
                databaseRole.or(other::databaseRole),
                aws.or(other::aws),
                within(other.maxSession).maxSession))
        : Optional.empty();
  }

  private boolean agree(IdentityLimits other, Function<IdentityLimits, Optional<String>> part) {
    return part.apply(this).isEmpty()
        || part.apply(other).isEmpty()
        || part.apply(this).equals(part.apply(other));
  }
}
