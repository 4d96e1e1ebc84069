package dev.spannerpipe.simulation;

import dev.spannerpipe.apply.port.AttemptId;
import dev.spannerpipe.apply.port.BookkeepingState;
import dev.spannerpipe.apply.port.Database;
import dev.spannerpipe.apply.port.DatabaseSnapshot;
import dev.spannerpipe.apply.port.Intent;
import dev.spannerpipe.apply.port.SchemaChanges;
import dev.spannerpipe.apply.port.Transaction;
import dev.spannerpipe.apply.port.Write;
import dev.spannerpipe.plan.DatabaseDefinition;
import dev.spannerpipe.plan.HistoryRow;
import dev.spannerpipe.plan.ProtoDescriptors;
import dev.spannerpipe.plan.RequestLimits;
import dev.spannerpipe.record.RunRow;
import dev.spannerpipe.record.WorkflowIntent;
import dev.spannerpipe.retry.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A calm run's way to the model, on which things happen at the calls that a test names. A twist
/// happens once, at the first call whose name begins as it says: `submit sp_1_1`, `find …`, `view`,
/// `commit lease`, and `commit data` for a transaction that changes data.
final class ScriptedPorts implements Database, SchemaChanges, Time {
  private final Client client;
  private final List<Twist> twists;
  private final List<String> calls = new ArrayList<>();

  ScriptedPorts(Client client, List<Twist> twists) {
    this.client = client;
    this.twists = new ArrayList<>(twists);
  }

  /// Something that happens just before or just after a call.
  record Twist(String call, boolean after, Runnable what) {}

  /// Returns the names of all calls so far.
  List<String> calls() {
    return calls;
  }

  private <T> T at(String call, Supplier<T> real) {
    calls.add(call);
    happen(call, false);
    T answer = real.get();
    happen(call, true);
    return answer;
  }

  private void happen(String call, boolean after) {
    Optional<Twist> due =
        twists.stream()
            .filter(twist -> twist.after() == after && call.startsWith(twist.call()))
            .findFirst();
    due.ifPresent(
        twist -> {
          twists.remove(twist);
          twist.what().run();
        });
  }

  @Override
  public RequestLimits limits() {
    return client.limits();
  }

  @Override
  public DatabaseSnapshot view() {
    return at("view", client::view);
  }

  @Override
  public BookkeepingState state() {
    return at("state", client::state);
  }

  @Override
  public List<HistoryRow> history() {
    return at("history", client::history);
  }

  @Override
  public List<List<@Nullable String>> query(String sql) {
    return at("query " + sql, () -> client.query(sql));
  }

  @Override
  public <T> T transact(String tag, Function<Transaction, T> body) {
    AtomicBoolean data = new AtomicBoolean();
    T result =
        at(
            "commit " + tag,
            () ->
                client.transact(
                    tag,
                    transaction -> {
                      T done = body.apply(new Noting(transaction, data));
                      if (data.get()) {
                        calls.add("commit data");
                        happen("commit data", false);
                      }
                      return done;
                    }));
    if (data.get()) {
      happen("commit data", true);
    }
    return result;
  }

  @Override
  public long updatePartitioned(String statement, Duration limit, String tag) {
    return at("partitioned " + statement, () -> client.updatePartitioned(statement, limit, tag));
  }

  @Override
  public boolean partitionedUpdateActive() {
    return at("active", client::partitionedUpdateActive);
  }

  @Override
  public Answer submit(
      String operationId, List<String> statements, Optional<ProtoDescriptors> descriptors) {
    return at(
        "submit " + operationId + " " + statements,
        () -> client.submit(operationId, statements, descriptors));
  }

  @Override
  public Optional<Operation> find(String operationId) {
    return at("find " + operationId, () -> client.find(operationId));
  }

  @Override
  public DatabaseDefinition definition() {
    return at("ddl", client::definition);
  }

  @Override
  public Instant now() {
    return client.now();
  }

  @Override
  public Duration elapsed() {
    return client.elapsed();
  }

  @Override
  public void sleep(Duration duration) {
    client.sleep(duration);
  }

  /// Notes whether the transaction changes data.
  private record Noting(Transaction transaction, AtomicBoolean data) implements Transaction {
    @Override
    public BookkeepingState read(Optional<AttemptId> own) {
      return transaction.read(own);
    }

    @Override
    public BookkeepingState readWithoutIntents() {
      return transaction.readWithoutIntents();
    }

    @Override
    public BookkeepingState readIntent(AttemptId own) {
      return transaction.readIntent(own);
    }

    @Override
    public Optional<RunRow> run(String runId) {
      return transaction.run(runId);
    }

    @Override
    public List<Intent.Summary> firstIntents(int limit) {
      return transaction.firstIntents(limit);
    }

    @Override
    public List<Long> update(List<String> statements) {
      data.set(true);
      return transaction.update(statements);
    }

    @Override
    public Optional<WorkflowIntent> latestExecution(String deployment) {
      return transaction.latestExecution(deployment);
    }

    @Override
    public void write(Write write) {
      transaction.write(write);
    }
  }
}
