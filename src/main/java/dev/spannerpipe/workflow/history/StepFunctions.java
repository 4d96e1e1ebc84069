package dev.spannerpipe.workflow.history;

import dev.spannerpipe.credentials.aws.AwsClients;
import dev.spannerpipe.credentials.aws.AwsSession;
import dev.spannerpipe.retry.Remote;
import dev.spannerpipe.retry.Retry;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeMapRunResponse;
import software.amazon.awssdk.services.sfn.model.DescribeStateMachineForExecutionResponse;
import software.amazon.awssdk.services.sfn.model.DescribeStateMachineResponse;
import software.amazon.awssdk.services.sfn.model.GetExecutionHistoryResponse;
import software.amazon.awssdk.services.sfn.model.MapRunItemCounts;
import software.amazon.awssdk.services.sfn.model.StartExecutionResponse;

/// Calls the Step Functions service, and counts the requests. Each call is one attempt, and a
/// failed attempt throws a [StepFunctionsException]. The AWS SDK is set up to retry nothing and to
/// read no settings from the machine.
public final class StepFunctions implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(30);

  /// The limit for all remaining reads once the execution is known to have succeeded.
  private static final Duration LAST_READS = Duration.ofSeconds(15);

  private final SfnClient client;
  private final Remote remote;
  private final Retry ofRun;
  private Retry retry;
  private long requests;

  /// Opens a client for the service in this region.
  ///
  /// @param endpoint an alternative address of the service
  /// @param retry limits the time of each call, and reports a service that does not respond
  public StepFunctions(AwsSession session, String region, Optional<URI> endpoint, Retry retry) {
    this.client = open(session, region, endpoint);
    this.remote =
        Remote.at(
            "Step Functions",
            AwsClients.address(SfnClient.serviceMetadata(), Region.of(region), endpoint));
    this.ofRun = retry;
    this.retry = retry;
  }

  /// Limits all later calls. They end at the latest at this time, on the clock of
  /// [dev.spannerpipe.retry.Time#elapsed], or when the time of the run expires, if that is sooner.
  public void until(Duration moment) {
    retry = ofRun.until(moment);
  }

  /// Limits all later calls to 15 s in total. Used when the execution is known to have succeeded.
  public void hurry() {
    retry = retry.until(retry.time().elapsed().plus(LAST_READS));
  }

  /// Returns the retry that limits calls to the remaining time.
  public Retry retry() {
    return retry;
  }

  /// Opens the AWS SDK's client.
  ///
  /// @param endpoint an alternative address of the service
  static SfnClient open(AwsSession session, String region, Optional<URI> endpoint) {
    return AwsClients.setUp(
            SfnClient.builder(),
            SfnClient.serviceMetadata(),
            Region.of(region),
            endpoint,
            CONNECT_TIMEOUT,
            RESPONSE_TIMEOUT)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsSessionCredentials.create(
                    session.accessKeyId(),
                    session.secretAccessKey().reveal(),
                    session.sessionToken().reveal())))
        .build();
  }

  /// A page of an execution's history.
  ///
  /// @param next the token that requests the next page; empty on the last page
  public record Page(List<HistoryEvent> events, Optional<String> next) {}

  /// An execution that was started, or was already running.
  public record Started(String arn, Instant startedAt) {}

  /// The definition of a state machine.
  ///
  /// @param type `STANDARD` or `EXPRESS`; an empty string in the result of
  ///   [StepFunctions#definitionOf]
  /// @param revision the id of the revision; an empty string for the first revision
  /// @param text the definition itself, in JSON
  public record Definition(String type, String revision, String text) {}

  /// Returns how many requests were made so far.
  public long requests() {
    return requests;
  }

  public Started start(String stateMachineArn, String name, String input) {
    StartExecutionResponse answer =
        call(
            () ->
                client.startExecution(
                    each ->
                        each.stateMachineArn(stateMachineArn)
                            .name(name)
                            .input(input)
                            .overrideConfiguration(this::limit)));
    return new Started(
        orEmpty(answer.executionArn()),
        answer.startDate() == null ? Instant.MAX : answer.startDate());
  }

  public Execution describe(String executionArn) {
    return SdkTranslation.execution(
        call(
            () ->
                client.describeExecution(
                    each -> each.executionArn(executionArn).overrideConfiguration(this::limit))));
  }

  /// Returns a page of the history, forwards or in reverse order.
  ///
  /// @param most the maximum number of events on the page
  /// @param data whether to include inputs and outputs, which may be large
  /// @param token the token of the previous page, or null for the first page; all other arguments
  ///   must be the same as for the previous page
  public Page history(
      String executionArn, boolean reverse, int most, boolean data, @Nullable String token) {
    GetExecutionHistoryResponse answer =
        call(
            () ->
                client.getExecutionHistory(
                    each ->
                        each.executionArn(executionArn)
                            .reverseOrder(reverse)
                            .maxResults(most)
                            .includeExecutionData(data)
                            .nextToken(token)
                            .overrideConfiguration(this::limit)));
    return new Page(
        answer.events().stream().map(SdkTranslation::event).toList(),
        Optional.ofNullable(answer.nextToken()));
  }

  public MapRunCounts mapRun(String mapRunArn) {
    DescribeMapRunResponse answer =
        call(
            () ->
                client.describeMapRun(
                    each -> each.mapRunArn(mapRunArn).overrideConfiguration(this::limit)));
    MapRunItemCounts counts = answer.itemCounts();
    return new MapRunCounts(
        answer.statusAsString(),
        counts.total(),
        counts.pending(),
        counts.running(),
        counts.succeeded(),
        counts.failed(),
        counts.timedOut(),
        counts.aborted());
  }

  public Definition definition(String stateMachineArn) {
    DescribeStateMachineResponse answer =
        call(
            () ->
                client.describeStateMachine(
                    each ->
                        each.stateMachineArn(stateMachineArn).overrideConfiguration(this::limit)));
    return new Definition(
        answer.typeAsString(), orEmpty(answer.revisionId()), orEmpty(answer.definition()));
  }

  /// Returns the definition of the state machine with which an execution runs.
  public Definition definitionOf(String executionArn) {
    DescribeStateMachineForExecutionResponse answer =
        call(
            () ->
                client.describeStateMachineForExecution(
                    each -> each.executionArn(executionArn).overrideConfiguration(this::limit)));
    return new Definition("", orEmpty(answer.revisionId()), orEmpty(answer.definition()));
  }

  public void redrive(String executionArn, String clientToken) {
    call(
        () ->
            client.redriveExecution(
                each ->
                    each.executionArn(executionArn)
                        .clientToken(clientToken)
                        .overrideConfiguration(this::limit)));
  }

  public void stop(String executionArn, String error, String cause) {
    call(
        () ->
            client.stopExecution(
                each ->
                    each.executionArn(executionArn)
                        .error(error)
                        .cause(cause)
                        .overrideConfiguration(this::limit)));
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private <T> T call(Supplier<T> call) {
    requests++;
    return retry.attempt(
        remote,
        () -> {
          try {
            return call.get();
          } catch (SdkException failure) {
            throw SdkTranslation.failure(failure);
          }
        });
  }

  /// Limits the time of a whole call. The HTTP client's own timeout limits only the wait for each
  /// part of the response.
  private void limit(AwsRequestOverrideConfiguration.Builder request) {
    request.apiCallTimeout(retry.limit(RESPONSE_TIMEOUT));
  }

  @Override
  public void close() {
    client.close();
  }
}
