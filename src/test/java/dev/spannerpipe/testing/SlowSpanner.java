package dev.spannerpipe.testing;

import com.google.longrunning.GetOperationRequest;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.spanner.admin.database.v1.GetDatabaseRequest;
import com.google.spanner.admin.database.v1.UpdateDatabaseDdlRequest;
import dev.spannerpipe.retry.Time;
import dev.spannerpipe.testing.tls.Exposure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/// A Spanner that takes its time, and in which things go wrong: a server in front of an emulator
/// that passes everything on, but turns schema changes into operations that really run for a while,
/// commit one statement after another, outlive their client, and are forgotten in the end. It
/// counts calls and keeps a log of them.
public final class SlowSpanner implements AutoCloseable {
  private final Relay relay;
  private final SlowOperations operations;
  private final List<Call> calls = new ArrayList<>();
  private final Map<String, Integer> counts = new TreeMap<>();
  private volatile Pace pace;
  private volatile Faults faults = Faults.NONE;
  private volatile Consumer<Call> listener = _ -> {};
  private volatile Optional<Instant> createdAt = Optional.empty();

  private SlowSpanner(String emulator, Pace pace, Optional<Time> simulated, Exposure exposure) {
    this.pace = pace;
    this.relay = Relay.inFrontOf(emulator, new Treatment(), exposure);
    this.operations = new SlowOperations(relay.target(), simulated);
  }

  /// Starts one in front of the emulator at this `host:port`.
  public static SlowSpanner inFrontOf(String emulator, Pace pace) {
    return inFrontOf(emulator, pace, Exposure.LOOPBACK);
  }

  /// Starts one in front of the emulator at this `host:port` that is reached like this.
  public static SlowSpanner inFrontOf(String emulator, Pace pace, Exposure exposure) {
    return new SlowSpanner(emulator, pace, Optional.empty(), exposure);
  }

  /// Starts one whose operations take simulated time, which passes only as the clock's owner waits.
  public static SlowSpanner inFrontOf(String emulator, Pace pace, Time simulated) {
    return new SlowSpanner(emulator, pace, Optional.of(simulated), Exposure.LOOPBACK);
  }

  /// Returns its own `host:port`.
  public String address() {
    return relay.address();
  }

  /// Changes the pace of the operations that begin from now on.
  public void pace(Pace newPace) {
    pace = newPace;
  }

  /// Lets calls go wrong from now on.
  public void faults(Faults newFaults) {
    faults = newFaults;
  }

  /// Says from now on that its databases were created then; an emulator does not say.
  public void createdAt(Instant time) {
    createdAt = Optional.of(time);
  }

  /// Tells of each call as it arrives.
  public void listen(Consumer<Call> newListener) {
    listener = newListener;
  }

  /// Returns the calls since the start or the last [#forgetCalls], in order.
  public synchronized List<Call> calls() {
    return List.copyOf(calls);
  }

  /// Returns how often each method was called.
  public synchronized Map<String, Integer> counts() {
    return new TreeMap<>(counts);
  }

  /// Counts from the beginning again.
  public synchronized void forgetCalls() {
    calls.clear();
    counts.clear();
  }

  /// Returns the schema statements that took effect, in order.
  public List<String> committed() {
    return operations.committed();
  }

  private synchronized Call noted(String method, byte[] request) {
    int ofMethod = counts.merge(method, 1, Integer::sum);
    Call call = new Call(calls.size() + 1, method, ofMethod, Subjects.of(method, request));
    calls.add(call);
    return call;
  }

  @Override
  public void close() {
    operations.close();
    relay.close();
  }

  /// What the relay asks.
  private final class Treatment implements Relay.Treatment {
    @Override
    public Optional<Fault> fault(String method, byte[] request) {
      Call call = noted(method, request);
      listener.accept(call);
      return faults.of(call);
    }

    @Override
    public Optional<byte[]> answer(String method, byte[] request) {
      try {
        return switch (method) {
          case "UpdateDatabaseDdl" ->
              Optional.of(
                  operations
                      .start(UpdateDatabaseDdlRequest.parseFrom(request), pace)
                      .toByteArray());
          case "GetOperation" ->
              operations
                  .find(GetOperationRequest.parseFrom(request).getName())
                  .map(MessageLite::toByteArray);
          case "GetDatabase" ->
              createdAt.map(time -> operations.database(databaseName(request), time).toByteArray());
          default -> Optional.empty();
        };
      } catch (InvalidProtocolBufferException failure) {
        throw new IllegalStateException("a request cannot be read", failure);
      }
    }

    private static String databaseName(byte[] request) {
      try {
        return GetDatabaseRequest.parseFrom(request).getName();
      } catch (InvalidProtocolBufferException failure) {
        throw new IllegalStateException("a request cannot be read", failure);
      }
    }
  }
}
