package dev.spannerpipe.text;

import java.util.Optional;

/// An [Amazon Resource Name](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html):
/// `arn:partition:service:region:account:resource`. Each service decides which values the parts may
/// have. In a policy, the parts may contain `*`.
///
/// @param partition the group of regions: `aws`, `aws-cn` and so on
/// @param region the region; an empty string for services without regions
/// @param account the account's twelve digits; an empty string for resources without an account
/// @param resource the rest of the ARN, which may contain `:` and `/`
public record Arn(
    String partition, String service, String region, String account, String resource) {
  private static final int PARTS = 6;

  /// Parses an ARN. Returns empty if the text is not an ARN.
  public static Optional<Arn> parse(String text) {
    String[] parts = text.split(":", PARTS);
    return parts.length == PARTS
            && parts[0].equals("arn")
            && !parts[1].isEmpty()
            && !parts[2].isEmpty()
            && !parts[5].isEmpty()
        ? Optional.of(new Arn(parts[1], parts[2], parts[3], parts[4], parts[5]))
        : Optional.empty();
  }

  /// Parses an ARN that was checked before. Throws an `IllegalArgumentException` if the text is not
  /// an ARN.
  public static Arn of(String text) {
    return parse(text).orElseThrow(() -> new IllegalArgumentException(text + " is not an ARN"));
  }

  /// Returns the part of an ARN after the last `:`, which names the resource. Text without `:` is
  /// returned unchanged.
  public static String name(String text) {
    return text.substring(text.lastIndexOf(':') + 1);
  }

  /// Returns the ARN of another resource in the same service, region and account.
  public Arn with(String other) {
    return new Arn(partition, service, region, account, other);
  }

  /// Returns whether the ARN contains an account id and a partition of AWS.
  public boolean hasAccount() {
    return partition.matches("aws[a-z-]*") && account.matches("[0-9]{12}");
  }

  /// Returns the ARN as it is written.
  @Override
  public String toString() {
    return String.join(":", "arn", partition, service, region, account, resource);
  }
}
