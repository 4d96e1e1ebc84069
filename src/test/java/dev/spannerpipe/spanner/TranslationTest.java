package dev.spannerpipe.spanner;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.spanner.ErrorCode;
import com.google.cloud.spanner.SpannerException;
import com.google.cloud.spanner.SpannerExceptionFactory;
import dev.spannerpipe.apply.port.DatabaseException;
import dev.spannerpipe.apply.port.DatabaseException.Kind;
import io.grpc.Status;
import java.io.IOException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TranslationTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "The transaction contains too many mutations. Insert and update operations count with the"
            + " multiplicity of the number of columns they affect. (Maximum number: 80000)",
        "Transaction resource limits exceeded"
      })
  void knowsTooManyMutationsByTheServicesWords(String words) {
    DatabaseException failure = Translation.of(failure(Status.INVALID_ARGUMENT, words));

    assertThat(failure.kind()).isEqualTo(Kind.TOO_MANY_MUTATIONS);
    assertThat(failure.reason()).isEqualTo(words);
    assertThat(failure.statement()).isEmpty();
  }

  @Test
  void findsTooManyMutationsOfOneStatementOfSeveral() {
    SpannerException batch =
        SpannerExceptionFactory.newSpannerBatchUpdateException(
            ErrorCode.INVALID_ARGUMENT,
            "The transaction contains too many mutations.",
            new long[] {1, 2});

    DatabaseException failure = Translation.of(batch);

    assertThat(failure.kind()).isEqualTo(Kind.TOO_MANY_MUTATIONS);
    assertThat(failure.statement()).hasValue(2);
    assertThat(failure.reason()).isEqualTo("The transaction contains too many mutations.");
  }

  @Test
  void tellsTheBusyEmulatorFromANameThatExists() {
    assertThat(
            Translation.busyEmulator(
                failure(
                    Status.FAILED_PRECONDITION,
                    "Schema change operation rejected because a concurrent schema change operation"
                        + " or read-write transaction is already in progress.")))
        .isTrue();
    assertThat(
            Translation.busyEmulator(
                failure(Status.FAILED_PRECONDITION, "Duplicate name in schema: A.")))
        .isFalse();
  }

  @Test
  void givesTheWordsInOneLine() {
    assertThat(Translation.words(failure(Status.INTERNAL, " first\n  second\r\nthird ")))
        .isEqualTo("first second third");
    assertThat(
            Translation.words(
                SpannerExceptionFactory.newSpannerException(ErrorCode.NOT_FOUND, "x: y")))
        .isEqualTo("x: y");
  }

  @Test
  void writesAPositionInsteadOfMarkingIt() {
    assertThat(
            Translation.words(
                failure(
                    Status.INVALID_ARGUMENT,
                    "Unrecognized name: Nope [at 1:14]\nUPDATE V SET Nope = 7\n             ^")))
        .isEqualTo("Unrecognized name: Nope (line 1, column 14 of the statement)");
  }

  @Test
  void saysWhyAServerIsNotTrustedInsteadOfHowTheConnectionIsBuilt() {
    Throwable untrusted =
        new SSLHandshakeException("General problem")
            .initCause(new CertificateException("path", new IOException("No such name.")));

    assertThat(
            Translation.words(
                failure(
                    Status.UNAVAILABLE.withCause(untrusted),
                    "io exception\nChannel Pipeline: [SslHandler#0]")))
        .isEqualTo("the certificate of the server is not trusted (No such name)");
    assertThat(
            Translation.words(
                failure(Status.UNAVAILABLE.withCause(new IOException("refused")), "io exception")))
        .isEqualTo("io exception (refused)");
  }

  private static SpannerException failure(Status status, String words) {
    return SpannerExceptionFactory.asSpannerException(
        status.withDescription(words).asRuntimeException());
  }
}
