package dev.spannerpipe.testing.stepfunctions;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.spannerpipe.testing.PlatformThreads;
import dev.spannerpipe.testing.tls.Exposure;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// AWS Step Functions: JSON 1.0 over HTTP, as the SDK speaks it. It checks that requests are signed
/// with the credentials it was given, lets calls go wrong as told, and counts them.
public final class StandIn implements AutoCloseable {
  static {
    // Else each answer waits 40 ms for the acknowledgement of its headers.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private static final String TARGET = "AWSStepFunctions.";
  private static final Pattern SIGNED =
      Pattern.compile("^AWS4-HMAC-SHA256 Credential=([^/]+)/.*/states/aws4_request.*Signature=");

  private final Exposure exposure;
  private final HttpServer server;
  private final ExecutorService threads = PlatformThreads.executor();
  private final InstantSource clock;
  private final Service service;
  private final List<String> calls = new ArrayList<>();
  private final Map<String, Deque<Fault>> faults = new HashMap<>();
  private final Set<String> denied = new HashSet<>();
  private final List<End> ends = new ArrayList<>();
  private Function<String, Optional<Grant>> grants = _ -> Optional.empty();
  private Consumer<String> meanwhile = _ -> {};
  private int lastCall = Integer.MAX_VALUE;
  private boolean lastIsPerformed;

  private StandIn(InstantSource clock, Exposure exposure) {
    this.exposure = exposure;
    this.clock = clock;
    this.service = new Service(clock);
    accept("ASIATEST", "session-token", Instant.MAX);
    server = exposure.httpServer(0);
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  /// Starts one that lives by this clock.
  public static StandIn start(InstantSource clock) {
    return start(clock, Exposure.LOOPBACK);
  }

  /// Starts one that lives by this clock and is reached like this.
  public static StandIn start(InstantSource clock, Exposure exposure) {
    return new StandIn(clock, exposure);
  }

  /// Returns its address, for `AWS_ENDPOINT_URL_SFN`.
  public URI address() {
    return exposure.address(server.getAddress().getPort());
  }

  /// Returns what it knows and does.
  public Service service() {
    return service;
  }

  /// What somebody may do who has credentials.
  ///
  /// @param rights asked with an action, as in `states:StartExecution`, and a resource
  public record Grant(String sessionToken, Instant end, BiPredicate<String, String> rights) {}

  /// Sets the credentials that it takes, for everything, and when they end.
  public void accept(String accessKeyId, String sessionToken, Instant end) {
    accept(
        key ->
            key.equals(accessKeyId)
                ? Optional.of(new Grant(sessionToken, end, (_, _) -> true))
                : Optional.empty());
  }

  /// Sets which credentials it takes, by their access key id.
  public synchronized void accept(Function<String, Optional<Grant>> newGrants) {
    grants = newGrants;
  }

  /// Lets the next calls of this action go wrong, one each.
  public synchronized void fail(String action, Fault... next) {
    faults.computeIfAbsent(action, _ -> new ArrayDeque<>()).addAll(List.of(next));
  }

  /// Lets nothing go wrong any more.
  public synchronized void clearFaults() {
    faults.clear();
  }

  /// Refuses an action as IAM does.
  public synchronized void deny(String action) {
    denied.add(action);
  }

  /// Allows it again.
  public synchronized void allow(String action) {
    denied.remove(action);
  }

  /// Lets a run end at its call of this number, from 1 and counted from now: that call is performed
  /// or not, its answer and all calls after it are lost.
  public synchronized void endRunAt(int call, boolean performed) {
    lastCall = calls.size() + call;
    lastIsPerformed = performed;
  }

  /// Does something at the first call of this action, before or after it is performed; it is not
  /// answered then. For ending the caller.
  public synchronized void endCallerAt(String action, boolean performed, Runnable end) {
    ends.add(new End(action::equals, performed, end));
  }

  /// Does something at the call of this number, from 1 and counted from now.
  public synchronized void endCallerAt(int call, boolean performed, Runnable end) {
    int last = calls.size() + call;
    ends.add(new End(_ -> calls.size() == last, performed, end));
  }

  /// Does something right before the n-th call of this action, from 1 and counted from now, is
  /// performed and answered as ever.
  public synchronized void meanwhile(String action, long ofAction, Runnable what) {
    long at = calls(action) + ofAction;
    meanwhile =
        asked -> {
          if (asked.equals(action) && calls(action) == at) {
            what.run();
          }
        };
  }

  private record End(Predicate<String> at, boolean performed, Runnable action) {}

  private Optional<End> end(String action) {
    Optional<End> end = ends.stream().filter(each -> each.at().test(action)).findFirst();
    end.ifPresent(ends::remove);
    return end;
  }

  /// Lets the next run make calls again.
  public synchronized void nextRun() {
    lastCall = Integer.MAX_VALUE;
  }

  /// Returns the actions that were asked for, also those that went wrong, in order.
  public synchronized List<String> calls() {
    return List.copyOf(calls);
  }

  /// Returns how often an action was asked for.
  public long calls(String action) {
    return calls().stream().filter(action::equals).count();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String request = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      String target =
          Optional.ofNullable(exchange.getRequestHeaders().getFirst("X-Amz-Target")).orElse("");
      answer(exchange, target.replace(TARGET, ""), request);
    }
  }

  private synchronized void answer(HttpExchange exchange, String action, String request)
      throws IOException {
    calls.add(action);
    meanwhile.accept(action);
    Optional<Fault> fault =
        Optional.ofNullable(faults.getOrDefault(action, new ArrayDeque<>()).poll());
    try {
      if (fault.isPresent() && !fault.get().performed()) {
        Optional<Refusal> refusal = fault.get().refusal();
        if (refusal.isPresent()) {
          throw refusal.get();
        }
        return; // Closed without an answer.
      }
      if (calls.size() > lastCall || (calls.size() == lastCall && !lastIsPerformed)) {
        throw new Refusal("RunEnded", "The run has ended");
      }
      Optional<End> end = end(action);
      if (end.isPresent() && !end.get().performed()) {
        end.get().action().run();
        return;
      }
      JsonObject asked = JsonParser.parseString(request).getAsJsonObject();
      authenticate(exchange, action, asked);
      JsonObject result = service.perform(action, asked);
      if (end.isPresent()) {
        end.get().action().run();
        return;
      }
      if (calls.size() == lastCall) {
        throw new Refusal("RunEnded", "The run has ended");
      }
      if (fault.isEmpty()) {
        send(exchange, 200, result);
      }
    } catch (Refusal refusal) {
      JsonObject error = new JsonObject();
      error.addProperty("__type", "com.amazonaws.swf.service.v2.model#" + refusal.code());
      error.addProperty("message", refusal.getMessage());
      send(exchange, refusal.status(), error);
    }
  }

  private void authenticate(HttpExchange exchange, String action, JsonObject asked) {
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (authorization == null) {
      throw new Refusal("MissingAuthenticationTokenException", "Missing Authentication Token");
    }
    Grant grant =
        signed(authorization)
            .flatMap(grants)
            .filter(
                each ->
                    each.sessionToken()
                        .equals(exchange.getRequestHeaders().getFirst("X-Amz-Security-Token")))
            .orElseThrow(
                () ->
                    new Refusal(
                        "UnrecognizedClientException",
                        "The security token included in the request is invalid."));
    if (!clock.instant().isBefore(grant.end())) {
      throw new Refusal(
          "ExpiredTokenException", "The security token included in the request is expired");
    }
    if (denied.contains(action) || !grant.rights().test("states:" + action, resource(asked))) {
      throw new Refusal(
          "AccessDeniedException",
          "User: arn:aws:sts::123456789012:assumed-role/deploy/bb is not authorized to perform: states:"
              + action);
    }
  }

  /// Returns the access key id that a request is signed with.
  private static Optional<String> signed(String authorization) {
    Matcher signature = SIGNED.matcher(authorization);
    return signature.find() ? Optional.of(signature.group(1)) : Optional.empty();
  }

  /// Returns what a request is about, as IAM sees it: a state machine without version or alias.
  private static String resource(JsonObject asked) {
    return Stream.of("executionArn", "mapRunArn", "stateMachineArn")
        .filter(asked::has)
        .map(name -> asked.get(name).getAsString())
        .map(arn -> arn.replaceFirst("(:stateMachine:[^:]+):.*", "$1"))
        .findFirst()
        .orElse("");
  }

  private static void send(HttpExchange exchange, int status, JsonObject body) throws IOException {
    byte[] bytes = body.toString().getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
    exchange.getResponseHeaders().set("x-amzn-RequestId", "00000000-0000-0000-0000-000000000000");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
