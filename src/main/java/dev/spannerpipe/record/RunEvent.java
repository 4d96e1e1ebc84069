package dev.spannerpipe.record;

import dev.spannerpipe.json.JsonObject;
import java.util.Optional;

/// An event of a run. Each kind of event has its own type, and the types are grouped by area.
///
/// The types define the record's format. The name of an event is the name of its type in
/// lowerCamelCase. Each component is a member of the event's detail, under the component's name. A
/// component that is itself a Java record is flattened: its own components become members of the
/// detail. Only [OpenStates] is not flattened, but becomes a list of strings.
///
/// Never rename an event or a component, and never change a component's type: databases and the
/// files of earlier builds contain events of all earlier versions. A new component must be
/// `@Nullable`; null is left out of the JSON.
public sealed interface RunEvent
    permits AccessEvent,
        ChangeSetEvent,
        ExecutionEvent,
        LeaseEvent,
        LifecycleEvent,
        RecoveryEvent,
        SchemaOperationEvent,
        StateEvent {
  /// Returns the event's name in the record, for example `leaseTaken`.
  default String name() {
    return EventJson.name(getClass());
  }

  /// Returns the event's detail as the record holds it.
  default JsonObject toJson() {
    return EventJson.write(this);
  }

  /// Reads an event that any version of the pipe recorded. Returns empty if this version does not
  /// know the name, or if a required time is missing or cannot be parsed. Any other missing member
  /// becomes an empty string, an empty list, 0, false or null.
  static Optional<RunEvent> parse(String name, JsonObject detail) {
    return EventJson.read(name, detail);
  }
}
