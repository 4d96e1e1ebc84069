package dev.spannerpipe.preview.replay;

import dev.spannerpipe.plan.ProtoDescriptors;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A database in the replay's emulator. Each method throws a `Failure` if the emulator does not
/// answer. Not thread-safe.
public interface ReplayDatabase extends AutoCloseable {
  /// Executes schema changes as one request, as apply does. If a statement is invalid, none of them
  /// takes effect. If rows of the database contradict a statement, those before it take effect.
  ReplayOutcome changeSchema(List<String> statements, Optional<ProtoDescriptors> descriptors);

  /// Executes schema changes that need no descriptors.
  default ReplayOutcome changeSchema(List<String> statements) {
    return changeSchema(statements, Optional.empty());
  }

  /// Executes data changes in one transaction. If one is rejected, none takes effect, and the
  /// outcome counts those before it.
  ReplayOutcome changeData(List<String> statements);

  /// Runs a query and returns its rows, with each value as text, as
  /// [dev.spannerpipe.plan.LiveDatabase] does. Throws a [dev.spannerpipe.plan.QueryException] if
  /// the emulator rejects it.
  List<List<@Nullable String>> query(String sql);

  /// Returns the schema as DDL statements, as the emulator writes them.
  List<String> definition();

  /// Drops the database.
  @Override
  void close();
}
