package dev.spannerpipe.testing;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.spanner.admin.database.v1.UpdateDatabaseDdlRequest;
import io.grpc.Status;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// Stands between a client and an emulator: counts what passes, refuses what it is told to, and
/// loses answers. It knows methods by their short names, such as `Commit`.
public final class SpannerProxy implements AutoCloseable {
  private final Relay relay;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<List<String>> schemaChanges = new CopyOnWriteArrayList<>();
  private final Map<String, Rule> rules = new ConcurrentHashMap<>();

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

  @Override
  public void close() {
    relay.close();
  }

  /// What the relay asks.
  private final class Rules implements Relay.Treatment {
    @Override
    public Optional<Fault> fault(String method, byte[] request) {
      requests.add(method);
      if (method.equals("UpdateDatabaseDdl")) {
        schemaChanges.add(statements(request));
      }
      return Optional.ofNullable(rules.get(method))
          .filter(rule -> rule.left.getAndDecrement() > 0)
          .map(Rule::fault);
    }

    @Override
    public Optional<byte[]> answer(String method, byte[] request) {
      return Optional.empty();
    }
  }

  private static List<String> statements(byte[] message) {
    try {
      return List.copyOf(UpdateDatabaseDdlRequest.parseFrom(message).getStatementsList());
    } catch (InvalidProtocolBufferException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /// What to do to a method's calls.
  private record Rule(Fault fault, AtomicInteger left) {}
}
