package dev.spannerpipe.credentials;

import java.util.regex.Pattern;

/// Makes what a service says fit to be shown: one line, not long, without anything that looks like
/// a token.
public final class PlainWords {
  private static final int LONGEST = 400;
  private static final Pattern TOKEN =
      Pattern.compile(
          "ey[A-Z][A-Za-z0-9_-]{5,}\\.[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]*)?|ya29\\.[A-Za-z0-9_.-]+"
              + "|\\b[A-Za-z0-9+/=_-]{120,}");
  private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+");

  private PlainWords() {}

  public static String of(String text) {
    String plain = UNPRINTABLE.matcher(TOKEN.matcher(text).replaceAll("***")).replaceAll(" ");
    String stripped = plain.strip();
    return stripped.length() <= LONGEST ? stripped : stripped.substring(0, LONGEST) + "…";
  }
}
