package dev.spannerpipe.bitbucket.review;

import dev.spannerpipe.failure.Failure;
import dev.spannerpipe.http.Http;
import dev.spannerpipe.http.HttpAnswer;
import dev.spannerpipe.http.HttpCall;
import dev.spannerpipe.http.HttpException;
import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonDocument;
import dev.spannerpipe.json.JsonException;
import dev.spannerpipe.retry.Remote;
import dev.spannerpipe.secret.Secret;
import dev.spannerpipe.text.SafeText;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/// One of the two ways to Bitbucket's API: through the proxy of the pipeline, or with a token.
///
/// @param remote the service that responds, for messages
/// @param base the address to which paths are appended
/// @param token the token that is sent with each request, if there is one
/// @param advice returns what to do after a response with this status; the status is 0 if there was
///   no response
record Channel(
    Http http,
    Remote remote,
    URI base,
    Optional<Secret> token,
    IntFunction<String> advice,
    RequestBudget budget) {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /// The maximum size of a response in bytes. The largest is a page of 100 comments, each with up
  /// to 32 KiB of text.
  private static final int LARGEST_RESPONSE = 8 * 1024 * 1024;

  /// Returns the address of a path.
  URI address(String path) {
    return URI.create(base.toString().replaceFirst("/$", "") + path);
  }

  /// Returns a request.
  HttpCall call(String method, URI address, Optional<Json> body) {
    Map<String, String> headers = new HashMap<>(Map.of("Accept", "application/json"));
    body.ifPresent(_ -> headers.put("Content-Type", "application/json"));
    token.ifPresent(secret -> headers.put("Authorization", "Bearer " + secret.reveal()));
    return new HttpCall(
        method, address, headers, body.map(Json::canonical).orElse(""), TIMEOUT, LARGEST_RESPONSE);
  }

  /// Sends a request that may be sent twice without harm, and returns the body of the response.
  ///
  /// @param task what is tried, as the start of a message: "Could not …"
  Optional<JsonDocument> sendAgain(String task, HttpCall call) {
    try {
      return body(task, budget.sendAgain(http, remote, call));
    } catch (HttpException failure) {
      throw noResponse(task, failure);
    }
  }

  /// Sends a request once, and returns the body of the response.
  ///
  /// @param task what is tried, as the start of a message: "Could not …"
  Optional<JsonDocument> send(String task, HttpCall call) {
    try {
      return body(task, budget.send(http, remote, call));
    } catch (HttpException failure) {
      throw noResponse(task, failure);
    }
  }

  /// Returns the exception for a response that has a status as expected, but nothing else.
  PublishingException unusable(String task, String reason) {
    return new PublishingException(
        0, message(task, remote + " answered " + reason, advice.apply(0)));
  }

  private PublishingException noResponse(String task, HttpException failure) {
    return new PublishingException(
        0,
        message(
            task,
            "the request to %s failed: %s".formatted(remote, failure.getMessage()),
            advice.apply(0)));
  }

  private Optional<JsonDocument> body(String task, HttpAnswer answer) {
    int status = answer.status();
    if (status < 200 || status > 299) {
      String words = words(answer.body());
      throw new PublishingException(
          status,
          message(
              task,
              "%s answered HTTP %d%s"
                  .formatted(remote, status, words.isEmpty() ? "" : ": " + words),
              advice.apply(status)));
    }
    try {
      return answer.body().isBlank()
          ? Optional.empty()
          : Optional.of(JsonDocument.parse(answer.body()));
    } catch (JsonException _) {
      throw unusable(task, "HTTP %d with a body that is not JSON".formatted(status));
    }
  }

  /// Returns the service's own words on an error. Bitbucket sends them as `error.message`, and Code
  /// Insights as `message`.
  private String words(String body) {
    try {
      JsonDocument error = JsonDocument.parse(body);
      String words =
          error
              .member("error")
              .orElse(error)
              .member("message")
              .flatMap(JsonDocument::string)
              .orElse("");
      return SafeText.message(
          token.map(secret -> words.replace(secret.reveal(), secret.toString())).orElse(words));
    } catch (JsonException _) {
      return "";
    }
  }

  static String message(String task, String reason, String action) {
    return String.join(
        " ", List.of(Failure.sentence(task + ": " + reason), Failure.sentence(action)));
  }
}
