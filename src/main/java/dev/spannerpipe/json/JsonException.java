package dev.spannerpipe.json;

/// Reports that a text is not the expected JSON.
public final class JsonException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  JsonException(String message) {
    super(message);
  }
}
