package dev.spannerpipe.bitbucket.review;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonDocument;
import dev.spannerpipe.report.review.Review;
import dev.spannerpipe.text.SafeText;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// Keeps one comment per pull request and database: replaces the comment of an earlier preview, or
/// adds one.
///
/// @param channel Bitbucket's API, with the token
/// @param number the number of the pull request
record PullRequestComment(Channel channel, Publication publication, String number) {
  private static final int MOST_PAGES = 3;

  /// The requests that the comment requires in any case: one page, the replacement, and the new
  /// comment if the replaced one was deleted meanwhile.
  static final int REQUESTS = 3;

  private static final String PAGE =
      "?pagelen=100&fields=next,values.id,values.deleted,values.content.raw";

  /// Publishes the comment, and returns what was done.
  PublishedReview.Comment publish(Review review) {
    Json content = Json.object().with("content", Json.object().with("raw", review.comment()));
    Optional<Long> earlier = find(review.marker());
    if (earlier.isPresent() && replaced(earlier.get(), content)) {
      return PublishedReview.Comment.UPDATED;
    }
    // If the connection breaks, Bitbucket may have added the comment. So it is not sent again.
    channel.send(
        "Could not add a comment to " + place(),
        channel.call("POST", channel.address(path()), Optional.of(content)));
    return PublishedReview.Comment.ADDED;
  }

  /// Replaces a comment. Returns false if somebody deleted it meanwhile, or if it belongs to
  /// another user: a new access token is a new user.
  private boolean replaced(long id, Json content) {
    try {
      channel.sendAgain(
          "Could not update the comment on " + place(),
          channel.call("PUT", channel.address(path() + "/" + id), Optional.of(content)));
      return true;
    } catch (PublishingException failure) {
      if (failure.isRejection(403, 404, 410)) {
        return false;
      }
      throw failure;
    }
  }

  /// Returns the id of the latest comment with this marker. An earlier one may be from a token that
  /// has been replaced.
  private Optional<Long> find(String marker) {
    Optional<Long> found = Optional.empty();
    URI next = channel.address(path() + PAGE);
    for (int page = 1; next != null; page++) {
      JsonDocument comments = page(next);
      found =
          Stream.concat(found.stream(), marked(comments, marker)).max(Comparator.naturalOrder());
      boolean mayRead = page < MOST_PAGES && channel.budget().left() >= REQUESTS;
      next = mayRead ? next(comments) : null;
    }
    return found;
  }

  private JsonDocument page(URI address) {
    return channel
        .sendAgain(reading(), channel.call("GET", address, Optional.empty()))
        .filter(page -> page.member("values").isPresent())
        .orElseThrow(() -> channel.unusable(reading(), "HTTP 200 without a list of comments"));
  }

  private String reading() {
    return "Could not read the comments of " + place();
  }

  private static Stream<Long> marked(JsonDocument page, String marker) {
    return StreamSupport.stream(page.member("values").orElseThrow().elements().spliterator(), false)
        .filter(comment -> isMarked(comment, marker))
        .flatMap(comment -> comment.member("id").flatMap(JsonDocument::whole).stream());
  }

  private static boolean isMarked(JsonDocument comment, String marker) {
    boolean deleted =
        comment.member("deleted").map(JsonDocument::text).filter("true"::equals).isPresent();
    return !deleted
        && comment
            .member("content")
            .flatMap(content -> content.member("raw"))
            .flatMap(JsonDocument::string)
            .filter(raw -> raw.lines().map(String::strip).anyMatch(marker::equals))
            .isPresent();
  }

  /// Returns the address of the next page. The token may only be sent to the service that it is
  /// for, so a page elsewhere is not read.
  private @Nullable URI next(JsonDocument page) {
    Optional<String> text = page.member("next").flatMap(JsonDocument::string);
    if (text.isEmpty()) {
      return null;
    }
    try {
      URI next = new URI(text.get());
      if (next.getRawUserInfo() == null && origin(next).equals(origin(channel.base()))) {
        return next;
      }
    } catch (URISyntaxException _) {
      // Not an address at all.
    }
    throw channel.unusable(
        reading(), "with a next page at another address: " + SafeText.quoted(text.get()));
  }

  private static String origin(URI address) {
    String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
    int own = scheme.equals("https") ? 443 : 80;
    return "%s://%s:%d"
        .formatted(
            scheme,
            String.valueOf(address.getHost()).toLowerCase(Locale.ROOT),
            address.getPort() == -1 ? own : address.getPort());
  }

  private String path() {
    return publication.comments(number);
  }

  private String place() {
    return "pull request " + SafeText.line(number, 20) + CodeInsights.repository(publication);
  }

  /// Returns what to do if publishing failed with this status.
  static String advice(int status) {
    return switch (status) {
      case 401 ->
          "The access token has expired or was revoked: create a new one with the scope"
              + " pullrequest:write, and set BITBUCKET_ACCESS_TOKEN to it";
      case 403 ->
          "Create an access token with the scope pullrequest:write, and set BITBUCKET_ACCESS_TOKEN"
              + " to it";
      case 404, 410 ->
          "Check that the pull request still exists, and that BITBUCKET_ACCESS_TOKEN belongs to its"
              + " repository";
      case 413 -> "Preview fewer change sets at a time, or remove BITBUCKET_ACCESS_TOKEN";
      case 429 -> "Run again when Bitbucket's limit of requests per hour allows it";
      default -> "Run again; if the problem persists, remove BITBUCKET_ACCESS_TOKEN";
    };
  }
}
