package dev.spannerpipe.schema.effect;

import dev.spannerpipe.schema.ObjectName;
import dev.spannerpipe.schema.Property;

/// One difference between the schema before a change and the schema after it.
public sealed interface Effect {
  /// Returns what it is about.
  ObjectName object();

  /// Something is new.
  record Added(ObjectName object) implements Effect {}

  /// Something is gone.
  record Dropped(ObjectName object) implements Effect {}

  /// A property has another value.
  ///
  /// @param from the value before, as text; empty if there was none
  /// @param to the value after, as text; empty if a statement named the property and removed it
  record Changed(ObjectName object, Property property, String from, String to) implements Effect {}

  /// A property is gone, and no statement named it.
  ///
  /// @param from the value before, as text
  record Lost(ObjectName object, Property property, String from) implements Effect {}
}
