package dev.spannerpipe.serve;

import java.util.Arrays;

/// The versions of the [Model Context Protocol](https://modelcontextprotocol.io/specification) that
/// the server speaks, oldest first. For this server, they differ in two points only.
enum ProtocolVersion {
  V2024_11_05("2024-11-05"),
  /// Only this version lets a client send several requests as one array.
  V2025_03_26("2025-03-26"),
  V2025_06_18("2025-06-18"),
  /// Since this version, invalid arguments are the failure of a tool and not of the protocol, so
  /// that the assistant sees them and can correct itself.
  V2025_11_25("2025-11-25");

  private final String text;

  ProtocolVersion(String text) {
    this.text = text;
  }

  /// Returns the version that the client requested if the server speaks it, or else the newest.
  static ProtocolVersion negotiate(String requested) {
    return Arrays.stream(values())
        .filter(version -> version.text.equals(requested))
        .findFirst()
        .orElse(V2025_11_25);
  }

  String text() {
    return text;
  }

  /// Returns whether a client may send several requests as one array.
  boolean hasBatches() {
    return this == V2025_03_26;
  }

  /// Returns whether the assistant, and not only its client, learns of invalid arguments.
  boolean explainsArguments() {
    return this == V2025_11_25;
  }
}
