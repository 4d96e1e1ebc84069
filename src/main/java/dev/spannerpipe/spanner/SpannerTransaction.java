package dev.spannerpipe.spanner;

import com.google.cloud.spanner.ResultSet;
import com.google.cloud.spanner.Statement;
import com.google.cloud.spanner.TransactionContext;
import dev.spannerpipe.apply.port.AttemptId;
import dev.spannerpipe.apply.port.BookkeepingState;
import dev.spannerpipe.apply.port.Transaction;
import dev.spannerpipe.apply.port.Write;
import dev.spannerpipe.record.WorkflowIntent;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/// A read-write transaction of the Spanner client. The transaction begins in Spanner with the first
/// request that it contains.
final class SpannerTransaction implements Transaction {
  private final TransactionContext context;
  private final Calls calls;
  private final BookKeepingQuery query;
  private final Mutations mutations;

  SpannerTransaction(
      TransactionContext context, Calls calls, BookKeepingQuery query, Mutations mutations) {
    this.context = context;
    this.calls = calls;
    this.query = query;
    this.mutations = mutations;
  }

  @Override
  public BookkeepingState read(Optional<AttemptId> own) {
    return read(query.state(own), own);
  }

  @Override
  public BookkeepingState readWithoutIntents() {
    return read(query.stateWithoutIntents(), Optional.empty());
  }

  private BookkeepingState read(Statement statement, Optional<AttemptId> own) {
    return calls.attempt(
        Calls.CALL,
        () -> {
          try (ResultSet rows = context.executeQuery(statement)) {
            return SpannerDatabase.rows(rows).state(own);
          }
        });
  }

  @Override
  public List<Long> update(List<String> statements) {
    if (statements.isEmpty()) {
      return List.of();
    }
    return calls.attempt(
        Calls.WORK,
        () ->
            LongStream.of(context.batchUpdate(statements.stream().map(Statement::of).toList()))
                .boxed()
                .toList());
  }

  @Override
  public Optional<WorkflowIntent> latestExecution(String deployment) {
    return calls.attempt(
        Calls.CALL,
        () -> {
          try (ResultSet rows = context.executeQuery(query.latestExecution(deployment))) {
            return SpannerDatabase.rows(rows).execution();
          }
        });
  }

  @Override
  public void write(Write write) {
    context.buffer(mutations.of(write));
  }
}
