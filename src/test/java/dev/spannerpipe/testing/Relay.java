package dev.spannerpipe.testing;

import dev.spannerpipe.testing.tls.Exposure;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Grpc;
import io.grpc.HandlerRegistry;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCredentials;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/// A gRPC server that passes calls on to another one, answers some itself, and lets some go wrong.
/// It knows messages only as bytes, and that each call has one request.
final class Relay implements AutoCloseable {
  private static final MethodDescriptor.Marshaller<byte[]> BYTES = new Bytes();

  private final Exposure exposure;
  private final ManagedChannel target;
  private final Server server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Treatment treatment;

  /// What to do with a call.
  interface Treatment {
    /// Returns the answer to whoever may not come in.
    default Optional<Status> refusal(String method, Metadata headers) {
      return Optional.empty();
    }

    /// Returns what goes wrong with it.
    Optional<Fault> fault(String method, byte[] request);

    /// Returns the answer, where it is not the target's to give. May throw a
    /// [StatusRuntimeException].
    Optional<byte[]> answer(String method, byte[] request);

    /// Returns what the caller hears instead of an answer.
    default byte[] changed(String method, byte[] answer) {
      return answer;
    }
  }

  private Relay(String targetAddress, Treatment treatment, Exposure exposure) {
    this.exposure = exposure;
    this.treatment = treatment;
    target =
        Grpc.newChannelBuilder(targetAddress, InsecureChannelCredentials.create())
            .maxInboundMessageSize(Integer.MAX_VALUE)
            .build();
    try {
      server =
          NettyServerBuilder.forAddress(exposure.socket(0), credentials(exposure))
              .fallbackHandlerRegistry(new Everything())
              .executor(threads)
              .maxInboundMessageSize(Integer.MAX_VALUE)
              .build()
              .start();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Starts one in front of the server at this `host:port`.
  static Relay inFrontOf(String targetAddress, Treatment treatment) {
    return inFrontOf(targetAddress, treatment, Exposure.LOOPBACK);
  }

  /// Starts one in front of the server at this `host:port` that is reached like this.
  static Relay inFrontOf(String targetAddress, Treatment treatment, Exposure exposure) {
    return new Relay(targetAddress, treatment, exposure);
  }

  private static ServerCredentials credentials(Exposure exposure) {
    return exposure
        .certificate()
        .map(each -> TlsServerCredentials.newBuilder().keyManager(each.keys()).build())
        .orElseGet(InsecureServerCredentials::create);
  }

  /// Returns its own `host:port`.
  String address() {
    return endpoint().getAuthority();
  }

  /// Returns its own address with `http` or `https`.
  URI endpoint() {
    return exposure.address(server.getPort());
  }

  /// Returns the way to the target.
  ManagedChannel target() {
    return target;
  }

  @Override
  public void close() {
    server.shutdownNow();
    target.shutdownNow();
    threads.shutdownNow();
  }

  /// Takes every method as bytes in both directions.
  private final class Everything extends HandlerRegistry {
    @Override
    public ServerMethodDefinition<byte[], byte[]> lookupMethod(String name, String authority) {
      MethodDescriptor<byte[], byte[]> method =
          MethodDescriptor.newBuilder(BYTES, BYTES)
              .setType(MethodDescriptor.MethodType.UNKNOWN)
              .setFullMethodName(name)
              .build();
      return ServerMethodDefinition.create(
          method,
          (call, headers) -> {
            call.request(2);
            return new Exchange(method, call, headers);
          });
    }
  }

  /// One call, from its request to its end.
  private final class Exchange extends ServerCall.Listener<byte[]> {
    private final MethodDescriptor<byte[], byte[]> method;
    private final ServerCall<byte[], byte[]> call;
    private final Metadata headers;
    private byte[] request = {};
    private Optional<ClientCall<byte[], byte[]>> onward = Optional.empty();

    Exchange(
        MethodDescriptor<byte[], byte[]> method,
        ServerCall<byte[], byte[]> call,
        Metadata headers) {
      this.method = method;
      this.call = call;
      this.headers = headers;
    }

    @Override
    public void onMessage(byte[] message) {
      request = message;
    }

    @Override
    public void onHalfClose() {
      String name = String.valueOf(method.getBareMethodName());
      Optional<Status> stranger = treatment.refusal(name, headers);
      if (stranger.isPresent()) {
        call.close(stranger.get(), new Metadata());
        return;
      }
      Optional<Fault> fault = treatment.fault(name, request);
      Optional<Fault> before = fault.filter(what -> what.moment() == Fault.Moment.BEFORE);
      before.ifPresent(what -> what.action().run());
      Optional<Status> refusal = before.flatMap(Fault::answer);
      if (refusal.isPresent()) {
        call.close(refusal.get(), new Metadata());
      } else {
        perform(
            name,
            new Back(
                call,
                fault.filter(what -> what.moment() == Fault.Moment.AFTER),
                answer -> treatment.changed(name, answer)));
      }
    }

    private void perform(String name, Back back) {
      try {
        Optional<byte[]> own = treatment.answer(name, request);
        if (own.isPresent()) {
          back.onHeaders(new Metadata());
          back.onMessage(own.get());
          back.onClose(Status.OK, new Metadata());
        } else {
          forward(back);
        }
      } catch (StatusRuntimeException refused) {
        back.onClose(refused.getStatus(), new Metadata());
      }
    }

    private void forward(Back back) {
      ClientCall<byte[], byte[]> forwarded =
          target.newCall(method, CallOptions.DEFAULT.withExecutor(threads));
      onward = Optional.of(forwarded);
      forwarded.start(back, headers);
      forwarded.request(Integer.MAX_VALUE);
      forwarded.sendMessage(request);
      forwarded.halfClose();
    }

    @Override
    public void onCancel() {
      onward.ifPresent(forwarded -> forwarded.cancel("the client gave up", null));
    }
  }

  /// Passes back what is answered; where something goes wrong afterwards, not before the end.
  private static final class Back extends ClientCall.Listener<byte[]> {
    private final ServerCall<byte[], byte[]> call;
    private final Optional<Fault> fault;
    private final UnaryOperator<byte[]> change;
    private final List<Runnable> kept = new ArrayList<>();

    Back(ServerCall<byte[], byte[]> call, Optional<Fault> fault, UnaryOperator<byte[]> change) {
      this.call = call;
      this.fault = fault;
      this.change = change;
    }

    @Override
    public void onHeaders(Metadata headers) {
      pass(() -> call.sendHeaders(headers));
    }

    @Override
    public void onMessage(byte[] message) {
      byte[] told = change.apply(message);
      pass(() -> call.sendMessage(told));
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      fault.ifPresent(what -> what.action().run());
      Optional<Status> instead = fault.flatMap(Fault::answer);
      if (instead.isPresent()) {
        call.close(instead.get(), new Metadata());
      } else {
        kept.forEach(Runnable::run);
        call.close(status, trailers);
      }
    }

    private void pass(Runnable part) {
      if (fault.isEmpty()) {
        part.run();
      } else {
        kept.add(part);
      }
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
