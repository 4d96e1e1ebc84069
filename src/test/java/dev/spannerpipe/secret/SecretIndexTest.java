package dev.spannerpipe.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The index finds what a search for each piece of each form would find.
class SecretIndexTest {
  private static final int TEXTS = 3_000;

  private static BitSet bySearch(String text, List<SecretForms> secrets) {
    BitSet marks = new BitSet();
    for (SecretForms secret : secrets) {
      for (String form : secret.forms()) {
        int piece = Math.min(SecretIndex.PIECE, form.length());
        for (int start = 0; start + piece <= form.length(); start++) {
          String wanted = form.substring(start, start + piece);
          for (int at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
            marks.set(at, at + piece);
          }
        }
      }
    }
    return marks;
  }

  private static BitSet byIndex(String text, List<SecretForms> secrets) {
    BitSet marks = new BitSet();
    new SecretIndex(secrets).mark(text, marks);
    return marks;
  }

  private static String random(Random random, int length, int letters) {
    StringBuilder text = new StringBuilder();
    for (int at = 0; at < length; at++) {
      text.append((char) ('a' + random.nextInt(letters)));
    }
    return text.toString();
  }

  /// Of few letters, so that much in it looks alike, and with pieces of the secrets' forms in it.
  private static String text(Random random, int letters, List<SecretForms> secrets) {
    StringBuilder text = new StringBuilder();
    for (int part = 0; part < 6; part++) {
      List<String> forms = secrets.get(random.nextInt(secrets.size())).forms();
      String form = forms.get(random.nextInt(forms.size()));
      int from = random.nextInt(form.length());
      int to = Math.min(form.length(), from + 1 + random.nextInt(60));
      text.append(random(random, random.nextInt(30), letters)).append(form, from, to);
    }
    return text.toString();
  }

  @Test
  void findsWhatASearchForEachPieceFinds() {
    Random random = new Random(20260303L);
    int found = 0;
    for (int round = 0; round < TEXTS; round++) {
      int letters = 1 + random.nextInt(4);
      List<SecretForms> secrets = new ArrayList<>();
      for (int secret = 0; secret < 1 + random.nextInt(3); secret++) {
        secrets.add(SecretForms.of(random(random, 4 + random.nextInt(60), letters)));
      }
      String text = text(random, letters, secrets);

      BitSet expected = bySearch(text, secrets);

      assertThat(byIndex(text, secrets)).as("%s in %s", secrets, text).isEqualTo(expected);
      found += expected.isEmpty() ? 0 : 1;
    }
    assertThat(found).isBetween(TEXTS / 2, TEXTS);
  }

  @Test
  void findsNothingInAShortText() {
    assertThat(byIndex("abc", List.of(SecretForms.of("abcd"))).isEmpty()).isTrue();
    assertThat(byIndex("", List.of(SecretForms.of("abcd"))).isEmpty()).isTrue();
  }
}
