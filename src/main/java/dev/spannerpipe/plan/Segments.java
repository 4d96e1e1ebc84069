package dev.spannerpipe.plan;

import java.util.ArrayList;
import java.util.List;

/// Cuts a segment that the server did not accept into smaller ones.
public final class Segments {
  private Segments() {}

  /// Returns the two halves of a segment with at least two steps. The halves have the same number
  /// of steps, or differ by one.
  public static List<Segment> halves(Segment segment) {
    return cut(segment, segment.steps().size() / 2);
  }

  /// Returns the parts of a segment with at least two steps: the first step alone, then the halves
  /// of the rest. A rest of one step stays whole.
  public static List<Segment> firstAlone(Segment segment) {
    List<Segment> parts = cut(segment, 1);
    Segment rest = parts.getLast();
    List<Segment> all = new ArrayList<>(List.of(parts.getFirst()));
    all.addAll(rest.steps().size() < 2 ? List.of(rest) : halves(rest));
    return List.copyOf(all);
  }

  private static List<Segment> cut(Segment segment, int at) {
    List<Slice> first = new ArrayList<>();
    List<Slice> second = new ArrayList<>();
    int seen = 0;
    for (Slice slice : segment.slices()) {
      int size = slice.to() - slice.from();
      int cut = Math.max(slice.from(), Math.min(slice.to(), slice.from() + at - seen));
      if (seen + size <= at) {
        first.add(slice);
      } else if (seen >= at) {
        second.add(slice);
      } else {
        first.add(new Slice(slice.planned(), slice.from(), cut));
        second.add(new Slice(slice.planned(), cut, slice.to()));
      }
      seen += size;
    }
    return List.of(new Segment(segment.kind(), first), new Segment(segment.kind(), second));
  }
}
