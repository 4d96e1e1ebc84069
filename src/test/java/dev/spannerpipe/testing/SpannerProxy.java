package dev.spannerpipe.testing;

import com.google.longrunning.Operation;
import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.spanner.admin.database.v1.GetDatabaseDdlResponse;
import com.google.spanner.admin.database.v1.UpdateDatabaseDdlMetadata;
import com.google.spanner.admin.database.v1.UpdateDatabaseDdlRequest;
import com.google.spanner.v1.ExecuteBatchDmlRequest;
import com.google.spanner.v1.ExecuteBatchDmlResponse;
import com.google.spanner.v1.ExecuteSqlRequest;
import com.google.spanner.v1.ResultSet;
import com.google.spanner.v1.ResultSetStats;
import io.grpc.Status;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/// Stands between a client and an emulator: counts what passes, refuses what it is told to, and
/// loses answers. It knows methods by their short names, such as `Commit`.
public final class SpannerProxy implements AutoCloseable {
  private final Relay relay;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<List<String>> schemaChanges = new CopyOnWriteArrayList<>();
  private final Map<String, Rule> rules = new ConcurrentHashMap<>();
  private volatile Optional<Refusal> refusal = Optional.empty();
  private volatile Optional<Refusal> failure = Optional.empty();
  private volatile Optional<Refusal> dataFailure = Optional.empty();
  private volatile Optional<CountedRefusal> dataRefusal = Optional.empty();
  private volatile UnaryOperator<Operation> reports = UnaryOperator.identity();
  private volatile List<String> definition = List.of();

  private SpannerProxy(String targetAddress) {
    relay = Relay.inFrontOf(targetAddress, new Rules());
  }

  /// Starts a proxy for the server at this `host:port`.
  public static SpannerProxy of(String targetAddress) {
    return new SpannerProxy(targetAddress);
  }

  /// Returns the proxy's own `host:port`.
  public String address() {
    return relay.address();
  }

  /// Returns the short names of the methods that were called, in order.
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /// Returns how often each method was called, by its short name.
  public Map<String, Integer> calls() {
    Map<String, Integer> calls = new TreeMap<>();
    requests.forEach(name -> calls.merge(name, 1, Integer::sum));
    return calls;
  }

  /// Returns the statements of each `UpdateDatabaseDdl`, in order.
  public List<List<String>> schemaChanges() {
    return List.copyOf(schemaChanges);
  }

  /// Forgets the requests so far.
  public void forgetRequests() {
    requests.clear();
    schemaChanges.clear();
  }

  /// Answers the next calls of the method with this status, without passing them on.
  public void refuse(String method, int times, Status status) {
    rules.put(method, new Rule(Fault.refused(status), new AtomicInteger(times)));
  }

  /// Passes the next call of the method on, but answers with this status once it is done.
  public void loseAnswer(String method, Status status) {
    rules.put(method, new Rule(Fault.answerLost(status), new AtomicInteger(1)));
  }

  /// Answers each schema change that has a statement with these words with this status, without
  /// passing it on.
  public void refuseStatement(String words, Status status) {
    refusal = Optional.of(new Refusal(words, status));
  }

  /// Answers each schema change that has a statement with these words as an operation that failed
  /// with this status before its first statement, without passing it on.
  public void failStatement(String words, Status status) {
    failure = Optional.of(new Refusal(words, status));
  }

  /// Answers each batch of data changes that has a statement with these words as one in which that
  /// statement failed with this status.
  public void failDataChange(String words, Status status) {
    dataFailure = Optional.of(new Refusal(words, status));
  }

  /// Answers the next calls with data changes that have a statement with these words with this
  /// status, without passing them on.
  public void refuseDataChange(String words, int times, Status status) {
    dataRefusal =
        Optional.of(new CountedRefusal(new Refusal(words, status), new AtomicInteger(times)));
  }

  /// Changes what is reported about schema operations from now on.
  public void report(UnaryOperator<Operation> change) {
    reports = change;
  }

  /// Reports statements of the database's definition that the target does not have.
  public void addToDefinition(String... statements) {
    definition = List.of(statements);
  }

  @Override
  public void close() {
    relay.close();
  }

  /// What the relay asks.
  private final class Rules implements Relay.Treatment {
    @Override
    public Optional<Fault> fault(String method, byte[] request) {
      requests.add(method);
      Optional<Fault> refused = Optional.empty();
      if (method.equals("UpdateDatabaseDdl")) {
        List<String> statements = schemaChange(request).getStatementsList();
        schemaChanges.add(List.copyOf(statements));
        refused = refusal.filter(each -> each.isOf(statements)).map(Refusal::fault);
      }
      if (method.equals("ExecuteBatchDml")) {
        refused = dataRefusal.flatMap(each -> each.fault(dataChange(request)));
      }
      if (method.equals("ExecuteStreamingSql")) {
        refused = dataRefusal.flatMap(each -> each.fault(List.of(query(request))));
      }
      return refused.or(
          () ->
              Optional.ofNullable(rules.get(method))
                  .filter(rule -> rule.left.getAndDecrement() > 0)
                  .map(Rule::fault));
    }

    @Override
    public Optional<byte[]> answer(String method, byte[] request) {
      return switch (method) {
        case "UpdateDatabaseDdl" -> {
          UpdateDatabaseDdlRequest change = schemaChange(request);
          yield failure
              .filter(each -> each.isOf(change.getStatementsList()))
              .map(each -> each.operation(change).toByteArray());
        }
        case "ExecuteBatchDml" -> {
          List<String> statements = dataChange(request);
          yield dataFailure
              .filter(each -> each.isOf(statements))
              .map(each -> each.batch(statements).toByteArray());
        }
        default -> Optional.empty();
      };
    }

    @Override
    public byte[] changed(String method, byte[] answer) {
      return switch (method) {
        case "UpdateDatabaseDdl", "GetOperation" -> reports.apply(operation(answer)).toByteArray();
        case "GetDatabaseDdl" -> definition(answer);
        default -> answer;
      };
    }
  }

  private byte[] definition(byte[] answer) {
    try {
      return GetDatabaseDdlResponse.parseFrom(answer).toBuilder()
          .addAllStatements(definition)
          .build()
          .toByteArray();
    } catch (InvalidProtocolBufferException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static UpdateDatabaseDdlRequest schemaChange(byte[] message) {
    try {
      return UpdateDatabaseDdlRequest.parseFrom(message);
    } catch (InvalidProtocolBufferException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static List<String> dataChange(byte[] message) {
    try {
      return ExecuteBatchDmlRequest.parseFrom(message).getStatementsList().stream()
          .map(ExecuteBatchDmlRequest.Statement::getSql)
          .toList();
    } catch (InvalidProtocolBufferException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static String query(byte[] message) {
    try {
      return ExecuteSqlRequest.parseFrom(message).getSql();
    } catch (InvalidProtocolBufferException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static Operation operation(byte[] message) {
    try {
      return Operation.parseFrom(message);
    } catch (InvalidProtocolBufferException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /// Which schema changes are not passed on.
  private record Refusal(String words, Status status) {
    boolean isOf(List<String> statements) {
      return statements.stream().anyMatch(statement -> statement.contains(words));
    }

    Fault fault() {
      return Fault.refused(status);
    }

    Operation operation(UpdateDatabaseDdlRequest change) {
      UpdateDatabaseDdlMetadata metadata =
          UpdateDatabaseDdlMetadata.newBuilder()
              .addAllStatements(change.getStatementsList())
              .build();
      return Operation.newBuilder()
          .setName(change.getDatabase() + "/operations/" + change.getOperationId())
          .setDone(true)
          .setMetadata(Any.pack(metadata))
          .setError(error())
          .build();
    }

    /// The statements before the one that failed changed no rows.
    ExecuteBatchDmlResponse batch(List<String> statements) {
      ExecuteBatchDmlResponse.Builder answer =
          ExecuteBatchDmlResponse.newBuilder().setStatus(error());
      for (int i = 0; !statements.get(i).contains(words); i++) {
        answer.addResultSets(
            ResultSet.newBuilder().setStats(ResultSetStats.newBuilder().setRowCountExact(0)));
      }
      return answer.build();
    }

    private com.google.rpc.Status error() {
      return com.google.rpc.Status.newBuilder()
          .setCode(status.getCode().value())
          .setMessage(String.valueOf(status.getDescription()))
          .build();
    }
  }

  /// Which data changes are not passed on, so many times.
  private record CountedRefusal(Refusal refusal, AtomicInteger left) {
    Optional<Fault> fault(List<String> statements) {
      return refusal.isOf(statements) && left.getAndDecrement() > 0
          ? Optional.of(refusal.fault())
          : Optional.empty();
    }
  }

  /// What to do to a method's calls.
  private record Rule(Fault fault, AtomicInteger left) {}
}
