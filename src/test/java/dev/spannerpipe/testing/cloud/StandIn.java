package dev.spannerpipe.testing.cloud;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.spannerpipe.run.SystemTime;
import dev.spannerpipe.testing.PlatformThreads;
import dev.spannerpipe.testing.tls.Exposure;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;

/// A service on a free port: it keeps what it was asked, and can be in trouble on demand.
public abstract class StandIn implements AutoCloseable {
  final Exposure exposure;
  private final HttpServer server;
  private final ExecutorService threads = PlatformThreads.executor();
  private final List<Received> requests = new CopyOnWriteArrayList<>();
  private final Queue<Runnable> ends = new ConcurrentLinkedQueue<>();
  private final Queue<Reply> trouble = new ConcurrentLinkedQueue<>();
  private volatile Optional<Gone> gone = Optional.empty();
  private volatile Runnable listener = () -> {};

  StandIn(Exposure exposure) {
    this.exposure = exposure;
    server = exposure.httpServer(0);
    server.createContext("/", this::serve);
    server.setExecutor(threads);
    server.start();
  }

  /// Answers a request as the service would.
  abstract Reply answer(Received request);

  /// Returns the service's address.
  public final URI address() {
    return exposure.address(server.getAddress().getPort());
  }

  /// Returns the service's `host:port`.
  public final String host() {
    return address().getAuthority();
  }

  /// Answers the next requests with this, whatever they ask.
  public final void fail(int times, Reply reply) {
    for (int i = 0; i < times; i++) {
      trouble.add(reply);
    }
  }

  /// Does something at every request whose path ends like this, which is not answered then. For a
  /// service that goes away.
  public final void goAway(String pathEnd, Runnable way) {
    gone = Optional.of(new Gone(pathEnd, way));
  }

  /// Calls this at each request, before it is answered.
  public final void listen(Runnable listener) {
    this.listener = listener;
  }

  private record Gone(String pathEnd, Runnable way) {}

  /// Does something at the next request, which is not answered then. For ending the caller.
  public final void endCaller(Runnable end) {
    ends.add(end);
  }

  /// Returns what was asked so far, in order.
  public final List<Received> requests() {
    return List.copyOf(requests);
  }

  @Override
  public final void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      Received received = received(exchange);
      requests.add(received);
      listener.run();
      Runnable end =
          gone.filter(each -> received.path().endsWith(each.pathEnd()))
              .map(Gone::way)
              .orElseGet(ends::poll);
      if (end != null) {
        end.run();
        return;
      }
      Reply instead = trouble.poll();
      send(exchange, instead == null ? answer(received) : instead);
    }
  }

  private static Received received(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
    return new Received(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getRawPath(),
        Objects.requireNonNullElse(exchange.getRequestURI().getRawQuery(), ""),
        headers,
        new String(exchange.getRequestBody().readAllBytes(), UTF_8));
  }

  private static void send(HttpExchange exchange, Reply reply) throws IOException {
    if (!reply.delay().isZero()) {
      new SystemTime().sleep(reply.delay());
    }
    byte[] body = reply.body().getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", reply.contentType());
    reply.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }
}
