package dev.spannerpipe.record;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.json.JsonArray;
import dev.spannerpipe.json.JsonBoolean;
import dev.spannerpipe.json.JsonNull;
import dev.spannerpipe.json.JsonNumber;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.json.JsonString;
import java.lang.reflect.RecordComponent;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Converts events to JSON and back. The components of an event's Java type define the JSON
/// members, so there is no separate list of members.
final class EventJson {
  private EventJson() {}

  /// The event types by the name of the event. This is a class of its own, because Java initializes
  /// it only when an event is read: a run that only writes events does not collect the types.
  private static final class Types {
    static final Map<String, Class<?>> BY_NAME =
        types(RunEvent.class).collect(Collectors.toUnmodifiableMap(EventJson::name, type -> type));
  }

  /// Returns all event types of a group, or the given type if it is not a group.
  static Stream<Class<?>> types(Class<?> group) {
    return group.isSealed()
        ? Arrays.stream(group.getPermittedSubclasses()).flatMap(EventJson::types)
        : Stream.of(group);
  }

  static String name(Class<?> type) {
    String name = type.getSimpleName();
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }

  static JsonObject write(RunEvent event) {
    TreeMap<String, Json> members = new TreeMap<>();
    write(event, members);
    return new JsonObject(members);
  }

  private static void write(Object part, Map<String, Json> members) {
    for (RecordComponent component : RecordType.of(part.getClass()).components()) {
      String name = component.getName();
      switch (RecordType.value(component, part)) {
        case null -> {}
        case String text -> members.put(name, new JsonString(text));
        case Long number -> members.put(name, new JsonNumber(number));
        case Boolean flag -> members.put(name, new JsonBoolean(flag));
        case Instant time -> members.put(name, new JsonString(time.toString()));
        case List<?> texts ->
            members.put(name, Json.texts(texts.stream().map(String::valueOf).toList()));
        case OpenStates states -> members.put(name, states.toJson());
        case Record inner -> write(inner, members);
        case Object other -> throw new IllegalStateException("no member can be a " + other);
      }
    }
  }

  /// Reads as much of an event as possible, because someone may have changed the stored text.
  static Optional<RunEvent> read(String name, JsonObject detail) {
    try {
      return Optional.ofNullable(Types.BY_NAME.get(name))
          .map(type -> (RunEvent) read(type, detail));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static Object read(Class<?> type, JsonObject detail) {
    RecordType known = RecordType.of(type);
    return known.make(
        known.components().stream().map(component -> read(component, detail)).toArray());
  }

  private static @Nullable Object read(RecordComponent component, JsonObject detail) {
    Class<?> type = component.getType();
    Optional<Json> member = detail.find(component.getName());
    if (type == OpenStates.class) {
      return new OpenStates(member.map(EventJson::texts).orElse(List.of()));
    }
    if (type.isRecord()) {
      return read(type, detail);
    }
    Optional<?> value = member.flatMap(json -> value(type, json));
    return value.isPresent() || RecordType.mayBeNull(component) ? value.orElse(null) : none(type);
  }

  private static Optional<?> value(Class<?> type, Json json) {
    if (type == String.class) {
      return Optional.of(json.plain());
    }
    if (type == Instant.class) {
      return Optional.of(Instant.parse(json.plain()));
    }
    if (type == List.class) {
      return Optional.of(texts(json));
    }
    return switch (json) {
      case JsonNumber(long number) when type == long.class || type == Long.class ->
          Optional.of(number);
      case JsonBoolean(boolean flag) when type == boolean.class || type == Boolean.class ->
          Optional.of(flag);
      case JsonNumber _, JsonBoolean _, JsonString _, JsonArray _, JsonObject _, JsonNull _ ->
          Optional.empty();
    };
  }

  private static Object none(Class<?> type) {
    if (type == String.class) {
      return "";
    }
    if (type == long.class) {
      return 0L;
    }
    if (type == boolean.class) {
      return false;
    }
    if (type == List.class) {
      return List.of();
    }
    throw new DateTimeException("a time is missing");
  }

  private static List<String> texts(Json json) {
    return json instanceof JsonArray(List<Json> items)
        ? items.stream().map(Json::plain).toList()
        : List.of(json.plain());
  }
}
