package dev.spannerpipe.testing;

import com.google.iam.v1.TestIamPermissionsRequest;
import com.google.iam.v1.TestIamPermissionsResponse;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.spannerpipe.testing.cloud.IssuedTokens;
import dev.spannerpipe.testing.cloud.IssuedTokens.Issued;
import dev.spannerpipe.testing.tls.Exposure;
import io.grpc.Metadata;
import io.grpc.Status;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/// Stands between a client and an emulator, which takes everybody, and lets nobody through without
/// a token that the stand-ins have given and that is still good: as the service does, and with its
/// words.
public final class SpannerGate implements AutoCloseable {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final Set<String> SCHEMA =
      Set.of(
          "UpdateDatabaseDdl",
          "GetDatabaseDdl",
          "GetDatabase",
          "CreateDatabase",
          "GetOperation",
          "ListOperations",
          "TestIamPermissions");

  private final IssuedTokens tokens;
  private final Relay relay;
  private volatile Optional<List<String>> permissions = Optional.empty();
  private final List<Passed> calls = new CopyOnWriteArrayList<>();

  /// A call.
  ///
  /// @param principal whose token it carried; empty where there was none that is good
  /// @param status whether it got through
  public record Passed(String method, String principal, Status.Code status) {}

  private SpannerGate(String targetAddress, IssuedTokens tokens, Exposure exposure) {
    this.tokens = tokens;
    relay = Relay.inFrontOf(targetAddress, new Guard(), exposure);
  }

  /// Starts a gate for the server at this `host:port`.
  public static SpannerGate of(String targetAddress, IssuedTokens tokens) {
    return of(targetAddress, tokens, Exposure.LOOPBACK);
  }

  /// Starts a gate for the server at this `host:port` that is reached like this.
  public static SpannerGate of(String targetAddress, IssuedTokens tokens, Exposure exposure) {
    return new SpannerGate(targetAddress, tokens, exposure);
  }

  /// Returns the gate's own `host:port`.
  public String address() {
    return relay.address();
  }

  /// Returns the gate's own address with `http` or `https`, for `SPANNER_ENDPOINT`.
  public URI endpoint() {
    return relay.endpoint();
  }

  /// Gives whoever gets through these permissions; an emulator does not tell any.
  public void grant(List<String> granted) {
    permissions = Optional.of(List.copyOf(granted));
  }

  /// Returns the calls so far, in order.
  public List<Passed> calls() {
    return List.copyOf(calls);
  }

  @Override
  public void close() {
    relay.close();
  }

  private Optional<Status> decide(String method, Optional<Issued> issued) {
    if (issued.isEmpty()) {
      return Optional.of(
          Status.UNAUTHENTICATED.withDescription(
              "Request had invalid authentication credentials. Expected OAuth 2 access token, login"
                  + " cookie or other valid authentication credential. See"
                  + " https://developers.google.com/identity/sign-in/web/devconsole-project."));
    }
    String scope = SCHEMA.contains(method) ? "spanner.admin" : "spanner.data";
    return issued.get().hasScope(scope, "cloud-platform")
        ? Optional.empty()
        : Optional.of(
            Status.PERMISSION_DENIED.withDescription(
                "Request had insufficient authentication scopes."));
  }

  /// What the relay asks.
  private final class Guard implements Relay.Treatment {
    @Override
    public Optional<Status> refusal(String method, Metadata headers) {
      Optional<Issued> issued =
          Optional.ofNullable(headers.get(AUTHORIZATION))
              .filter(value -> value.startsWith("Bearer "))
              .flatMap(value -> tokens.find(value.substring("Bearer ".length())));
      Optional<Status> refusal = decide(method, issued);
      calls.add(
          new Passed(
              method,
              issued.map(Issued::principal).orElse(""),
              refusal.map(Status::getCode).orElse(Status.Code.OK)));
      return refusal;
    }

    @Override
    public Optional<Fault> fault(String method, byte[] request) {
      return Optional.empty();
    }

    @Override
    public Optional<byte[]> answer(String method, byte[] request) {
      return permissions
          .filter(_ -> method.equals("TestIamPermissions"))
          .map(granted -> held(granted, request));
    }
  }

  /// Of all that is granted, only what was asked for is told.
  private static byte[] held(List<String> granted, byte[] request) {
    try {
      List<String> asked = TestIamPermissionsRequest.parseFrom(request).getPermissionsList();
      return TestIamPermissionsResponse.newBuilder()
          .addAllPermissions(asked.stream().filter(granted::contains).toList())
          .build()
          .toByteArray();
    } catch (InvalidProtocolBufferException _) {
      throw Status.INVALID_ARGUMENT.asRuntimeException();
    }
  }
}
