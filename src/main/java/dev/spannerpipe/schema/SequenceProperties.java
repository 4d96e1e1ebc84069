package dev.spannerpipe.schema;

import java.util.Optional;

/// How a sequence or an identity column counts. Both spellings of GoogleSQL, and PostgreSQL's, give
/// the same values.
///
/// @param kind such as `bit_reversed_positive`; empty for the database's default
/// @param skipRange the values that are left out, as `1, 1000`
/// @param startCounter where the counter starts, or was started again; empty for 1
public record SequenceProperties(
    Optional<String> kind, Optional<String> skipRange, Optional<String> startCounter) {
  /// Nothing but the database's defaults.
  public static final SequenceProperties DEFAULT =
      new SequenceProperties(Optional.empty(), Optional.empty(), Optional.empty());

  /// Makes a start with 1, which is the default, empty.
  public SequenceProperties {
    startCounter = startCounter.filter(start -> !start.equals("1"));
  }

  /// Returns them with this kind.
  public SequenceProperties withKind(String changed) {
    return new SequenceProperties(Optional.of(changed), skipRange, startCounter);
  }

  /// Returns them with this range.
  public SequenceProperties withSkipRange(Optional<String> changed) {
    return new SequenceProperties(kind, changed, startCounter);
  }

  /// Returns them with this start.
  public SequenceProperties withStartCounter(Optional<String> changed) {
    return new SequenceProperties(kind, skipRange, changed);
  }

  @Override
  public String toString() {
    return kind.orElse("default kind")
        + skipRange.map(range -> ", skips " + range).orElse("")
        + startCounter.map(start -> ", starts with " + start).orElse("");
  }
}
