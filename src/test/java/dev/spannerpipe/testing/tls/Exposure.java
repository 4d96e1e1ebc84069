package dev.spannerpipe.testing.tls;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Optional;

/// How a stand-in is reached.
///
/// @param bound the address that it listens at
/// @param name the name or address that its clients have of it
/// @param certificate what it proves this name with; without one, it speaks plain text
public record Exposure(InetAddress bound, String name, Optional<ServerCertificate> certificate) {
  /// On this machine only, and in plain text.
  public static final Exposure LOOPBACK =
      new Exposure(InetAddress.getLoopbackAddress(), "127.0.0.1", Optional.empty());

  /// Returns one on this machine only, with a certificate.
  ///
  /// @param name one that resolves to a loopback address
  public static Exposure secured(String name, ServerCertificate certificate) {
    return new Exposure(InetAddress.getLoopbackAddress(), name, Optional.of(certificate));
  }

  /// Returns one at all addresses of this machine, so that containers on it reach the stand-in.
  ///
  /// @param name what they call this machine
  public static Exposure outside(String name, Optional<ServerCertificate> certificate) {
    return new Exposure(new InetSocketAddress(0).getAddress(), name, certificate);
  }

  /// Returns the address to listen at.
  ///
  /// @param port 0 for a free one
  public InetSocketAddress socket(int port) {
    return new InetSocketAddress(bound, port);
  }

  /// Returns a server for HTTP that has to be started.
  ///
  /// @param port 0 for a free one
  public HttpServer httpServer(int port) {
    try {
      if (certificate.isEmpty()) {
        return HttpServer.create(socket(port), 0);
      }
      HttpsServer server = HttpsServer.create(socket(port), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(certificate.get().context()));
      return server;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Returns the address that clients use.
  public URI address(int port) {
    return URI.create((certificate.isPresent() ? "https" : "http") + "://" + name + ":" + port);
  }

  /// Returns a client that reaches such stand-ins from here, at [#fromHere].
  public HttpClient client() {
    HttpClient.Builder client = HttpClient.newBuilder();
    certificate.ifPresent(each -> client.sslContext(each.context()));
    return client.build();
  }

  /// Returns where an address leads that clients use. What runs in a container has another name for
  /// this machine than the machine itself.
  public URI fromHere(URI address) {
    if (!name.equals(address.getHost())) {
      return address;
    }
    InetAddress near = bound.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : bound;
    return URI.create(address.toString().replaceFirst("//[^/:]+", "//" + near.getHostAddress()));
  }
}
