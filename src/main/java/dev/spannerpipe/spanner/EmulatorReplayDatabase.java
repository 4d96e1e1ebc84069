package dev.spannerpipe.spanner;

import com.google.cloud.spanner.DatabaseClient;
import com.google.cloud.spanner.DatabaseId;
import com.google.cloud.spanner.ResultSet;
import com.google.cloud.spanner.Spanner;
import com.google.cloud.spanner.SpannerExceptionFactory;
import com.google.cloud.spanner.Statement;
import com.google.cloud.spanner.admin.database.v1.DatabaseAdminClient;
import com.google.spanner.admin.database.v1.DropDatabaseRequest;
import dev.spannerpipe.apply.port.DatabaseException;
import dev.spannerpipe.apply.port.SchemaChanges.Answer;
import dev.spannerpipe.apply.port.SchemaChanges.Operation;
import dev.spannerpipe.failure.Failure;
import dev.spannerpipe.plan.ProtoDescriptors;
import dev.spannerpipe.plan.StatusCode;
import dev.spannerpipe.preview.replay.Rejection;
import dev.spannerpipe.preview.replay.ReplayDatabase;
import dev.spannerpipe.preview.replay.ReplayOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A database in the emulator of a preview. An emulator executes a schema operation before it
/// answers.
final class EmulatorReplayDatabase implements ReplayDatabase {
  private final Spanner spanner;
  private final Calls calls;
  private final SpannerSettings settings;
  private final Function<DatabaseException, Failure> failures;
  private final DatabaseAdminClient admin;
  private final SpannerSchemaChanges schema;

  /// @param failures explains why an emulator does not answer
  EmulatorReplayDatabase(
      Spanner spanner,
      Calls calls,
      SpannerSettings settings,
      Function<DatabaseException, Failure> failures) {
    this.spanner = spanner;
    this.calls = calls;
    this.settings = settings;
    this.failures = failures;
    this.admin = spanner.createDatabaseAdminClient();
    this.schema = new SpannerSchemaChanges(admin, calls, settings);
  }

  @Override
  public ReplayOutcome changeSchema(
      List<String> statements, Optional<ProtoDescriptors> descriptors) {
    try {
      return switch (schema.submit(statements, descriptors)) {
        case Answer.Started(Operation operation) -> outcome(operation);
        case Answer.Refused(StatusCode code, String reason) -> rejected(0, code, reason);
        case Answer.Busy(String reason) -> rejected(0, StatusCode.FAILED_PRECONDITION, reason);
        // The service chose the operation's id, so only an object can already exist.
        case Answer.AlreadyExists() ->
            rejected(0, StatusCode.ALREADY_EXISTS, "an object of that name already exists");
      };
    } catch (DatabaseException failure) {
      return rejected(0, failure);
    }
  }

  private static ReplayOutcome outcome(Operation operation) {
    return operation.error() == null || operation.errorCode() == null
        ? new ReplayOutcome(operation.statements().size(), Optional.empty())
        : rejected(operation.committed().size(), operation.errorCode(), operation.error());
  }

  private static ReplayOutcome rejected(int accepted, StatusCode code, String message) {
    return new ReplayOutcome(accepted, Optional.of(new Rejection(code, message)));
  }

  /// The emulator reports an internal error for some statements that it does not know.
  private ReplayOutcome rejected(int accepted, DatabaseException failure) {
    StatusCode code =
        failure.getCause() == null
            ? StatusCode.UNAVAILABLE
            : Translation.code(SpannerExceptionFactory.asSpannerException(failure.getCause()));
    return switch (failure.kind()) {
      case REFUSED, TOO_MANY_MUTATIONS, UNCLEAR -> rejected(accepted, code, failure.reason());
      case TRANSIENT, DENIED, MISSING -> throw failures.apply(failure);
    };
  }

  @Override
  public ReplayOutcome changeData(List<String> statements) {
    AtomicInteger accepted = new AtomicInteger();
    try {
      calls.attempt(
          Calls.WORK,
          () ->
              client()
                  .readWriteTransaction()
                  .run(
                      transaction -> {
                        accepted.set(0);
                        for (String statement : statements) {
                          transaction.executeUpdate(Statement.of(statement));
                          accepted.incrementAndGet();
                        }
                        return true;
                      }));
      return new ReplayOutcome(statements.size(), Optional.empty());
    } catch (DatabaseException failure) {
      return rejected(accepted.get(), failure);
    }
  }

  @Override
  public List<List<@Nullable String>> query(String sql) {
    return answered(
        () -> {
          List<List<@Nullable String>> texts = new ArrayList<>();
          try (ResultSet rows = client().singleUse().executeQuery(Statement.of(sql))) {
            while (rows.next()) {
              texts.add(Cells.texts(rows.getCurrentRowAsStruct()));
            }
          }
          return texts;
        });
  }

  @Override
  public List<String> definition() {
    try {
      return schema.ddl();
    } catch (DatabaseException failure) {
      throw failures.apply(failure);
    }
  }

  private <T> T answered(Supplier<T> question) {
    try {
      return calls.attempt(Calls.CALL, question);
    } catch (DatabaseException failure) {
      if (failure.isRefusal()) {
        throw failure;
      }
      throw failures.apply(failure);
    }
  }

  private DatabaseClient client() {
    return spanner.getDatabaseClient(
        DatabaseId.of(
            settings.name().project(), settings.name().instance(), settings.name().database()));
  }

  @Override
  public void close() {
    calls.cleanUp(
        () ->
            admin
                .dropDatabaseCallable()
                .call(
                    DropDatabaseRequest.newBuilder().setDatabase(settings.databaseName()).build(),
                    SpannerSchemaChanges.once()));
    admin.close();
  }
}
