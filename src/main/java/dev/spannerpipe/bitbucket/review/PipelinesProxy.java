package dev.spannerpipe.bitbucket.review;

import dev.spannerpipe.retry.InterruptedWaitException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/// Finds the proxy that Bitbucket Pipelines runs beside each step. It authorizes requests to
/// Bitbucket's API for the step's own repository, so a report requires no secret. Bitbucket does
/// not pass its address to a pipe, only its port is known.
public final class PipelinesProxy {
  private static final int PORT = 29418;
  private static final Duration LIMIT = Duration.ofSeconds(1);
  private static final Pattern HOST =
      Pattern.compile(
          "[A-Za-z0-9](?:[A-Za-z0-9._-]{0,251}[A-Za-z0-9])?"
              + "|\\[?[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:]*:[0-9A-Fa-f:.]{0,30}]?");

  private final List<String> hosts;
  private final int port;
  private final Duration limit;

  PipelinesProxy(List<String> hosts, int port, Duration limit) {
    this.hosts = List.copyOf(hosts);
    this.port = port;
    this.limit = limit;
  }

  /// Returns a search among the hosts that run the step, as the environment variables name them.
  public static PipelinesProxy of(Map<String, String> environment) {
    return new PipelinesProxy(hosts(environment), PORT, LIMIT);
  }

  /// Returns the hosts on which the proxy may run, the most likely first.
  static List<String> hosts(Map<String, String> environment) {
    Set<String> hosts = new LinkedHashSet<>();
    dockerHost(environment.getOrDefault("DOCKER_HOST", "").strip()).ifPresent(hosts::add);
    String internal = environment.getOrDefault("BITBUCKET_DOCKER_HOST_INTERNAL", "").strip();
    Optional.of(internal).filter(HOST.asMatchPredicate()).ifPresent(hosts::add);
    hosts.add("host.docker.internal");
    hosts.add("localhost");
    return List.copyOf(hosts);
  }

  private static Optional<String> dockerHost(String address) {
    try {
      URI uri = new URI(address);
      return "tcp".equalsIgnoreCase(uri.getScheme())
          ? Optional.ofNullable(uri.getHost())
          : Optional.empty();
    } catch (URISyntaxException _) {
      return Optional.empty();
    }
  }

  /// Returns the hosts and the port that are searched, for messages.
  List<String> candidates() {
    return hosts.stream().map(host -> host + ":" + port).toList();
  }

  /// Returns the address of the first host that accepts a connection in time. Tries all hosts at
  /// the same time, because a name that cannot be resolved may take many seconds. Throws
  /// [InterruptedWaitException], with the interrupt flag set, if the thread is interrupted.
  Optional<InetSocketAddress> find() {
    List<FutureTask<InetSocketAddress>> attempts = new ArrayList<>();
    for (String host : hosts) {
      FutureTask<InetSocketAddress> attempt = new FutureTask<>(() -> connected(host));
      Thread.ofPlatform().daemon().name("proxy-search").start(attempt);
      attempts.add(attempt);
    }
    Duration left = limit;
    for (FutureTask<InetSocketAddress> attempt : attempts) {
      try {
        return Optional.of(attempt.get(left.toNanos(), TimeUnit.NANOSECONDS));
      } catch (ExecutionException _) {
        // Nothing listens there, or the name is not known.
      } catch (TimeoutException _) {
        // All attempts began at the same time, so the others have had their time, too.
        left = Duration.ZERO;
      } catch (InterruptedException interruption) {
        Thread.currentThread().interrupt();
        throw new InterruptedWaitException(interruption);
      }
    }
    return Optional.empty();
  }

  private InetSocketAddress connected(String host) throws IOException {
    try (Socket socket = new Socket(Proxy.NO_PROXY)) {
      InetSocketAddress address = new InetSocketAddress(host, port);
      socket.connect(address, Math.toIntExact(limit.toMillis()));
      return address;
    }
  }
}
