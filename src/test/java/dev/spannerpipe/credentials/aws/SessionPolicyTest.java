package dev.spannerpipe.credentials.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spannerpipe.failure.ConfigurationFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a run may do in AWS at most.
class SessionPolicyTest {
  private static final String ARN = "arn:aws:states:eu-west-1:123456789012:stateMachine:orders";

  @Test
  void allowsThisStateMachineAndItsExecutionsOnly() {
    assertThat(SessionPolicy.forStateMachine(ARN).smallest().orElseThrow().text())
        .isEqualTo(
            "{\"Statement\":[{\"Action\":[\"states:StartExecution\",\"states:DescribeStateMachine\"],"
                + "\"Effect\":\"Allow\",\"Resource\":[\""
                + ARN
                + "\"]},{\"Action\":[\"states:DescribeExecution\","
                + "\"states:DescribeStateMachineForExecution\",\"states:GetExecutionHistory\","
                + "\"states:RedriveExecution\",\"states:StopExecution\"],\"Effect\":\"Allow\","
                + "\"Resource\":[\"arn:aws:states:eu-west-1:123456789012:execution:orders:*\"]}],"
                + "\"Version\":\"2012-10-17\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "false,false,''",
    "true,false,',\"states:RedriveExecution\"'",
    "false,true,',\"states:StopExecution\"'",
    "true,true,',\"states:RedriveExecution\",\"states:StopExecution\"'"
  })
  void allowsWhatTheRunIsSetToDo(boolean mayRedrive, boolean mayStop, String actions) {
    String executions = "arn:aws:states:eu-west-1:123456789012:execution:orders:shop-a*";

    assertThat(
            SessionPolicy.forExecutions(ARN, executions, mayRedrive, mayStop)
                .smallest()
                .orElseThrow()
                .text())
        .isEqualTo(
            "{\"Statement\":[{\"Action\":[\"states:StartExecution\",\"states:DescribeStateMachine\"],"
                + "\"Effect\":\"Allow\",\"Resource\":[\""
                + ARN
                + "\"]},{\"Action\":[\"states:DescribeExecution\","
                + "\"states:DescribeStateMachineForExecution\",\"states:GetExecutionHistory\""
                + actions
                + "],\"Effect\":\"Allow\",\"Resource\":[\""
                + executions
                + "\"]}],\"Version\":\"2012-10-17\"}");
  }

  @Test
  void addsTheReadsThatFollowingChildrenNeeds() {
    assertThat(SessionPolicy.forStateMachine(ARN).text())
        .contains(
            "{\"Action\":[\"states:DescribeMapRun\",\"states:ListMapRuns\"],\"Effect\":\"Allow\","
                + "\"Resource\":[\"arn:aws:states:eu-west-1:123456789012:mapRun:orders/*\","
                + "\"arn:aws:states:eu-west-1:123456789012:execution:orders:*\"]}")
        .contains(
            "{\"Action\":[\"states:DescribeExecution\",\"states:GetExecutionHistory\"],"
                + "\"Effect\":\"Allow\","
                + "\"Resource\":[\"arn:aws:states:eu-west-1:123456789012:execution:*\"]}");
  }

  @Test
  void namesAnAliasBesideTheMachine() {
    assertThat(SessionPolicy.forStateMachine(ARN + ":live").text())
        .contains("\"Resource\":[\"" + ARN + "\",\"" + ARN + ":live\"]")
        .contains("execution:orders:*");
  }

  @Test
  void fitsForTheLongestNames() {
    String longest =
        "arn:aws-us-gov:states:us-gov-west-1:123456789012:stateMachine:" + "n".repeat(80);

    assertThat(SessionPolicy.forStateMachine(longest + ":" + "a".repeat(80)).fitting().text())
        .hasSizeLessThanOrEqualTo(SessionPolicy.LONGEST)
        .matches("[\\u0020-\\u00FF]+");
    assertThat(SessionPolicy.forStateMachine(ARN).fitting().text())
        .isEqualTo(SessionPolicy.forStateMachine(ARN).text());
  }

  @Test
  void dropsComfortWhereItIsTooLong() {
    String absurd = ARN + "x".repeat(300);

    assertThat(SessionPolicy.forStateMachine(absurd).fitting().text())
        .hasSizeLessThanOrEqualTo(SessionPolicy.LONGEST)
        .contains("states:StartExecution");
  }

  @Test
  void refusesAnythingElse() {
    assertThatThrownBy(() -> SessionPolicy.forStateMachine("arn:aws:lambda:x:1:function:*"))
        .isInstanceOf(ConfigurationFailure.class)
        .hasMessage(
            "STATE_MACHINE_ARN \"arn:aws:lambda:x:1:function:*\" is not the ARN of a state machine."
                + " Write it as arn:aws:states:<region>:<account>:stateMachine:<name>.");
    assertThatThrownBy(() -> SessionPolicy.forStateMachine(ARN.replace("orders", "*")))
        .isInstanceOf(ConfigurationFailure.class);
  }
}
