package dev.spannerpipe.testing.bitbucket;

/// What may go wrong instead of an answer.
public enum Trouble {
  BAD_REQUEST(400, "{\"type\":\"error\",\"error\":{\"message\":\"Bad request.\"}}"),
  FORBIDDEN(
      403,
      "{\"type\":\"error\",\"error\":{\"message\":\"Your credentials lack one or more required"
          + " privilege scopes.\"}}"),
  NOT_FOUND(404, "{\"type\":\"error\",\"error\":{\"message\":\"Resource not found\"}}"),
  TOO_LARGE(413, "<html><head><title>413 Request Entity Too Large</title></head></html>"),
  TOO_MANY(
      429,
      "{\"type\":\"error\",\"error\":{\"message\":\"Rate limit for this resource exceeded\"}}"),
  BROKEN(500, "<html><body>Oops, you've found a dead link.</body></html>"),
  /// A page of something that is not Bitbucket.
  GARBAGE(200, "<html>\u0000\u001b[2J It works!"),
  /// Never an answer.
  HANG(0, ""),
  /// The connection is closed without an answer.
  CLOSE(0, "");

  private final int status;
  private final String body;

  Trouble(int status, String body) {
    this.status = status;
    this.body = body;
  }

  int status() {
    return status;
  }

  String body() {
    return body;
  }
}
