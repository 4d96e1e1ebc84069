package dev.spannerpipe.workflow.history;

import dev.spannerpipe.workflow.history.StepFunctionsException.Kind;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.EvaluationFailedEventDetails;
import software.amazon.awssdk.services.sfn.model.MapIterationEventDetails;

/// Turns the SDK's types into ours, by getters: the SDK's own texts hide what matters and show what
/// must not be seen.
final class SdkTranslation {
  private static final Set<String> THROTTLED =
      Set.of(
          "ThrottlingException",
          "Throttling",
          "ThrottledException",
          "TooManyRequestsException",
          "RequestLimitExceeded",
          "RequestThrottled",
          "KmsThrottlingException",
          "ExecutionLimitExceeded");
  private static final Set<String> TRANSIENT =
      Set.of("RequestTimeout", "RequestTimeoutException", "ServiceUnavailable", "InternalFailure");
  private static final Set<String> EXPIRED =
      Set.of("ExpiredTokenException", "ExpiredToken", "TokenRefreshRequired");
  private static final Set<String> DENIED =
      Set.of(
          "AccessDeniedException",
          "AccessDenied",
          "UnrecognizedClientException",
          "InvalidClientTokenId",
          "InvalidSignatureException",
          "SignatureDoesNotMatch",
          "IncompleteSignature",
          "MissingAuthenticationToken",
          "MissingAuthenticationTokenException",
          "NotAuthorized",
          "OptInRequired",
          "KmsAccessDeniedException");
  private static final Set<String> MISSING =
      Set.of(
          "ExecutionDoesNotExist",
          "StateMachineDoesNotExist",
          "StateMachineDeleting",
          "ResourceNotFound",
          "ResourceNotFoundException");

  private SdkTranslation() {}

  static StepFunctionsException failure(SdkException thrown) {
    if (thrown instanceof AwsServiceException service) {
      AwsErrorDetails details = service.awsErrorDetails();
      String code = details == null || details.errorCode() == null ? "" : details.errorCode();
      String words = details == null ? null : details.errorMessage();
      return new StepFunctionsException(
          kind(code, service.statusCode()),
          code,
          words == null || words.isBlank() ? "HTTP status " + service.statusCode() : words,
          thrown);
    }
    return new StepFunctionsException(Kind.TRANSIENT, "", "no answer from the service", thrown);
  }

  private static Kind kind(String code, int status) {
    if (THROTTLED.contains(code) || status == 429) {
      return Kind.THROTTLED;
    }
    if (EXPIRED.contains(code)) {
      return Kind.EXPIRED;
    }
    if (DENIED.contains(code)) {
      return Kind.DENIED;
    }
    if (MISSING.contains(code)) {
      return Kind.MISSING;
    }
    return TRANSIENT.contains(code) || status >= 500 ? Kind.TRANSIENT : Kind.REFUSED;
  }

  static Execution execution(DescribeExecutionResponse answer) {
    Integer redrives = answer.redriveCount();
    return new Execution(
        answer.executionArn(),
        answer.status() == null
            ? ExecutionStatus.NONE
            : ExecutionStatus.of(answer.statusAsString()),
        answer.input(),
        answer.output(),
        answer.error(),
        answer.cause(),
        answer.stateMachineVersionArn(),
        answer.stateMachineAliasArn(),
        redrives == null ? 0 : redrives,
        answer.redriveStatusAsString(),
        answer.redriveStatusReason(),
        answer.startDate(),
        answer.stopDate());
  }

  static HistoryEvent event(software.amazon.awssdk.services.sfn.model.HistoryEvent event) {
    Failed failed = failed(event);
    Named named = named(event);
    Task task = task(event);
    Long previous = event.previousEventId();
    return new HistoryEvent(
        event.id(),
        previous == null ? 0 : previous,
        event.timestamp(),
        event.typeAsString(),
        named.name(),
        named.index(),
        failed.error(),
        failed.cause(),
        task.type(),
        task.resource(),
        mapRun(event),
        event.taskSubmittedEventDetails() == null
            ? null
            : event.taskSubmittedEventDetails().output());
  }

  private record Failed(@Nullable String error, @Nullable String cause) {}

  private record Named(@Nullable String name, int index) {}

  private record Task(@Nullable String type, @Nullable String resource) {}

  private static Failed failed(software.amazon.awssdk.services.sfn.model.HistoryEvent event) {
    if (event.taskFailedEventDetails() != null) {
      return new Failed(
          event.taskFailedEventDetails().error(), event.taskFailedEventDetails().cause());
    }
    if (event.taskTimedOutEventDetails() != null) {
      return new Failed(
          event.taskTimedOutEventDetails().error(), event.taskTimedOutEventDetails().cause());
    }
    if (event.taskStartFailedEventDetails() != null) {
      return new Failed(
          event.taskStartFailedEventDetails().error(), event.taskStartFailedEventDetails().cause());
    }
    if (event.taskSubmitFailedEventDetails() != null) {
      return new Failed(
          event.taskSubmitFailedEventDetails().error(),
          event.taskSubmitFailedEventDetails().cause());
    }
    if (event.evaluationFailedEventDetails() != null) {
      EvaluationFailedEventDetails details = event.evaluationFailedEventDetails();
      return new Failed(details.error(), details.cause());
    }
    return failedFunction(event);
  }

  private static Failed failedFunction(
      software.amazon.awssdk.services.sfn.model.HistoryEvent event) {
    if (event.lambdaFunctionFailedEventDetails() != null) {
      return new Failed(
          event.lambdaFunctionFailedEventDetails().error(),
          event.lambdaFunctionFailedEventDetails().cause());
    }
    if (event.lambdaFunctionTimedOutEventDetails() != null) {
      return new Failed(
          event.lambdaFunctionTimedOutEventDetails().error(),
          event.lambdaFunctionTimedOutEventDetails().cause());
    }
    if (event.lambdaFunctionScheduleFailedEventDetails() != null) {
      return new Failed(
          event.lambdaFunctionScheduleFailedEventDetails().error(),
          event.lambdaFunctionScheduleFailedEventDetails().cause());
    }
    if (event.lambdaFunctionStartFailedEventDetails() != null) {
      return new Failed(
          event.lambdaFunctionStartFailedEventDetails().error(),
          event.lambdaFunctionStartFailedEventDetails().cause());
    }
    return failedActivity(event);
  }

  private static Failed failedActivity(
      software.amazon.awssdk.services.sfn.model.HistoryEvent event) {
    if (event.activityFailedEventDetails() != null) {
      return new Failed(
          event.activityFailedEventDetails().error(), event.activityFailedEventDetails().cause());
    }
    if (event.activityTimedOutEventDetails() != null) {
      return new Failed(
          event.activityTimedOutEventDetails().error(),
          event.activityTimedOutEventDetails().cause());
    }
    if (event.activityScheduleFailedEventDetails() != null) {
      return new Failed(
          event.activityScheduleFailedEventDetails().error(),
          event.activityScheduleFailedEventDetails().cause());
    }
    return failedExecution(event);
  }

  private static Failed failedExecution(
      software.amazon.awssdk.services.sfn.model.HistoryEvent event) {
    if (event.executionFailedEventDetails() != null) {
      return new Failed(
          event.executionFailedEventDetails().error(), event.executionFailedEventDetails().cause());
    }
    if (event.executionAbortedEventDetails() != null) {
      return new Failed(
          event.executionAbortedEventDetails().error(),
          event.executionAbortedEventDetails().cause());
    }
    if (event.executionTimedOutEventDetails() != null) {
      return new Failed(
          event.executionTimedOutEventDetails().error(),
          event.executionTimedOutEventDetails().cause());
    }
    return event.mapRunFailedEventDetails() == null
        ? new Failed(null, null)
        : new Failed(
            event.mapRunFailedEventDetails().error(), event.mapRunFailedEventDetails().cause());
  }

  private static Named named(software.amazon.awssdk.services.sfn.model.HistoryEvent event) {
    if (event.stateEnteredEventDetails() != null) {
      return new Named(event.stateEnteredEventDetails().name(), 0);
    }
    if (event.stateExitedEventDetails() != null) {
      return new Named(event.stateExitedEventDetails().name(), 0);
    }
    if (event.evaluationFailedEventDetails() != null) {
      return new Named(event.evaluationFailedEventDetails().state(), 0);
    }
    for (MapIterationEventDetails iteration :
        new MapIterationEventDetails[] {
          event.mapIterationStartedEventDetails(),
          event.mapIterationSucceededEventDetails(),
          event.mapIterationFailedEventDetails(),
          event.mapIterationAbortedEventDetails()
        }) {
      if (iteration != null) {
        Integer index = iteration.index();
        return new Named(iteration.name(), index == null ? 0 : index);
      }
    }
    return new Named(null, 0);
  }

  private static Task task(software.amazon.awssdk.services.sfn.model.HistoryEvent event) {
    if (event.taskSubmittedEventDetails() != null) {
      return new Task(
          event.taskSubmittedEventDetails().resourceType(),
          event.taskSubmittedEventDetails().resource());
    }
    return new Task(null, null);
  }

  private static @Nullable String mapRun(
      software.amazon.awssdk.services.sfn.model.HistoryEvent event) {
    if (event.mapRunStartedEventDetails() != null) {
      return event.mapRunStartedEventDetails().mapRunArn();
    }
    return event.mapRunRedrivenEventDetails() == null
        ? null
        : event.mapRunRedrivenEventDetails().mapRunArn();
  }
}
