package dev.spannerpipe.testing.bitbucket;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.spannerpipe.testing.PlatformThreads;
import dev.spannerpipe.testing.tls.Exposure;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Bitbucket Cloud with one repository, on two ports: the proxy of Pipelines, and the API that a
/// token opens. Rejects what Bitbucket rejects, and keeps as [#problems] what nobody should ask
/// for. Can be in trouble on demand.
public final class BitbucketStandIn implements AutoCloseable {
  static {
    // Else each answer waits 40 ms for the acknowledgement of its headers.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  /// The token that is accepted at first.
  public static final String TOKEN = "ATCTT3xFfGN0-very-secret-access-token";

  private static final Pattern REPORT =
      Pattern.compile("commit/([0-9a-f]{40})/reports/([^/]+)(/annotations)?");
  private static final Pattern COMMENTS =
      Pattern.compile("pullrequests/([1-9][0-9]*)/comments(?:/([1-9][0-9]*))?");

  private final Map<Side, HttpServer> servers = new HashMap<>();
  private final ExecutorService threads = PlatformThreads.executor();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Exposure exposure;
  private final String repository;
  private final Reports reports;
  private final Comments comments = new Comments();
  private final List<Asked> requests = new CopyOnWriteArrayList<>();
  private final List<String> problems = new CopyOnWriteArrayList<>();
  private final List<Ordered> troubles = new ArrayList<>();
  private String token = TOKEN;
  private Runnable afterReading = () -> {};

  private BitbucketStandIn(String repository, Path folder, Exposure exposure, int proxyPort) {
    this.repository = repository;
    this.reports = new Reports(folder);
    this.exposure = exposure;
    servers.put(Side.PROXY, serve(Side.PROXY, proxyPort));
    servers.put(Side.API, serve(Side.API, 0));
  }

  /// Starts one.
  ///
  /// @param repository the names of workspace and repository
  /// @param folder the files of the repository
  public static BitbucketStandIn start(String repository, Path folder) {
    return start(repository, folder, Exposure.LOOPBACK, 0);
  }

  /// Starts one that is reached like this.
  ///
  /// @param proxyPort of the proxy; 0 for a free one
  public static BitbucketStandIn start(
      String repository, Path folder, Exposure exposure, int proxyPort) {
    return new BitbucketStandIn(repository, folder, exposure, proxyPort);
  }

  private HttpServer serve(Side side, int port) {
    HttpServer server = exposure.httpServer(port);
    server.createContext("/", exchange -> handle(side, exchange));
    server.setExecutor(threads);
    server.start();
    return server;
  }

  /// Returns the address of the proxy, for `BITBUCKET_PROXY_ENDPOINT`.
  public URI proxy() {
    return address(Side.PROXY);
  }

  /// Returns the address of the API, for `BITBUCKET_API_ENDPOINT`.
  public URI api() {
    return address(Side.API);
  }

  private URI address(Side side) {
    return exposure.address(servers.get(side).getAddress().getPort());
  }

  /// Returns what was asked so far, in order.
  public List<Asked> requests() {
    return List.copyOf(requests);
  }

  /// Returns what was asked of one side so far, as in `PUT /2.0/…`.
  public List<String> requests(Side side) {
    return requests.stream()
        .filter(each -> each.side() == side)
        .map(each -> each.method() + " " + each.path())
        .toList();
  }

  /// Returns what was asked that Bitbucket would have rejected.
  public List<String> problems() {
    return List.copyOf(problems);
  }

  /// Returns the reports by commit and id, as in `0123…/spanner-pipe-orders`.
  public synchronized Map<String, JsonObject> reports() {
    return reports.all();
  }

  /// Returns the annotations of a report by their external ids.
  ///
  /// @param report commit and id
  public synchronized Map<String, JsonObject> annotations(String report) {
    return reports.annotations(report);
  }

  /// Opens a pull request.
  public synchronized void open(String pullRequest) {
    comments.open(pullRequest);
  }

  /// Removes a pull request.
  public synchronized void remove(String pullRequest) {
    comments.close(pullRequest);
  }

  /// Returns the comments of a pull request that are not deleted.
  public synchronized List<String> comments(String pullRequest) {
    return comments.shown(pullRequest);
  }

  /// Lets somebody else comment.
  public synchronized void comment(String pullRequest, String raw) {
    comments.add(pullRequest, "somebody", raw);
  }

  /// Deletes all comments of a pull request.
  public synchronized void deleteComments(String pullRequest) {
    comments.deleteAll(pullRequest);
  }

  /// Does something whenever comments were read, before the next request.
  public synchronized void afterReadingComments(Runnable what) {
    afterReading = what;
  }

  /// Replaces the token; the one before has expired, and its comments belong to another user.
  public synchronized void replaceToken(String newToken) {
    token = newToken;
  }

  /// Lets the requests that this finds go wrong.
  ///
  /// @param times how often
  public synchronized void fail(Predicate<Asked> which, Trouble trouble, int times) {
    troubles.add(new Ordered(which, trouble, times));
  }

  /// Lets all requests to one side go wrong.
  public void fail(Side side, Trouble trouble) {
    fail(asked -> asked.side() == side, trouble, Integer.MAX_VALUE);
  }

  private static final class Ordered {
    private final Predicate<Asked> which;
    private final Trouble trouble;
    private int left;

    Ordered(Predicate<Asked> which, Trouble trouble, int left) {
      this.which = which;
      this.trouble = trouble;
      this.left = left;
    }
  }

  private synchronized Optional<Trouble> trouble(Asked asked) {
    Optional<Ordered> found =
        troubles.stream().filter(each -> each.left > 0 && each.which.test(asked)).findFirst();
    found.ifPresent(each -> each.left--);
    return found.map(each -> each.trouble);
  }

  @Override
  public void close() {
    closed.countDown();
    servers.values().forEach(server -> server.stop(0));
    threads.shutdownNow();
  }

  private void handle(Side side, HttpExchange exchange) throws IOException {
    try (exchange) {
      Asked asked = asked(side, exchange);
      requests.add(asked);
      List<String> wrong = wrongForm(asked);
      if (!wrong.isEmpty()) {
        wrong.forEach(each -> problems.add(asked + ": " + each));
        send(exchange, 400, "<html><head><title>400 Bad Request</title></head></html>");
        return;
      }
      Optional<Trouble> trouble = trouble(asked);
      if (trouble.isPresent()) {
        cause(trouble.get(), exchange);
        return;
      }
      answer(asked, exchange);
    }
  }

  private static Asked asked(Side side, HttpExchange exchange) throws IOException {
    Map<String, String> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
    URI target = exchange.getRequestURI();
    return new Asked(
        side,
        exchange.getRequestMethod(),
        target.toString(),
        target.getRawPath(),
        Objects.requireNonNullElse(target.getRawQuery(), ""),
        headers,
        new String(exchange.getRequestBody().readAllBytes(), UTF_8));
  }

  /// What must hold for every request, even if it goes wrong.
  private static List<String> wrongForm(Asked asked) {
    boolean proxy = asked.side() == Side.PROXY;
    List<String> wrong = new ArrayList<>();
    if (proxy && !asked.target().startsWith("http://api.bitbucket.org/2.0/")) {
      wrong.add("the proxy requires the absolute form, not " + asked.target());
    }
    if (!proxy && !asked.target().startsWith("/2.0/")) {
      wrong.add("the API requires the origin form, not " + asked.target());
    }
    Stream.of("authorization", "proxy-authorization", "cookie", "upgrade", "http2-settings")
        .filter(asked.headers()::containsKey)
        .filter(name -> proxy || !name.equals("authorization"))
        .forEach(name -> wrong.add("header " + name));
    return wrong;
  }

  private void cause(Trouble trouble, HttpExchange exchange) throws IOException {
    switch (trouble) {
      case CLOSE -> {}
      case HANG -> await();
      default -> send(exchange, trouble.status(), trouble.body());
    }
  }

  private void await() {
    try {
      closed.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(Asked asked, HttpExchange exchange) throws IOException {
    try {
      JsonElement answer = answer(asked);
      if (asked.method().equals("DELETE")) {
        send(exchange, 204, "");
      } else {
        send(
            exchange,
            asked.path().endsWith("/comments") && isPost(asked) ? 201 : 200,
            answer.toString());
      }
    } catch (Rejection rejection) {
      if (rejection.isProblem()) {
        problems.add(asked + ": " + rejection.words());
      }
      send(exchange, rejection.status(), error(rejection.words()));
    }
  }

  private static boolean isPost(Asked asked) {
    return asked.method().equals("POST");
  }

  private static String error(String words) {
    JsonObject error = new JsonObject();
    error.addProperty("message", words);
    JsonObject body = new JsonObject();
    body.addProperty("type", "error");
    body.add("error", error);
    return body.toString();
  }

  private synchronized JsonElement answer(Asked asked) {
    String start = "/2.0/repositories/" + repository + "/";
    String path = URLDecoder.decode(asked.path().replace("+", "%2B"), UTF_8);
    if (!path.startsWith(start)) {
      throw Rejection.problem(404, "Repository not found: " + path);
    }
    String resource = path.substring(start.length());
    return asked.side() == Side.PROXY ? report(resource, asked) : comment(resource, asked);
  }

  private JsonElement report(String resource, Asked asked) {
    Matcher match = REPORT.matcher(resource);
    if (!match.matches()) {
      throw Rejection.problem(404, "The proxy does not know " + resource);
    }
    String key = match.group(1) + "/" + match.group(2);
    return match.group(3) == null ? reports.report(key, asked) : reports.annotations(key, asked);
  }

  private JsonElement comment(String resource, Asked asked) {
    if (!("Bearer " + token).equals(asked.headers().get("authorization"))) {
      throw Rejection.usual(401, "Token is invalid, expired, or not supported for this endpoint.");
    }
    Matcher match = COMMENTS.matcher(resource);
    if (!match.matches()) {
      throw Rejection.problem(404, "There is no " + resource);
    }
    if (match.group(2) != null) {
      return comments.one(match.group(1), Integer.parseInt(match.group(2)), token, asked);
    }
    URI own = URI.create(api() + asked.path());
    JsonElement answer = comments.list(match.group(1), token, asked, own);
    if (asked.method().equals("GET")) {
      afterReading.run();
    }
    return answer;
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }
}
