package dev.spannerpipe.workflow.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;

/// An event's details have the same meaning in whichever of the SDK's fields they are.
class SdkTranslationTest {
  private static final Instant TIME = Instant.parse("2026-11-22T12:00:00Z");

  private static HistoryEvent translated(
      String type,
      Consumer<software.amazon.awssdk.services.sfn.model.HistoryEvent.Builder> details) {
    software.amazon.awssdk.services.sfn.model.HistoryEvent.Builder event =
        software.amazon.awssdk.services.sfn.model.HistoryEvent.builder()
            .id(3L)
            .previousEventId(2L)
            .timestamp(TIME)
            .type(type);
    details.accept(event);
    return SdkTranslation.event(event.build());
  }

  private static HistoryEvent event(
      String type, String name, int index, String error, String cause, String mapRun) {
    return new HistoryEvent(3, 2, TIME, type, name, index, error, cause, null, null, mapRun, null);
  }

  @Test
  void aStateHasItsName() {
    assertThat(
            translated(
                "TaskStateEntered", event -> event.stateEnteredEventDetails(of -> of.name("S"))))
        .isEqualTo(event("TaskStateEntered", "S", 0, null, null, null));
    assertThat(
            translated(
                "TaskStateExited", event -> event.stateExitedEventDetails(of -> of.name("S"))))
        .isEqualTo(event("TaskStateExited", "S", 0, null, null, null));
  }

  @Test
  void anEvaluationThatFailedNamesItsState() {
    assertThat(
            translated(
                "EvaluationFailed",
                event ->
                    event.evaluationFailedEventDetails(
                        of -> of.state("S").error("E").cause("C").location("Output"))))
        .isEqualTo(event("EvaluationFailed", "S", 0, "E", "C", null));
  }

  @Test
  void aMapIterationHasItsIndex() {
    assertThat(
            translated(
                "MapIterationFailed",
                event -> event.mapIterationFailedEventDetails(of -> of.name("M").index(4))))
        .isEqualTo(event("MapIterationFailed", "M", 4, null, null, null));
  }

  @Test
  void aMapRunHasItsArn() {
    assertThat(
            translated(
                "MapRunRedriven",
                event -> event.mapRunRedrivenEventDetails(of -> of.mapRunArn("R").redriveCount(9))))
        .isEqualTo(event("MapRunRedriven", null, 0, null, null, "R"));
  }

  /// A task that failed has a resource, too, which says nothing about a nested execution.
  @Test
  void onlyASubmittedTaskHasItsResourceAndOutput() {
    assertThat(
            translated(
                "TaskSubmitted",
                event ->
                    event.taskSubmittedEventDetails(
                        of -> of.resourceType("states").resource("startExecution").output("{}"))))
        .isEqualTo(
            new HistoryEvent(
                3,
                2,
                TIME,
                "TaskSubmitted",
                null,
                0,
                null,
                null,
                "states",
                "startExecution",
                null,
                "{}"));
    assertThat(
            translated(
                "TaskFailed",
                event ->
                    event.taskFailedEventDetails(
                        of -> of.resourceType("lambda").resource("invoke").error("E").cause("C"))))
        .isEqualTo(event("TaskFailed", null, 0, "E", "C", null));
  }

  @Test
  void anEventWithoutDetailsHasNone() {
    assertThat(translated("ExecutionSucceeded", _ -> {}))
        .isEqualTo(event("ExecutionSucceeded", null, 0, null, null, null));
  }

  /// Also those that a later version of the SDK adds.
  @Test
  void eachKindThatFailsHasErrorAndCause() {
    int kinds = 0;
    for (SdkField<?> field :
        software.amazon.awssdk.services.sfn.model.HistoryEvent.builder().sdkFields()) {
      if (field.marshallingType().equals(MarshallingType.SDK_POJO)) {
        SdkPojo details = field.constructor().get();
        int texts = 0;
        for (SdkField<?> part : details.sdkFields()) {
          if (part.memberName().matches("error|cause")) {
            part.set(details, part.memberName() + " of " + field.memberName());
            texts++;
          }
        }
        software.amazon.awssdk.services.sfn.model.HistoryEvent.Builder event =
            software.amazon.awssdk.services.sfn.model.HistoryEvent.builder().id(1L).timestamp(TIME);
        field.set(event, ((software.amazon.awssdk.utils.builder.Buildable) details).build());
        HistoryEvent translated = SdkTranslation.event(event.build());
        if (texts > 0) {
          assertThat(translated.error()).isEqualTo("error of " + field.memberName());
          assertThat(translated.cause()).isEqualTo("cause of " + field.memberName());
          kinds++;
        }
      }
    }
    assertThat(kinds).isGreaterThanOrEqualTo(16);
  }
}
