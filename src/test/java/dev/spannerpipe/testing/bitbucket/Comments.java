package dev.spannerpipe.testing.bitbucket;

import static dev.spannerpipe.testing.bitbucket.Rules.require;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The comments of a repository's pull requests.
final class Comments {
  private static final int LONGEST = 32_768;

  private final Map<String, List<Comment>> pullRequests = new HashMap<>();
  private int last = 100;

  /// A comment; one that was deleted stays, as in Bitbucket.
  private static final class Comment {
    private final int id;
    private final String author;
    private String raw;
    private boolean deleted;

    Comment(int id, String author, String raw) {
      this.id = id;
      this.author = author;
      this.raw = raw;
    }

    JsonObject json() {
      JsonObject content = new JsonObject();
      content.addProperty("raw", raw);
      JsonObject comment = new JsonObject();
      comment.addProperty("id", id);
      comment.addProperty("deleted", deleted);
      comment.add("content", content);
      return comment;
    }
  }

  void open(String pullRequest) {
    pullRequests.putIfAbsent(pullRequest, new ArrayList<>());
  }

  void close(String pullRequest) {
    pullRequests.remove(pullRequest);
  }

  int add(String pullRequest, String author, String raw) {
    Comment comment = new Comment(++last, author, raw);
    of(pullRequest).add(comment);
    return comment.id;
  }

  void deleteAll(String pullRequest) {
    of(pullRequest).forEach(comment -> comment.deleted = true);
  }

  /// Returns the comments that are shown.
  List<String> shown(String pullRequest) {
    return of(pullRequest).stream()
        .filter(comment -> !comment.deleted)
        .map(comment -> comment.raw)
        .toList();
  }

  private List<Comment> of(String pullRequest) {
    List<Comment> comments = pullRequests.get(pullRequest);
    if (comments == null) {
      throw Rejection.usual(404, "Resource not found");
    }
    return comments;
  }

  /// Answers a request to all comments of a pull request.
  JsonElement list(String pullRequest, String author, Asked asked, URI own) {
    List<Comment> comments = of(pullRequest);
    return switch (asked.method()) {
      case "GET" -> page(comments, parameters(asked.query()), own);
      case "POST" -> {
        String raw = raw(asked);
        int id = add(pullRequest, author, raw);
        yield find(pullRequest, id).json();
      }
      default -> throw Rejection.problem(405, asked.method() + " of comments.");
    };
  }

  private static JsonObject page(List<Comment> comments, Map<String, String> parameters, URI own) {
    int length = Integer.parseInt(parameters.getOrDefault("pagelen", "10"));
    int page = Integer.parseInt(parameters.getOrDefault("page", "1"));
    require(length >= 1 && length <= 100, "Invalid pagelen");
    require(page >= 1, "Invalid page");
    JsonArray values = new JsonArray();
    int from = Math.min((page - 1) * length, comments.size());
    int to = Math.min(from + length, comments.size());
    comments.subList(from, to).forEach(comment -> values.add(comment.json()));
    JsonObject answer = new JsonObject();
    answer.add("values", values);
    if (to < comments.size()) {
      String fields = parameters.containsKey("fields") ? "&fields=" + parameters.get("fields") : "";
      answer.addProperty("next", own + "?pagelen=" + length + fields + "&page=" + (page + 1));
    }
    return answer;
  }

  private static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new HashMap<>();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        parameters.put(pair.substring(0, equals), pair.substring(equals + 1));
      }
    }
    return parameters;
  }

  /// Answers a request to one comment.
  JsonElement one(String pullRequest, int id, String author, Asked asked) {
    if (!asked.method().equals("PUT")) {
      throw Rejection.problem(405, asked.method() + " of a comment.");
    }
    String raw = raw(asked);
    Comment comment = find(pullRequest, id);
    if (!comment.author.equals(author)) {
      throw Rejection.usual(403, "You may not edit the comment of another user.");
    }
    comment.raw = raw;
    return comment.json();
  }

  private Comment find(String pullRequest, int id) {
    return of(pullRequest).stream()
        .filter(comment -> comment.id == id && !comment.deleted)
        .findFirst()
        .orElseThrow(() -> Rejection.usual(404, "No comment with this id."));
  }

  private static String raw(Asked asked) {
    require(Rules.parsed(asked) instanceof JsonObject, "A comment is an object.");
    JsonObject comment = Rules.parsed(asked).getAsJsonObject();
    require(comment.get("content") instanceof JsonObject, "A comment has a content.");
    return Rules.text(comment.getAsJsonObject("content"), "raw", LONGEST);
  }
}
