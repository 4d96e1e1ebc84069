package dev.spannerpipe.spanner;

import dev.spannerpipe.credentials.google.GoogleAccess;
import io.grpc.CallCredentials;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.SecurityLevel;
import io.grpc.Status;
import java.util.concurrent.Executor;

/// Gives each call the token that the run has then. Neither it nor anything that the client keeps
/// holds a token, so that nothing of the client can print one.
///
/// The client's own credentials are not used: they never go over plain text, which a test's or a
/// step's own relay on this machine speaks, and they look for keys and for Google's default
/// credentials. So here is the rule that they would have kept: over plain text a token goes only
/// where the settings named such an address, and they allow it only for a loopback address or the
/// step's own host.
final class AccessCredentials extends CallCredentials implements ClientInterceptor {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final GoogleAccess access;
  private final boolean plainText;

  AccessCredentials(GoogleAccess access, boolean plainText) {
    this.access = access;
    this.plainText = plainText;
  }

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    return next.newCall(method, options.withCallCredentials(this));
  }

  /// A refusal becomes the call's status, with our failure as its cause: see [Translation].
  @Override
  public void applyRequestMetadata(
      RequestInfo request, Executor executor, MetadataApplier applier) {
    if (!plainText && request.getSecurityLevel() != SecurityLevel.PRIVACY_AND_INTEGRITY) {
      applier.fail(Status.UNAUTHENTICATED.withDescription("the connection is not encrypted"));
      return;
    }
    executor.execute(
        () -> {
          try {
            Metadata headers = new Metadata();
            headers.put(AUTHORIZATION, "Bearer " + access.token().value().reveal());
            applier.apply(headers);
          } catch (RuntimeException failure) {
            applier.fail(
                Status.UNAUTHENTICATED.withDescription("no credentials").withCause(failure));
          }
        });
  }

  @Override
  public String toString() {
    return "the run's own credentials";
  }
}
