package dev.spannerpipe.testing;

import com.google.longrunning.GetOperationRequest;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.spanner.admin.database.v1.UpdateDatabaseDdlRequest;
import com.google.spanner.v1.CommitRequest;
import com.google.spanner.v1.ExecuteBatchDmlRequest;
import com.google.spanner.v1.ExecuteSqlRequest;
import com.google.spanner.v1.ReadRequest;
import com.google.spanner.v1.RequestOptions;

/// Says in a few words what a request is about.
final class Subjects {
  private static final int LONGEST = 60;

  private Subjects() {}

  static String of(String method, byte[] request) {
    try {
      return switch (method) {
        case "UpdateDatabaseDdl" -> of(UpdateDatabaseDdlRequest.parseFrom(request));
        case "GetOperation" -> id(GetOperationRequest.parseFrom(request).getName());
        case "Commit" -> tag(CommitRequest.parseFrom(request).getRequestOptions());
        case "ExecuteStreamingSql", "ExecuteSql" -> of(ExecuteSqlRequest.parseFrom(request));
        case "StreamingRead" -> of(ReadRequest.parseFrom(request));
        case "ExecuteBatchDml" -> of(ExecuteBatchDmlRequest.parseFrom(request));
        default -> "";
      };
    } catch (InvalidProtocolBufferException notReadable) {
      return notReadable.getMessage();
    }
  }

  private static String of(UpdateDatabaseDdlRequest request) {
    String first = request.getStatementsCount() == 0 ? "" : request.getStatements(0);
    return "%s %d statements, first: %s"
        .formatted(request.getOperationId(), request.getStatementsCount(), shortened(first))
        .strip();
  }

  private static String of(ExecuteSqlRequest request) {
    return (tag(request.getRequestOptions()) + " " + shortened(request.getSql())).strip();
  }

  private static String of(ReadRequest request) {
    return (tag(request.getRequestOptions()) + " " + request.getTable()).strip();
  }

  private static String of(ExecuteBatchDmlRequest request) {
    String first = request.getStatementsCount() == 0 ? "" : request.getStatements(0).getSql();
    return (tag(request.getRequestOptions()) + " " + shortened(first)).strip();
  }

  private static String tag(RequestOptions options) {
    return options.getTransactionTag().isEmpty()
        ? options.getRequestTag()
        : options.getTransactionTag();
  }

  private static String id(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  private static String shortened(String sql) {
    String line = sql.strip().replaceAll("\\s+", " ");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }
}
