package dev.spannerpipe.secret;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Finds the forms of all secrets in one pass over a text. The time does not depend on the number
/// of secrets.
///
/// A short form is found as a whole. A long form is also found in pieces of at least 20 characters,
/// as a wrapped or shortened text contains them. The index has four characters at fixed offsets of
/// each form, close enough together that every piece contains one of these groups.
final class SecretIndex {
  /// The length of a piece.
  static final int PIECE = 20;

  private static final int GRAM = 4;
  private static final int STRIDE = PIECE - GRAM + 1;
  private static final int FILTER_BITS = 18;

  private final Map<Long, List<Place>> places = new HashMap<>();

  /// A filter that rejects most groups of four characters quickly.
  private final long[] filter = new long[1 << (FILTER_BITS - 6)];

  /// A group of four characters in a form.
  private record Place(String form, int offset) {}

  /// Creates an index of these secrets.
  SecretIndex(List<SecretForms> secrets) {
    for (SecretForms secret : secrets) {
      secret.forms().forEach(this::add);
    }
  }

  private void add(String form) {
    for (int offset = 0; offset + GRAM <= form.length(); offset += STRIDE) {
      long gram = 0;
      for (int next = offset; next < offset + GRAM; next++) {
        gram = (gram << Character.SIZE) | form.charAt(next);
      }
      places.computeIfAbsent(gram, _ -> new ArrayList<>()).add(new Place(form, offset));
      filter[bit(gram) >>> 6] |= 1L << bit(gram);
    }
  }

  private boolean mayBegin(long gram) {
    return (filter[bit(gram) >>> 6] & (1L << bit(gram))) != 0;
  }

  private static int bit(long gram) {
    return (int) ((gram * 0x9E3779B97F4A7C15L) >>> (Long.SIZE - FILTER_BITS));
  }

  /// Marks every character of the text that belongs to a secret.
  void mark(String text, BitSet secret) {
    if (places.isEmpty()) {
      return;
    }
    long gram = 0;
    for (int end = 1; end <= text.length(); end++) {
      gram = (gram << Character.SIZE) | text.charAt(end - 1);
      if (end >= GRAM && mayBegin(gram) && !isMarked(end - GRAM, secret)) {
        mark(text, end - GRAM, places.getOrDefault(gram, List.of()), secret);
      }
    }
  }

  /// Returns whether everything that a match at this position could find is marked already.
  private static boolean isMarked(int at, BitSet secret) {
    return secret.nextClearBit(Math.max(0, at - STRIDE)) >= at + PIECE;
  }

  private static void mark(String text, int at, List<Place> candidates, BitSet secret) {
    for (Place place : candidates) {
      int before = 0;
      while (before < Math.min(at, place.offset())
          && text.charAt(at - before - 1) == place.form().charAt(place.offset() - before - 1)) {
        before++;
      }
      int after = 0;
      while (at + after < text.length()
          && place.offset() + after < place.form().length()
          && text.charAt(at + after) == place.form().charAt(place.offset() + after)) {
        after++;
      }
      if (before + after >= Math.min(PIECE, place.form().length())) {
        secret.set(at - before, at + after);
      }
    }
  }
}
