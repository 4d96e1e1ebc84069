package dev.spannerpipe.spanner;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.spanner.admin.database.v1.OperationProgress;
import com.google.spanner.admin.database.v1.UpdateDatabaseDdlMetadata;
import dev.spannerpipe.apply.SchemaChanges.Operation;

/// The service's schema operations as the engine's values.
final class Operations {
  private Operations() {}

  static Operation of(com.google.longrunning.Operation operation) {
    UpdateDatabaseDdlMetadata metadata = metadata(operation);
    return new Operation(
        operation.getName().substring(operation.getName().lastIndexOf('/') + 1),
        operation.getDone(),
        metadata.getStatementsList(),
        metadata.getCommitTimestampsList().stream().map(Times::instant).toList(),
        metadata.getProgressList().stream().map(OperationProgress::getProgressPercent).toList(),
        metadata.getThrottled(),
        operation.hasError() ? operation.getError().getMessage() : null);
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
