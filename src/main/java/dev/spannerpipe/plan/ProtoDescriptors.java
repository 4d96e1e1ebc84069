package dev.spannerpipe.plan;

import dev.spannerpipe.text.Sha256;
import java.util.Arrays;

/// A set of protocol buffer descriptors (a serialized `FileDescriptorSet`) for schema changes that
/// need descriptors. Immutable.
public final class ProtoDescriptors {
  private final byte[] bytes;
  private final String sha256;

  /// Copies the bytes.
  public ProtoDescriptors(byte[] bytes) {
    this.bytes = bytes.clone();
    this.sha256 = Sha256.of(this.bytes);
  }

  /// Returns a copy of the bytes.
  public byte[] bytes() {
    return bytes.clone();
  }

  /// Returns the SHA-256 of the bytes in lowercase hexadecimal.
  public String sha256() {
    return sha256;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ProtoDescriptors that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return sha256.hashCode();
  }

  /// Returns the digest, never the descriptors themselves.
  @Override
  public String toString() {
    return "proto descriptors with SHA-256 " + sha256;
  }
}
