package dev.spannerpipe.adopt;

import dev.spannerpipe.schema.ObjectName;
import dev.spannerpipe.schema.SchemaModel;
import java.util.Set;

/// The schema of the database.
///
/// @param notReplayed what the emulator of the replay did not execute of it
/// @param printedByEmulator whether an emulator has the database. An emulator writes part of its
///   schema wrongly, and some of it not at all. So its schema is compared with what the emulator of
///   the replay writes
record LiveSchema(SchemaModel model, Set<ObjectName> notReplayed, boolean printedByEmulator) {
  LiveSchema {
    notReplayed = Set.copyOf(notReplayed);
  }

  /// Returns the schema without these tables.
  LiveSchema without(LeftOutTables tables) {
    return new LiveSchema(tables.without(model), notReplayed, printedByEmulator);
  }

  /// Returns the replayed schema in the form that can be compared with this one.
  SchemaModel comparable(ReplayedSchema replayed) {
    return printedByEmulator ? replayed.printed() : replayed.model();
  }
}
