package dev.spannerpipe.workflow.history;

import dev.spannerpipe.workflow.history.StepFunctionsException.Kind;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;

/// Converts the AWS SDK's types to the pipe's own types, field by field. The SDK's `toString`
/// cannot be used, because it omits relevant fields and shows values that must not be logged.
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
    return new StepFunctionsException(Kind.TRANSIENT, "", "no response from the service", thrown);
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
    Fields details = Fields.ofDetails(event);
    Fields submitted = Fields.of(event.taskSubmittedEventDetails());
    Long previous = event.previousEventId();
    String name = details.text("name");
    return new HistoryEvent(
        event.id(),
        previous == null ? 0 : previous,
        event.timestamp(),
        event.typeAsString(),
        name == null ? details.text("state") : name,
        details.number("index"),
        details.text("error"),
        details.text("cause"),
        submitted.text("resourceType"),
        submitted.text("resource"),
        details.text("mapRunArn"),
        submitted.text("output"));
  }

  /// The values of an SDK object's fields; each key is the name that the service uses for the
  /// field. An event has its details in one of about forty fields, one for each type of details. If
  /// two types of details have fields with the same name, these fields have the same meaning.
  private record Fields(Map<String, Object> values) {
    private static final String DETAILS = "EventDetails";

    static Fields of(@Nullable SdkPojo pojo) {
      Map<String, Object> values = new HashMap<>();
      if (pojo != null) {
        for (SdkField<?> field : pojo.sdkFields()) {
          Object value = field.getValueOrDefault(pojo);
          if (value != null) {
            values.put(field.memberName(), value);
          }
        }
      }
      return new Fields(values);
    }

    /// Returns the fields of an event's details, whatever the type of the details.
    static Fields ofDetails(SdkPojo event) {
      Map<String, Object> values = new HashMap<>();
      of(event)
          .values()
          .forEach(
              (name, value) -> {
                if (name.endsWith(DETAILS) && value instanceof SdkPojo details) {
                  values.putAll(of(details).values());
                }
              });
      return new Fields(values);
    }

    @Nullable String text(String name) {
      return values.get(name) instanceof String text ? text : null;
    }

    int number(String name) {
      return values.get(name) instanceof Integer number ? number : 0;
    }
  }
}
