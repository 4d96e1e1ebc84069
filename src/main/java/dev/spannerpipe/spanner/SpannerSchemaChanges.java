package dev.spannerpipe.spanner;

import com.google.api.gax.grpc.GrpcCallContext;
import com.google.api.gax.rpc.ApiException;
import com.google.cloud.spanner.DatabaseNotFoundException;
import com.google.cloud.spanner.ErrorCode;
import com.google.cloud.spanner.InstanceNotFoundException;
import com.google.cloud.spanner.SpannerException;
import com.google.cloud.spanner.SpannerExceptionFactory;
import com.google.cloud.spanner.admin.database.v1.DatabaseAdminClient;
import com.google.longrunning.GetOperationRequest;
import com.google.protobuf.ByteString;
import com.google.spanner.admin.database.v1.GetDatabaseDdlRequest;
import com.google.spanner.admin.database.v1.GetDatabaseDdlResponse;
import com.google.spanner.admin.database.v1.UpdateDatabaseDdlRequest;
import dev.spannerpipe.apply.port.SchemaChanges;
import dev.spannerpipe.plan.DatabaseDefinition;
import dev.spannerpipe.plan.ProtoDescriptors;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Submits and reads schema operations with the client that Google generates from the API. The
/// library also has a handwritten client. That client is not used, because it reports success if an
/// operation with the same id exists, even if that operation has different statements.
final class SpannerSchemaChanges implements SchemaChanges {
  private final DatabaseAdminClient client;
  private final Calls calls;
  private final SpannerSettings settings;

  SpannerSchemaChanges(DatabaseAdminClient client, Calls calls, SpannerSettings settings) {
    this.client = client;
    this.calls = calls;
    this.settings = settings;
  }

  @Override
  public Answer submit(
      String operationId, List<String> statements, Optional<ProtoDescriptors> descriptors) {
    return send(request(statements, descriptors).setOperationId(operationId).build());
  }

  /// Submits a schema operation whose id Spanner chooses.
  Answer submit(List<String> statements) {
    return submit(statements, Optional.empty());
  }

  /// Submits a schema operation under an id that the service chooses.
  Answer submit(List<String> statements, Optional<ProtoDescriptors> descriptors) {
    return send(request(statements, descriptors).build());
  }

  @Override
  public Optional<Operation> find(String operationId) {
    GetOperationRequest request =
        GetOperationRequest.newBuilder()
            .setName(settings.databaseName() + "/operations/" + operationId)
            .build();
    return calls.attempt(
        Calls.CALL,
        () -> {
          try {
            return Optional.of(
                OperationMapper.of(
                    client.getOperationsClient().getOperationCallable().call(request, once())));
          } catch (ApiException failure) {
            SpannerException spanner = SpannerExceptionFactory.asSpannerException(failure);
            if (spanner.getErrorCode() == ErrorCode.NOT_FOUND && !missing(spanner)) {
              return Optional.empty();
            }
            throw failure;
          }
        });
  }

  @Override
  public DatabaseDefinition definition() {
    GetDatabaseDdlRequest request =
        GetDatabaseDdlRequest.newBuilder().setDatabase(settings.databaseName()).build();
    return calls.attempt(
        Calls.CALL,
        () -> {
          GetDatabaseDdlResponse response = client.getDatabaseDdlCallable().call(request, once());
          byte[] descriptors = response.getProtoDescriptors().toByteArray();
          return new DatabaseDefinition(
              response.getStatementsList(),
              descriptors.length == 0
                  ? Optional.empty()
                  : Optional.of(new ProtoDescriptors(descriptors)));
        });
  }

  /// Returns the options for one attempt of a call, with a time limit of 30 s.
  static GrpcCallContext once() {
    return once(Calls.CALL);
  }

  private static GrpcCallContext once(Duration limit) {
    return GrpcCallContext.createDefault().withRetryableCodes(Set.of()).withTimeoutDuration(limit);
  }

  /// Returns the time limit for submitting an operation. Spanner responds as soon as it has
  /// accepted the operation, but an emulator responds only after it has executed the operation.
  private Duration submission() {
    return settings.emulator() ? Calls.WORK : Calls.CALL;
  }

  private Answer send(UpdateDatabaseDdlRequest request) {
    return calls.attempt(
        submission(),
        () -> {
          try {
            return new Answer.Started(
                OperationMapper.of(
                    client.updateDatabaseDdlCallable().call(request, once(submission()))));
          } catch (ApiException failure) {
            return refusal(failure);
          }
        });
  }

  private Answer refusal(ApiException failure) {
    SpannerException spanner = SpannerExceptionFactory.asSpannerException(failure);
    if (settings.emulator() && Translation.busyEmulator(spanner)) {
      return new Answer.Busy(Translation.words(failure));
    }
    if (spanner.getErrorCode() == ErrorCode.ALREADY_EXISTS) {
      return new Answer.AlreadyExists();
    }
    return switch (Translation.of(failure).kind()) {
      case REFUSED, TOO_MANY_MUTATIONS ->
          new Answer.Refused(Translation.code(spanner), Translation.words(failure));
      case TRANSIENT, UNCLEAR, DENIED, MISSING -> throw failure;
    };
  }

  private static boolean missing(SpannerException failure) {
    return failure instanceof DatabaseNotFoundException
        || failure instanceof InstanceNotFoundException;
  }

  private UpdateDatabaseDdlRequest.Builder request(
      List<String> statements, Optional<ProtoDescriptors> descriptors) {
    UpdateDatabaseDdlRequest.Builder request =
        UpdateDatabaseDdlRequest.newBuilder()
            .setDatabase(settings.databaseName())
            .addAllStatements(statements);
    descriptors.ifPresent(found -> request.setProtoDescriptors(ByteString.copyFrom(found.bytes())));
    return request;
  }
}
