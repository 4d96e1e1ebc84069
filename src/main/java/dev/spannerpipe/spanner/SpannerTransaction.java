package dev.spannerpipe.spanner;

import com.google.cloud.spanner.Statement;
import com.google.cloud.spanner.TransactionContext;
import dev.spannerpipe.apply.port.AttemptId;
import dev.spannerpipe.apply.port.BookkeepingState;
import dev.spannerpipe.apply.port.Intent;
import dev.spannerpipe.apply.port.Transaction;
import dev.spannerpipe.apply.port.Write;
import dev.spannerpipe.record.RunRow;
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
  private final KeyReads reads;

  SpannerTransaction(TransactionContext context, Calls calls, DatabaseDescription description) {
    this.context = context;
    this.calls = calls;
    this.query = new BookKeepingQuery(description);
    this.mutations = new Mutations(description);
    this.reads = new KeyReads(calls, description, () -> context);
  }

  @Override
  public BookkeepingState read(Optional<AttemptId> own) {
    BookKeepingRows rows = rows();
    return rows.state(
        own.flatMap(reads::intent), rows.lowestOpenEpoch().flatMap(reads::openIntent));
  }

  @Override
  public BookkeepingState readIntent(AttemptId own) {
    return rows().state(reads.intent(own), Optional.empty());
  }

  @Override
  public BookkeepingState readWithoutIntents() {
    return rows().state(Optional.empty(), Optional.empty());
  }

  private BookKeepingRows rows() {
    return calls.attempt(
        Calls.CALL, () -> SpannerDatabase.rows(context.executeQuery(query.state())));
  }

  @Override
  public Optional<RunRow> run(String runId) {
    return reads.run(runId);
  }

  @Override
  public List<Intent.Summary> firstIntents(int limit) {
    return reads.firstIntents(limit);
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
    return reads.latestExecution(deployment);
  }

  @Override
  public void write(Write write) {
    context.buffer(mutations.of(write));
  }
}
