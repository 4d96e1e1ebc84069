package dev.spannerpipe.credentials.aws;

import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonArray;
import dev.spannerpipe.text.Arn;
import dev.spannerpipe.text.SafeText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The session policy, which limits what a run may do in AWS even if its role allows more. The run
/// may start one state machine, and follow, redrive or stop its executions. Optional permissions
/// let the run also follow child executions and map runs. If the policy is too long, the pipe drops
/// optional permissions in a fixed order.
///
/// @see <a
///   href="https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session">session
///   policies</a>
public final class SessionPolicy {
  /// The maximum length of a session policy in characters.
  static final int LONGEST = 2048;

  private static final Pattern MACHINE =
      Pattern.compile("stateMachine:(?<name>[^:/*?]+)(?::[^:*?]+)?");

  private final List<Json> needed;
  private final List<Json> optional;

  private SessionPolicy(List<Json> needed, List<Json> optional) {
    this.needed = List.copyOf(needed);
    this.optional = List.copyOf(optional);
  }

  /// Returns the policy for one state machine. The ARN may have a version or an alias, which AWS
  /// ignores when it authorizes a start.
  ///
  /// Throws a `ConfigurationFailure` if `arn` is not the ARN of a state machine.
  public static SessionPolicy forStateMachine(String arn) {
    Arn machine = machine(arn);
    String executions = machine.with("execution:" + name(machine) + ":*").toString();
    return policy(arn, machine, executions, true, true);
  }

  /// Returns the policy for one state machine. The run may start this state machine, but may
  /// redrive or stop only some of its executions.
  ///
  /// @param executionArns a pattern that matches the ARNs of these executions, such as
  ///   `arn:aws:states:…:execution:deploy:shop-0123-a*`
  /// @param mayRedrive whether the run may redrive these executions
  /// @param mayStop whether the run may stop these executions
  public static SessionPolicy forExecutions(
      String arn, String executionArns, boolean mayRedrive, boolean mayStop) {
    return policy(arn, machine(arn), executionArns, mayRedrive, mayStop);
  }

  /// Returns the ARN of the state machine without version or alias.
  private static Arn machine(String arn) {
    Optional<Arn> parsed =
        Arn.parse(arn)
            .filter(each -> each.hasAccount() && each.service().equals("states"))
            .filter(each -> each.region().matches("[a-z0-9-]+"));
    Optional<Matcher> machine =
        parsed.map(each -> MACHINE.matcher(each.resource())).filter(Matcher::matches);
    if (machine.isEmpty()) {
      throw new ConfigurationFailure(
          "STATE_MACHINE_ARN \"" + SafeText.message(arn) + "\" is not the ARN of a state machine",
          "Write it as arn:aws:states:<region>:<account>:stateMachine:<name>");
    }
    return parsed.get().with("stateMachine:" + machine.get().group("name"));
  }

  private static String name(Arn machine) {
    return Arn.name(machine.resource());
  }

  private static SessionPolicy policy(
      String arn, Arn machine, String executions, boolean mayRedrive, boolean mayStop) {
    String itself = machine.toString();
    List<String> resources = arn.equals(itself) ? List.of(itself) : List.of(itself, arn);
    return new SessionPolicy(
        List.of(
            allow(List.of("states:StartExecution", "states:DescribeStateMachine"), resources),
            allow(onExecutions(mayRedrive, mayStop), List.of(executions))),
        List.of(
            allow(
                List.of("states:DescribeMapRun", "states:ListMapRuns"),
                List.of(machine.with("mapRun:" + name(machine) + "/*").toString(), executions)),
            allow(
                List.of("states:DescribeExecution", "states:GetExecutionHistory"),
                List.of(machine.with("execution:*").toString()))));
  }

  private static List<String> onExecutions(boolean mayRedrive, boolean mayStop) {
    List<String> actions =
        new ArrayList<>(
            List.of(
                "states:DescribeExecution",
                "states:DescribeStateMachineForExecution",
                "states:GetExecutionHistory"));
    if (mayRedrive) {
      actions.add("states:RedriveExecution");
    }
    if (mayStop) {
      actions.add("states:StopExecution");
    }
    return actions;
  }

  /// Returns this policy without its optional permissions; empty if it has no optional permissions.
  Optional<SessionPolicy> smallest() {
    return optional.isEmpty()
        ? Optional.empty()
        : Optional.of(new SessionPolicy(needed, List.of()));
  }

  private Optional<SessionPolicy> smaller() {
    return optional.isEmpty()
        ? Optional.empty()
        : Optional.of(new SessionPolicy(needed, optional.subList(0, optional.size() - 1)));
  }

  /// Returns this policy with as many of its optional permissions as the maximum length permits.
  SessionPolicy fitting() {
    SessionPolicy fitting = this;
    while (fitting.text().length() > LONGEST && fitting.smaller().isPresent()) {
      fitting = fitting.smaller().get();
    }
    return fitting;
  }

  /// Returns the policy as JSON, as it is sent. Policies with the same permissions always have the
  /// same text.
  public String text() {
    List<Json> statements = new ArrayList<>(needed);
    statements.addAll(optional);
    return Json.object()
        .with("Version", "2012-10-17")
        .with("Statement", new JsonArray(statements))
        .canonical();
  }

  private static Json allow(List<String> actions, List<String> resources) {
    return Json.object()
        .with("Effect", "Allow")
        .with("Action", Json.texts(actions))
        .with("Resource", Json.texts(resources));
  }
}
