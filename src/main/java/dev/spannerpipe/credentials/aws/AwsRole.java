package dev.spannerpipe.credentials.aws;

import dev.spannerpipe.credentials.TokenLife;
import dev.spannerpipe.retry.Remote;
import dev.spannerpipe.retry.Retry;
import dev.spannerpipe.retry.RetryPolicy;
import dev.spannerpipe.secret.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityResponse;

/// Assumes an AWS role with a web identity, which is an OIDC token. A run assumes the role only
/// once, with a session that lasts as long as the run needs it. The pipe never uses the session to
/// assume a further role (role chaining), because AWS limits a chained session to one hour.
///
/// @see <a
///   href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html">AssumeRoleWithWebIdentity</a>
public final class AwsRole {
  private static final Duration SHORTEST = Duration.ofMinutes(15);
  private static final Duration LONGEST = Duration.ofHours(12);

  /// The session duration that every role allows.
  private static final Duration ALWAYS_ALLOWED = Duration.ofHours(1);

  private static final RetryPolicy POLICY = RetryPolicy.CALLS.within(Duration.ofSeconds(60));
  private static final int ISSUER_ATTEMPTS = 5;
  private static final Duration READ_TIMEOUT = Duration.ofSeconds(10);

  private final AwsSettings settings;
  private final Retry retry;
  private final Consumer<Secret> issued;
  private final Duration readTimeout;

  /// Prepares the role; sends no request yet.
  ///
  /// @param issued receives each credential as soon as it exists, so that it is redacted in the
  ///   run's output
  public AwsRole(AwsSettings settings, Retry retry, Consumer<Secret> issued) {
    this(settings, retry, issued, READ_TIMEOUT);
  }

  /// Prepares the role.
  ///
  /// @param readTimeout how long to wait for each part of a response
  AwsRole(AwsSettings settings, Retry retry, Consumer<Secret> issued, Duration readTimeout) {
    this.settings = settings;
    this.retry = retry;
    this.issued = issued;
    this.readTimeout = readTimeout;
  }

  /// Assumes the role. Returns its credentials, which the policy restricts.
  ///
  /// Throws an `AccessFailure` if AWS provides no credentials.
  ///
  /// @param sessionName the name of the session, from [RoleSessionName]
  /// @param needed how long the run needs the credentials. A session lasts 15 minutes to 12 hours.
  ///   If the role does not allow the needed duration, the session lasts one hour
  public AssumedRole assume(
      WebIdentity identity, SessionPolicy policy, String sessionName, Duration needed) {
    Attempt attempt = new Attempt(policy.fitting(), within(needed), tooLong(needed));
    Secret token = identity.token().get();
    issued.accept(token);
    try (StsClient client = StsClients.open(settings, readTimeout)) {
      while (true) {
        try {
          return granted(request(client, token, sessionName, attempt), sessionName, attempt);
        } catch (AwsException failure) {
          attempt =
              next(attempt, failure)
                  .orElseThrow(
                      () ->
                          new AwsStsErrorMapper(settings.roleArn(), identity, sessionName)
                              .of(failure));
        }
      }
    }
  }

  /// The values of one request, and warnings about a policy or a duration that had to be reduced.
  private record Attempt(SessionPolicy policy, Duration duration, List<String> warnings) {
    Attempt with(SessionPolicy smaller, String warning) {
      return new Attempt(smaller, duration, add(warning));
    }

    Attempt with(Duration shorter, String warning) {
      return new Attempt(policy, shorter, add(warning));
    }

    private List<String> add(String warning) {
      List<String> all = new ArrayList<>(warnings);
      all.add(warning);
      return all;
    }
  }

  /// Returns the next attempt, with a smaller policy or a shorter duration, if that can help
  /// against the failure. The policy and the duration are each reduced at most once.
  private static Optional<Attempt> next(Attempt attempt, AwsException failure) {
    return switch (failure.code()) {
      case "PackedPolicyTooLarge" ->
          attempt
              .policy()
              .smallest()
              .map(
                  smaller ->
                      attempt.with(
                          smaller,
                          "The session policy was too large for AWS, so this run cannot follow child executions and map runs"));
      case "ValidationError" ->
          attempt.duration().compareTo(ALWAYS_ALLOWED) > 0
              ? Optional.of(
                  attempt.with(
                      ALWAYS_ALLOWED,
                      "The role does not allow sessions of "
                          + attempt.duration().toMinutes()
                          + " minutes, so the AWS credentials last 60 minutes"))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private AssumeRoleWithWebIdentityResponse request(
      StsClient client, Secret token, String sessionName, Attempt attempt) {
    AtomicInteger issuer = new AtomicInteger();
    return retry.call(
        POLICY,
        failure ->
            failure instanceof AwsException refusal
                && (refusal.isTransient()
                    || (refusal.issuerUnreachable() && issuer.incrementAndGet() < ISSUER_ATTEMPTS)),
        () -> once(client, request(token, sessionName, attempt)));
  }

  private AssumeRoleWithWebIdentityRequest request(
      Secret token, String sessionName, Attempt attempt) {
    return AssumeRoleWithWebIdentityRequest.builder()
        .roleArn(settings.roleArn())
        .roleSessionName(sessionName)
        .webIdentityToken(token.reveal())
        .durationSeconds((int) attempt.duration().toSeconds())
        .policy(attempt.policy().text())
        .build();
  }

  private AssumeRoleWithWebIdentityResponse once(
      StsClient client, AssumeRoleWithWebIdentityRequest request) {
    Duration limit = retry.limit(readTimeout);
    return retry.attempt(
        Remote.at("AWS STS", StsClients.address(settings)),
        () ->
            sent(
                client,
                request.toBuilder()
                    .overrideConfiguration(each -> each.apiCallTimeout(limit))
                    .build()));
  }

  private AssumeRoleWithWebIdentityResponse sent(
      StsClient client, AssumeRoleWithWebIdentityRequest request) {
    try {
      AssumeRoleWithWebIdentityResponse answer = client.assumeRoleWithWebIdentity(request);
      if (answer.credentials() == null
          || answer.credentials().sessionToken() == null
          || answer.credentials().expiration() == null) {
        throw AwsException.empty();
      }
      TokenLife.problem(retry.time().now(), answer.credentials().expiration())
          .ifPresent(
              problem -> {
                throw AwsException.implausible(problem);
              });
      return answer;
    } catch (SdkException failure) {
      throw AwsException.of(failure);
    }
  }

  private AssumedRole granted(
      AssumeRoleWithWebIdentityResponse answer, String sessionName, Attempt attempt) {
    AwsSession session =
        new AwsSession(
            answer.credentials().accessKeyId(),
            new Secret(answer.credentials().secretAccessKey()),
            new Secret(answer.credentials().sessionToken()),
            answer.credentials().expiration(),
            sessionName);
    issued.accept(session.secretAccessKey());
    issued.accept(session.sessionToken());
    String arn =
        answer.assumedRoleUser() == null ? settings.roleArn() : answer.assumedRoleUser().arn();
    int percent = answer.packedPolicySize() == null ? 0 : answer.packedPolicySize();
    return new AssumedRole(session, arn, percent, attempt.warnings());
  }

  private static List<String> tooLong(Duration needed) {
    return needed.compareTo(LONGEST) > 0
        ? List.of("AWS limits a session to 12 hours, but this run may need its session for longer")
        : List.of();
  }

  private static Duration within(Duration needed) {
    if (needed.compareTo(SHORTEST) < 0) {
      return SHORTEST;
    }
    return needed.compareTo(LONGEST) > 0 ? LONGEST : needed;
  }
}
