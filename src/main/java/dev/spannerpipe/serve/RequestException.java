package dev.spannerpipe.serve;

/// The server does not answer a request with a result, but with an error of JSON-RPC.
final class RequestException extends Exception {
  private static final long serialVersionUID = 1L;

  /// The line is not JSON.
  static final int NOT_JSON = -32700;

  /// The JSON value is not a request.
  static final int NOT_A_REQUEST = -32600;

  /// The server does not have the method.
  static final int UNKNOWN_METHOD = -32601;

  /// The parameters of the request are not valid.
  static final int INVALID_PARAMETERS = -32602;

  /// The server has a defect.
  static final int INTERNAL = -32603;

  private final int code;

  /// Creates an error.
  ///
  /// @param code one of the numbers that [JSON-RPC](https://www.jsonrpc.org/specification) reserves
  /// @param message what is wrong with the request, as a sentence
  RequestException(int code, String message) {
    super(message);
    this.code = code;
  }

  int code() {
    return code;
  }

  String message() {
    return String.valueOf(getMessage());
  }
}
