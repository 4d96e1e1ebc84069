package dev.spannerpipe.spanner;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.spanner.admin.database.v1.OperationProgress;
import com.google.spanner.admin.database.v1.UpdateDatabaseDdlMetadata;
import dev.spannerpipe.apply.port.SchemaChanges.Operation;
import dev.spannerpipe.plan.StatusCode;
import io.grpc.Status;
import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// Converts Spanner's schema operations to the values that the package `apply` uses.
final class OperationMapper {
  private OperationMapper() {}

  static Operation of(com.google.longrunning.Operation operation) {
    UpdateDatabaseDdlMetadata metadata = metadata(operation);
    return new Operation(
        operation.getName().substring(operation.getName().lastIndexOf('/') + 1),
        operation.getDone(),
        metadata.getStatementsList(),
        metadata.getCommitTimestampsList().stream().map(Times::instant).toList(),
        metadata.getProgressList().stream().map(OperationProgress::getProgressPercent).toList(),
        metadata.getThrottled(),
        operation.hasError() ? operation.getError().getMessage() : null,
        end(metadata),
        operation.hasError() ? code(operation.getError().getCode()) : null);
  }

  private static StatusCode code(int number) {
    return StatusCode.valueOf(Status.fromCodeValue(number).getCode().name());
  }

  /// Returns when the last statement of the operation was committed; null if no statement was
  /// committed. The end time in the progress of a statement is its commit timestamp.
  private static @Nullable Instant end(UpdateDatabaseDdlMetadata metadata) {
    return metadata.getProgressList().stream()
        .filter(OperationProgress::hasEndTime)
        .map(progress -> Times.instant(progress.getEndTime()))
        .max(Comparator.naturalOrder())
        .orElse(null);
  }

  private static UpdateDatabaseDdlMetadata metadata(com.google.longrunning.Operation operation) {
    try {
      return operation.getMetadata().is(UpdateDatabaseDdlMetadata.class)
          ? operation.getMetadata().unpack(UpdateDatabaseDdlMetadata.class)
          : UpdateDatabaseDdlMetadata.getDefaultInstance();
    } catch (InvalidProtocolBufferException failure) {
      throw new IllegalStateException("the service's answer cannot be read", failure);
    }
  }
}
