package dev.spannerpipe.secret;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Finds all secrets, in all their forms, in one pass over a text. The time does not depend on the
/// number of secrets.
///
/// A form of up to 20 characters is found only as a whole. Of a longer form, every piece of at
/// least 20 characters is found, because a text may be wrapped or shortened. The index contains
/// groups of four characters of each form. The groups are so close together that every piece of 20
/// characters contains a whole group.
final class SecretIndex {
  /// The minimum length of a piece of a secret that is found.
  static final int PIECE = 20;

  private static final int GRAM = 4;
  private static final int STRIDE = PIECE - GRAM + 1;
  private static final int FILTER_BITS = 18;

  private final Map<Long, List<Place>> places = new HashMap<>();

  /// A Bloom filter with one hash function, which quickly rejects most groups of four characters.
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

  /// Returns whether all characters that a match at this position could mark are already marked.
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
