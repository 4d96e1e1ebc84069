package dev.spannerpipe.secret;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Finds secrets, in all forms of [SecretForms], in one pass over a text. The time does not depend
/// on the number of secrets.
///
/// A form of up to 20 characters is found only as a whole. If a form is longer than 20 characters,
/// every piece of it with at least 20 characters is found, because a text may be wrapped or
/// shortened. The index contains groups of four characters of each form. The groups are so close
/// together that every piece of 20 characters contains a whole group.
final class SecretIndex {
  /// The length of the shortest piece of a long form that is found, in characters.
  static final int PIECE = 20;

  private static final int GRAM = 4;
  private static final int STRIDE = PIECE - GRAM + 1;
  private static final int FILTER_BITS = 18;

  private final Map<Long, List<Place>> places = new HashMap<>();

  /// A Bloom filter with one hash function, which quickly rejects most groups of four characters.
  private final long[] filter = new long[1 << (FILTER_BITS - 6)];

  /// The position of a group of four characters in a form.
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

  /// Returns whether all characters from `STRIDE` before this position to `PIECE` after it are
  /// already marked. The index then need not be searched for this position.
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
