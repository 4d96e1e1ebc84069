package dev.spannerpipe.spanner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.credentials.google.AccessToken;
import dev.spannerpipe.failure.UnfinishedFailure;
import dev.spannerpipe.secret.Secret;
import io.grpc.Attributes;
import io.grpc.CallCredentials.MetadataApplier;
import io.grpc.CallCredentials.RequestInfo;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.SecurityLevel;
import io.grpc.Status;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// Where tokens go, and where not.
class AccessCredentialsTest {
  private static final AccessToken TOKEN =
      new AccessToken(new Secret("ya29.good"), Instant.parse("2026-11-20T11:00:00Z"));

  private Metadata sent = new Metadata();
  private Status status = Status.OK;

  private void ask(AccessCredentials credentials, SecurityLevel level) {
    credentials.applyRequestMetadata(
        new RequestInfo() {
          @Override
          public MethodDescriptor<?, ?> getMethodDescriptor() {
            throw new UnsupportedOperationException();
          }

          @Override
          public SecurityLevel getSecurityLevel() {
            return level;
          }

          @Override
          public String getAuthority() {
            return "spanner.googleapis.com";
          }

          @Override
          public Attributes getTransportAttrs() {
            return Attributes.EMPTY;
          }
        },
        Runnable::run,
        new MetadataApplier() {
          @Override
          public void apply(Metadata headers) {
            sent = headers;
          }

          @Override
          public void fail(Status refused) {
            status = refused;
          }
        });
  }

  private String authorization() {
    return sent.get(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER));
  }

  @Test
  void goesOverAnEncryptedConnection() {
    ask(new AccessCredentials(() -> TOKEN, false), SecurityLevel.PRIVACY_AND_INTEGRITY);

    assertThat(authorization()).isEqualTo("Bearer ya29.good");
  }

  @Test
  void goesOverPlainTextOnlyWhereTheSettingsAllowIt() {
    ask(new AccessCredentials(() -> TOKEN, false), SecurityLevel.NONE);

    assertThat(authorization()).isNull();
    assertThat(status.getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
    assertThat(status.getDescription()).isEqualTo("the connection is not encrypted");

    ask(new AccessCredentials(() -> TOKEN, false), SecurityLevel.INTEGRITY);
    assertThat(authorization()).isNull();

    ask(new AccessCredentials(() -> TOKEN, true), SecurityLevel.NONE);
    assertThat(authorization()).isEqualTo("Bearer ya29.good");
  }

  @Test
  void handsOverWhyThereIsNoToken() {
    UnfinishedFailure failure = new UnfinishedFailure("It ended", "Run again");

    ask(
        new AccessCredentials(
            () -> {
              throw failure;
            },
            true),
        SecurityLevel.NONE);

    assertThat(status.getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
    assertThat(Translation.ofCredentials(status.asRuntimeException())).containsSame(failure);
  }

  @Test
  void printsNoToken() {
    assertThat(new AccessCredentials(() -> TOKEN, true)).hasToString("the run's own credentials");
  }
}
