package dev.spannerpipe.workflow;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.spannerpipe.text.Arn;
import java.net.URLEncoder;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The ARN of a state machine, or of a version or alias of a state machine.
///
/// @param machine the ARN without version or alias
/// @param qualifier the number of a version or the name of an alias
record StateMachineArn(Arn machine, String name, Optional<String> qualifier) {
  private static final Pattern RESOURCE =
      Pattern.compile("stateMachine:(?<name>[^\\s:/]+)(?::(?<qualifier>[^\\s:/]+))?");
  private static final Pattern OTHER =
      Pattern.compile("arn:[^:]*:(?<service>[^:]*):[^:]*:[^:]*:(?<kind>[A-Za-z]+)[:/].*");

  /// Parses an ARN for which [#wrong] returns empty.
  static StateMachineArn parse(String text) {
    return of(text).orElseThrow(() -> new IllegalArgumentException(text + " " + otherThing(text)));
  }

  /// Returns what is wrong with a text that should be the ARN of a state machine; empty if nothing
  /// is wrong. The result is a predicate, such as "belongs to the service sns, …", and the caller
  /// puts the name of the variable in front of it.
  static Optional<String> wrong(String text) {
    Optional<StateMachineArn> arn = of(text);
    return arn.isPresent() ? arn.get().wrongPartition() : Optional.of(otherThing(text));
  }

  private static Optional<StateMachineArn> of(String text) {
    return Arn.parse(text)
        .filter(arn -> arn.service().equals("states") && arn.hasAccount())
        .filter(arn -> arn.region().matches("[a-z0-9-]+"))
        .flatMap(
            arn ->
                Optional.of(RESOURCE.matcher(arn.resource()))
                    .filter(Matcher::matches)
                    .map(resource -> of(arn, resource)));
  }

  private static StateMachineArn of(Arn arn, Matcher resource) {
    String name = resource.group("name");
    return new StateMachineArn(
        arn.with("stateMachine:" + name), name, Optional.ofNullable(resource.group("qualifier")));
  }

  private static String otherThing(String text) {
    Matcher other = OTHER.matcher(text);
    if (!other.matches()) {
      return "is not the ARN of a state machine";
    }
    String kind = other.group("kind");
    if (!other.group("service").equals("states")) {
      return "belongs to the service " + other.group("service") + ", not to Step Functions";
    }
    if (kind.equals("stateMachine") && text.contains("/")) {
      return "is the ARN of a Distributed Map's child workflows, which cannot be started";
    }
    return kind.equals("stateMachine")
        ? "is not the ARN of a state machine"
        : "is the ARN of a resource of the type " + kind + ", not of a state machine";
  }

  private Optional<String> wrongPartition() {
    String expected = partitionOf(region());
    return machine.partition().equals(expected)
        ? Optional.empty()
        : Optional.of(
            "names the partition %s, but the region %s is in %s"
                .formatted(machine.partition(), region(), expected));
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

  /// Returns the region of the state machine.
  String region() {
    return machine.region();
  }

  /// Returns the ARN as it was written.
  String text() {
    return unqualified() + qualifier.map(each -> ":" + each).orElse("");
  }

  /// Returns the ARN without version or alias.
  String unqualified() {
    return machine.toString();
  }

  /// Returns the ARN of an execution of this machine, which contains no version or alias.
  String execution(String executionName) {
    return machine.with("execution:%s:%s".formatted(name, executionName)).toString();
  }

  /// Returns whether this is the ARN of a version. The definition of a version never changes.
  boolean isVersion() {
    return qualifier.filter(each -> each.chars().allMatch(Character::isDigit)).isPresent();
  }

  /// Returns the address of an execution in the console. Returns empty for partitions whose console
  /// address is not public.
  Optional<String> console(String executionArn) {
    Optional<String> host =
        switch (machine.partition()) {
          case "aws" -> Optional.of(region() + ".console.aws.amazon.com");
          case "aws-cn" -> Optional.of(region() + ".console.amazonaws.cn");
          case "aws-us-gov" -> Optional.of(region() + ".console.amazonaws-us-gov.com");
          case "aws-eusc" -> Optional.of(region() + ".console.amazonaws-eusc.eu");
          default -> Optional.empty();
        };
    return host.map(
        each ->
            "https://%s/states/home?region=%s#/v2/executions/details/%s"
                .formatted(each, region(), URLEncoder.encode(executionArn, UTF_8)));
  }
}
