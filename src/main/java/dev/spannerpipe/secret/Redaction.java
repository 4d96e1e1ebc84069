package dev.spannerpipe.secret;

import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Replaces secrets by `***`: the secrets of the run in every encoded form, and anything that looks
/// like a token or a key, even if it was not added to [Secrets]. Thread-safe.
public final class Redaction {
  /// The replacement of a secret.
  static final String MASK = "***";

  /// The patterns of JSON web tokens, Google's access tokens and API keys, AWS's key IDs and
  /// session tokens, and private keys. A private key without an end marker extends to the next
  /// quote, which ends a string in JSON, or to the end of the text.
  private static final List<Suspicious> SUSPICIOUS =
      List.of(
          new Suspicious(
              "eyJ",
              "[A-Za-z0-9_-]{6,}+(\\.[A-Za-z0-9_-]{6,}+(?:\\.[A-Za-z0-9_-]*+)*+)|[A-Za-z0-9_-]*+"),
          new Suspicious("ya29.", "([A-Za-z0-9._-]{8,}+)"),
          new Suspicious("ASIA", "([A-Z0-9]{16})"),
          new Suspicious("AKIA", "([A-Z0-9]{16})"),
          new Suspicious("AIza", "([A-Za-z0-9_-]{35})"),
          new Suspicious("IQoJ", "((?:[A-Za-z0-9+/=_-]|%[0-9A-Fa-f]{2}){60,}+)"),
          new Suspicious("FwoG", "((?:[A-Za-z0-9+/=_-]|%[0-9A-Fa-f]{2}){60,}+)"),
          new Suspicious(
              "-----BEGIN ",
              "[A-Z ]*PRIVATE KEY-----([^\"]*?(?:-----END [A-Z ]*PRIVATE KEY-----|(?=\\\\?\")|\\z))"));

  private final Secrets secrets;

  /// Creates a redaction that removes all secrets that are known when [#apply] is called.
  public Redaction(Secrets secrets) {
    this.secrets = secrets;
  }

  /// How a kind of secret looks.
  ///
  /// @param prefix the first characters of such a secret, which can be searched for quickly
  /// @param pattern matches the whole secret; a match without the pattern's group 1 is not a secret
  private record Suspicious(String prefix, Pattern pattern) {
    Suspicious(String prefix, String rest) {
      this(prefix, Pattern.compile(Pattern.quote(prefix) + "(?:" + rest + ")"));
    }

    void mark(String text, BitSet secret) {
      int at = text.indexOf(prefix);
      Matcher matcher = pattern.matcher(at < 0 ? "" : text);
      while (at >= 0) {
        boolean matches = matcher.region(at, text.length()).lookingAt();
        if (matches && matcher.group(1) != null) {
          secret.set(at, matcher.end());
        }
        at = text.indexOf(prefix, matches ? matcher.end() : at + prefix.length());
      }
    }
  }

  /// Returns the text with `***` in place of each secret, or the same object if the text contains
  /// no secret.
  public String apply(String text) {
    BitSet secret = marks(text);
    return secret.isEmpty() ? text : masked(text, secret);
  }

  private BitSet marks(String text) {
    BitSet secret = new BitSet();
    secrets.known().index().mark(text, secret);
    SUSPICIOUS.forEach(each -> each.mark(text, secret));
    return secret;
  }

  /// Returns the last position, not after `wanted`, at which the text can be cut without cutting
  /// through a secret. If that position is 0, returns the first such position after `wanted`
  /// instead.
  int cut(String text, int wanted) {
    BitSet secret = marks(text);
    if (wanted == 0 || !secret.get(wanted - 1) || !secret.get(wanted)) {
      return wanted;
    }
    int before = secret.previousClearBit(wanted) + 1;
    return before > 0 ? before : secret.nextClearBit(wanted);
  }

  private static String masked(String text, BitSet secret) {
    StringBuilder masked = new StringBuilder(text.length());
    int shown = 0;
    for (int start = secret.nextSetBit(0); start >= 0; start = secret.nextSetBit(shown)) {
      masked.append(text, shown, start).append(MASK);
      shown = secret.nextClearBit(start);
    }
    return masked.append(text, shown, text.length()).toString();
  }

  /// Returns how many characters at the end of an unfinished text may belong to a secret that is
  /// not complete yet.
  int undecided(String text) {
    int undecided = Math.max(lastWord(text), begunKey(text));
    for (SecretForms forms : secrets.known().forms()) {
      undecided = Math.max(undecided, forms.begun(text));
    }
    return undecided;
  }

  /// Returns the number of characters from the first place where a private key may begin to the end
  /// of the text; 0 if there is no such place. The last word of the text is not enough, because the
  /// first line of a private key has several words.
  private static int begunKey(String text) {
    int dashes = text.indexOf("-----");
    return dashes < 0 ? 0 : text.length() - dashes;
  }

  private static int lastWord(String text) {
    int start = text.length();
    while (start > 0 && !Character.isWhitespace(text.charAt(start - 1))) {
      start--;
    }
    return text.length() - start;
  }
}
