package dev.spannerpipe.testing.cloud;

import dev.spannerpipe.json.JsonObject;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What is set up in the clouds for one pipe, each part as its cloud's command line prints it.
public final class CloudConfiguration {
  private final Map<Part, JsonObject> parts = new EnumMap<>(Part.class);

  /// A part.
  public enum Part {
    /// `gcloud iam workload-identity-pools providers describe`
    PROVIDER,
    /// `gcloud iam service-accounts get-iam-policy`
    ACCOUNT,
    /// `gcloud spanner databases get-iam-policy`
    DATABASE,
    /// `aws iam get-open-id-connect-provider`
    IDENTITY_PROVIDER,
    /// `AssumeRolePolicyDocument` of `aws iam get-role`
    TRUST,
    /// `PolicyDocument` of `aws iam get-role-policy`
    PERMISSIONS
  }

  /// Whose parts they are.
  ///
  /// @param account the service account's address
  /// @param database its resource name: `projects/…/instances/…/databases/…`
  /// @param roleArn the role's
  public record Names(String account, String database, String roleArn) {}

  /// Returns the same, to be changed by itself.
  public CloudConfiguration copy() {
    CloudConfiguration copy = new CloudConfiguration();
    copy.parts.putAll(parts);
    return copy;
  }

  /// Returns the part, where there is one.
  public Optional<JsonObject> find(Part part) {
    return Optional.ofNullable(parts.get(part));
  }

  /// Returns the part, which must be there.
  public JsonObject get(Part part) {
    return find(part).orElseThrow(() -> new IllegalStateException("there is no " + part));
  }

  /// Puts a part there.
  public void set(Part part, JsonObject value) {
    parts.put(part, value);
  }

  /// Takes a part away.
  public void remove(Part part) {
    parts.remove(part);
  }

  /// Compares what is there.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CloudConfiguration configuration && parts.equals(configuration.parts);
  }

  @Override
  public int hashCode() {
    return parts.hashCode();
  }

  @Override
  public String toString() {
    return parts.toString();
  }

  /// Changes a part, which must be there.
  public void change(Part part, UnaryOperator<JsonObject> change) {
    set(part, change.apply(get(part)));
  }
}
