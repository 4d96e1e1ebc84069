package dev.spannerpipe.secret;

import java.util.BitSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Takes secrets out of texts: those of the run in every form, and whatever looks like a token or a
/// key, also if nobody said that it is one. Each becomes `***`. Thread-safe.
public final class Redaction {
  /// What stands in the place of a secret.
  static final String MASK = "***";

  /// JSON web tokens; access tokens and API keys of Google; key ids and session tokens of AWS;
  /// private keys.
  private static final Pattern SUSPICIOUS =
      Pattern.compile(
          "eyJ[A-Za-z0-9_-]{6,}\\.[A-Za-z0-9_-]{6,}(?:\\.[A-Za-z0-9_-]*)*"
              + "|ya29\\.[A-Za-z0-9._-]{8,}"
              + "|(?:ASIA|AKIA)[A-Z0-9]{16}"
              + "|AIza[A-Za-z0-9_-]{35}"
              + "|(?:IQoJ|FwoG)(?:[A-Za-z0-9+/=_-]|%[0-9A-Fa-f]{2}){60,}"
              + "|-----BEGIN [A-Z ]*PRIVATE KEY-----"
              + "(?s:.*?)(?:-----END [A-Z ]*PRIVATE KEY-----|\\z)");

  private final Secrets secrets;

  /// Takes out what is known at the time of each call.
  public Redaction(Secrets secrets) {
    this.secrets = secrets;
  }

  /// Returns the text without secrets; the same object where it has none.
  public String apply(String text) {
    BitSet secret = new BitSet();
    for (SecretForms forms : secrets.forms()) {
      forms.mark(text, secret);
    }
    Matcher suspicious = SUSPICIOUS.matcher(text);
    while (suspicious.find()) {
      secret.set(suspicious.start(), suspicious.end());
    }
    return secret.isEmpty() ? text : masked(text, secret);
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

  /// Returns how many characters at the end of a text that goes on may yet turn out to be secret.
  int undecided(String text) {
    int undecided = Math.max(lastWord(text), begunKey(text));
    for (SecretForms forms : secrets.forms()) {
      undecided = Math.max(undecided, forms.begun(text));
    }
    return undecided;
  }

  /// A key's first line has several words.
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
