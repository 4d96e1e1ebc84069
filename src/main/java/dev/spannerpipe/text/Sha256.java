package dev.spannerpipe.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Computes SHA-256 hashes ([FIPS 180-4](https://csrc.nist.gov/pubs/fips/180-4/upd1/final)) as 64
/// characters of lowercase hexadecimal.
public final class Sha256 {
  private Sha256() {}

  /// Returns the hash of the text in UTF-8.
  public static String of(String text) {
    return of(text.getBytes(UTF_8));
  }

  /// Returns the hash of the bytes.
  public static String of(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java runtime has SHA-256", missing);
    }
  }
}
