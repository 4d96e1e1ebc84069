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

/// Adds the current access token of the run to each call. No field of this class or of the client
/// holds a token, so nothing that the client prints can contain a token.
///
/// The client's own credentials are not used, for two reasons. First, they search for keys and for
/// Google's default credentials. Second, they never send a token over plain text, but a test or a
/// pipeline step may use a local relay that accepts only plain text. This class sends a token over
/// plain text only if the settings give a plain-text address. The settings allow such an address
/// only for a loopback address or for the machine that runs the step.
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

  /// Adds the token to the headers of a call. If the run cannot get a token, the call fails. The
  /// cause of the call's status is then the failure to get the token, and [Translation] finds that
  /// failure.
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
