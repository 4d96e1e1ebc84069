package dev.spannerpipe.record;

import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An event of each type, with made-up components.
public final class SampleEvents {
  private SampleEvents() {}

  /// Returns the types of all events.
  static List<Class<?>> types() {
    return EventJson.types(RunEvent.class).toList();
  }

  /// Returns an event of each type that has all components, and one of each that has only those
  /// that must be there.
  public static Stream<RunEvent> all() {
    return types().stream()
        .flatMap(type -> Stream.of((RunEvent) sample(type, true), (RunEvent) sample(type, false)));
  }

  /// Returns an event of this type that has only what must be there.
  public static <E extends RunEvent> E of(Class<E> type) {
    return type.cast(sample(type, false));
  }

  private static Object sample(Class<?> type, boolean full) {
    RecordType known = RecordType.of(type);
    return known.make(
        known.components().stream()
            .map(
                component ->
                    full || !RecordType.mayBeNull(component) ? value(component, full) : null)
            .toArray());
  }

  private static @Nullable Object value(RecordComponent component, boolean full) {
    Class<?> type = component.getType();
    if (type == String.class) {
      return "some " + component.getName();
    }
    if (type == long.class || type == Long.class) {
      return (long) component.getName().length();
    }
    if (type == boolean.class || type == Boolean.class) {
      return full;
    }
    if (type == Instant.class) {
      return Instant.parse("2026-11-22T05:31:16.5Z");
    }
    if (type == List.class) {
      return full ? List.of("a", "b, c") : List.of();
    }
    if (type == OpenStates.class) {
      return OpenStates.of(full ? List.of("Deploy > Canary") : List.of());
    }
    return sample(type, full);
  }
}
