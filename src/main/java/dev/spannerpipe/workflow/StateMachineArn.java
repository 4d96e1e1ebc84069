package dev.spannerpipe.workflow;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.spannerpipe.failure.ConfigurationFailure;
import java.net.URLEncoder;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Names a state machine, or a version or alias of one.
///
/// @param partition `aws`, `aws-cn`, `aws-us-gov` or another one
/// @param qualifier the number of a version or the name of an alias
record StateMachineArn(
    String partition, String region, String account, String name, Optional<String> qualifier) {
  private static final Pattern FORM =
      Pattern.compile(
          "arn:(?<partition>aws[a-z-]*):states:(?<region>[a-z0-9-]+):(?<account>[0-9]{12})"
              + ":stateMachine:(?<name>[^\\s:/]+)(?::(?<qualifier>[^\\s:/]+))?");
  private static final Pattern OTHER =
      Pattern.compile("arn:[^:]*:(?<service>[^:]*):[^:]*:[^:]*:(?<kind>[A-Za-z]+)[:/].*");
  private static final String ACTION =
      "Write STATE_MACHINE_ARN as arn:aws:states:<region>:<account>:stateMachine:<name>, with a"
          + " version or alias if wanted";

  /// Reads the text. Throws a [ConfigurationFailure] that says what else it names.
  static StateMachineArn parse(String text) {
    Matcher match = FORM.matcher(text);
    if (!match.matches()) {
      throw new ConfigurationFailure(
          "Could not use STATE_MACHINE_ARN %s: %s".formatted(text, wrong(text)), ACTION);
    }
    StateMachineArn arn =
        new StateMachineArn(
            match.group("partition"),
            match.group("region"),
            match.group("account"),
            match.group("name"),
            Optional.ofNullable(match.group("qualifier")));
    arn.checkPartition(text);
    return arn;
  }

  private static String wrong(String text) {
    Matcher other = OTHER.matcher(text);
    if (!other.matches()) {
      return "it is no ARN of a state machine";
    }
    String kind = other.group("kind");
    if (!other.group("service").equals("states")) {
      return "it belongs to the service " + other.group("service") + ", not to Step Functions";
    }
    if (kind.equals("stateMachine") && text.contains("/")) {
      return "it names the children of a Distributed Map, which cannot be started";
    }
    return kind.equals("stateMachine")
        ? "it is no ARN of a state machine"
        : "it names something of the kind " + kind + ", not a state machine";
  }

  private void checkPartition(String text) {
    String expected = partitionOf(region);
    if (!partition.equals(expected)) {
      throw new ConfigurationFailure(
          "Could not use STATE_MACHINE_ARN %s: the region %s is in the partition %s, not %s"
              .formatted(text, region, expected, partition),
          "Copy the ARN from the Step Functions console");
    }
  }

  private static String partitionOf(String region) {
    if (region.startsWith("cn-")) {
      return "aws-cn";
    }
    if (region.startsWith("us-gov-")) {
      return "aws-us-gov";
    }
    if (region.startsWith("us-isob-")) {
      return "aws-iso-b";
    }
    if (region.startsWith("us-iso-")) {
      return "aws-iso";
    }
    return region.startsWith("eusc-") ? "aws-eusc" : "aws";
  }

  /// Throws a [ConfigurationFailure] where the pipe is told to use another region.
  StateMachineArn in(Optional<String> wanted) {
    if (wanted.isPresent() && !wanted.get().equals(region)) {
      throw new ConfigurationFailure(
          "Could not use STATE_MACHINE_ARN %s: it is in the region %s, and AWS_DEFAULT_REGION is %s"
              .formatted(text(), region, wanted.get()),
          "Set AWS_DEFAULT_REGION to the state machine's region, or leave it out");
    }
    return this;
  }

  /// Returns the ARN as it was written.
  String text() {
    return unqualified() + qualifier.map(each -> ":" + each).orElse("");
  }

  /// Returns the ARN without version or alias.
  String unqualified() {
    return "arn:%s:states:%s:%s:stateMachine:%s".formatted(partition, region, account, name);
  }

  /// Returns the ARN of an execution of this machine; version or alias are no part of it.
  String execution(String executionName) {
    return "arn:%s:states:%s:%s:execution:%s:%s"
        .formatted(partition, region, account, name, executionName);
  }

  /// Returns whether a version is named, which never changes.
  boolean isVersion() {
    return qualifier.filter(each -> each.chars().allMatch(Character::isDigit)).isPresent();
  }

  /// Returns where a person can see an execution; empty for partitions whose console's address is
  /// not public.
  Optional<String> console(String executionArn) {
    Optional<String> host =
        switch (partition) {
          case "aws" -> Optional.of(region + ".console.aws.amazon.com");
          case "aws-cn" -> Optional.of(region + ".console.amazonaws.cn");
          case "aws-us-gov" -> Optional.of(region + ".console.amazonaws-us-gov.com");
          case "aws-eusc" -> Optional.of(region + ".console.amazonaws-eusc.eu");
          default -> Optional.empty();
        };
    return host.map(
        each ->
            "https://%s/states/home?region=%s#/v2/executions/details/%s"
                .formatted(each, region, URLEncoder.encode(executionArn, UTF_8)));
  }
}
