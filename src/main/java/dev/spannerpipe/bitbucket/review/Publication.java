package dev.spannerpipe.bitbucket.review;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.spannerpipe.secret.Secret;
import java.net.URI;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/// Where a review is published, and as what.
///
/// @param repository the names of workspace and repository, for example `team/shop`
/// @param commit the full hash of the commit that carries the report; in a pull request, of the
///   source commit
/// @param pullRequest the number of the pull request, if there is one
/// @param codeInsights whether to publish a report; the proxy of the pipeline authorizes it
/// @param proxy the address of that proxy; empty to find it
/// @param api the address of Bitbucket's API, without the version
/// @param token the access token that authorizes the comment; without it, there is no comment
public record Publication(
    String repository,
    String commit,
    Optional<String> pullRequest,
    boolean codeInsights,
    Optional<URI> proxy,
    URI api,
    Optional<Secret> token) {
  /// The address of Bitbucket's API.
  public static final URI API = URI.create("https://api.bitbucket.org");

  /// Returns the path of the resource of this report, which belongs to the commit.
  String report(String id) {
    return path("commit", commit, "reports", id);
  }

  /// Returns the path of the comments of a pull request.
  String comments(String number) {
    return path("pullrequests", number, "comments");
  }

  private String path(String... segments) {
    return "/2.0/repositories/"
        + encode(repository).replace("%2F", "/")
        + Arrays.stream(segments)
            .map(Publication::encode)
            .collect(Collectors.joining("/", "/", ""));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
