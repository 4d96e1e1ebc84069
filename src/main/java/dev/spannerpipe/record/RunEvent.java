package dev.spannerpipe.record;

import dev.spannerpipe.json.JsonObject;
import java.util.Optional;

/// What happened in a run: one type for each kind of event, grouped by area.
///
/// The types are the record's format. The name of an event is its type's name in lowerCamelCase,
/// and each component is a member of its detail with the component's name; a component that is a
/// record itself has its own components there. So neither is ever renamed or given another type:
/// databases and builds hold events of all earlier versions. A component that is added later is
/// `@Nullable`; null is left out.
public sealed interface RunEvent
    permits AccessEvent,
        ChangeSetEvent,
        ExecutionEvent,
        LeaseEvent,
        LifecycleEvent,
        RecoveryEvent,
        SchemaOperationEvent,
        StateEvent {
  /// Returns the event's name in the record, as in `leaseTaken`.
  default String name() {
    return EventJson.name(getClass());
  }

  /// Returns the event's detail as the record holds it.
  default JsonObject toJson() {
    return EventJson.write(this);
  }

  /// Reads an event that some version recorded; empty where this version does not know its name, or
  /// cannot make sense of a time in it. What is missing is empty, 0, false or null.
  static Optional<RunEvent> parse(String name, JsonObject detail) {
    return EventJson.read(name, detail);
  }
}
