package dev.spannerpipe.testing;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.spanner.admin.database.v1.UpdateDatabaseDdlRequest;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Grpc;
import io.grpc.HandlerRegistry;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Stands between a client and an emulator: counts what passes, refuses what it is told to, and
/// loses answers. It knows methods by their short names, such as `Commit`.
public final class SpannerProxy implements AutoCloseable {
  private static final MethodDescriptor.Marshaller<byte[]> BYTES = new Bytes();

  private final ManagedChannel target;
  private final Server server;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<List<String>> schemaChanges = new CopyOnWriteArrayList<>();
  private final Map<String, Rule> rules = new ConcurrentHashMap<>();

  private SpannerProxy(String targetAddress) {
    target = Grpc.newChannelBuilder(targetAddress, InsecureChannelCredentials.create()).build();
    try {
      server =
          NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
              .fallbackHandlerRegistry(new Everything())
              .maxInboundMessageSize(Integer.MAX_VALUE)
              .build()
              .start();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Starts a proxy for the server at this `host:port`.
  public static SpannerProxy of(String targetAddress) {
    return new SpannerProxy(targetAddress);
  }

  /// Returns the proxy's own `host:port`.
  public String address() {
    return "127.0.0.1:" + server.getPort();
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
    rules.put(method, new Rule(status, false, new AtomicInteger(times)));
  }

  /// Passes the next call of the method on, but answers with this status once it is done.
  public void loseAnswer(String method, Status status) {
    rules.put(method, new Rule(status, true, new AtomicInteger(1)));
  }

  @Override
  public void close() {
    server.shutdownNow();
    target.shutdownNow();
  }

  private Optional<Rule> rule(String method) {
    return Optional.ofNullable(rules.get(method)).filter(rule -> rule.left.getAndDecrement() > 0);
  }

  /// What to do to a method's calls.
  private record Rule(Status status, boolean afterwards, AtomicInteger left) {}

  /// Takes every method as a stream of bytes in both directions.
  private final class Everything extends HandlerRegistry {
    @Override
    public ServerMethodDefinition<byte[], byte[]> lookupMethod(String name, String authority) {
      MethodDescriptor<byte[], byte[]> method =
          MethodDescriptor.newBuilder(BYTES, BYTES)
              .setType(MethodDescriptor.MethodType.UNKNOWN)
              .setFullMethodName(name)
              .build();
      return ServerMethodDefinition.create(method, (call, headers) -> start(method, call, headers));
    }
  }

  private ServerCall.Listener<byte[]> start(
      MethodDescriptor<byte[], byte[]> method, ServerCall<byte[], byte[]> call, Metadata headers) {
    String name = String.valueOf(method.getBareMethodName());
    requests.add(name);
    Optional<Rule> rule = rule(name);
    if (rule.isPresent() && !rule.get().afterwards()) {
      call.close(rule.get().status(), new Metadata());
      return new ServerCall.Listener<>() {};
    }
    ClientCall<byte[], byte[]> onward = target.newCall(method, CallOptions.DEFAULT);
    onward.start(new Back(call, rule.map(Rule::status)), headers);
    onward.request(Integer.MAX_VALUE);
    call.request(Integer.MAX_VALUE);
    return new Forth(onward, name.equals("UpdateDatabaseDdl") ? schemaChanges : null);
  }

  /// Passes on what the client says.
  private static final class Forth extends ServerCall.Listener<byte[]> {
    private final ClientCall<byte[], byte[]> onward;
    private final @Nullable List<List<String>> schemaChanges;

    Forth(ClientCall<byte[], byte[]> onward, @Nullable List<List<String>> schemaChanges) {
      this.onward = onward;
      this.schemaChanges = schemaChanges;
    }

    @Override
    public void onMessage(byte[] message) {
      if (schemaChanges != null) {
        schemaChanges.add(statements(message));
      }
      onward.sendMessage(message);
    }

    @Override
    public void onHalfClose() {
      onward.halfClose();
    }

    @Override
    public void onCancel() {
      onward.cancel("the client gave up", null);
    }
  }

  private static List<String> statements(byte[] message) {
    try {
      return List.copyOf(UpdateDatabaseDdlRequest.parseFrom(message).getStatementsList());
    } catch (InvalidProtocolBufferException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /// Passes back what the server says, or loses it.
  private static final class Back extends ClientCall.Listener<byte[]> {
    private final ServerCall<byte[], byte[]> call;
    private final Optional<Status> instead;

    Back(ServerCall<byte[], byte[]> call, Optional<Status> instead) {
      this.call = call;
      this.instead = instead;
    }

    @Override
    public void onHeaders(Metadata headers) {
      if (instead.isEmpty()) {
        call.sendHeaders(headers);
      }
    }

    @Override
    public void onMessage(byte[] message) {
      if (instead.isEmpty()) {
        call.sendMessage(message);
      }
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      call.close(instead.orElse(status), instead.isEmpty() ? trailers : new Metadata());
    }
  }

  /// Leaves messages as they are.
  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }
}
