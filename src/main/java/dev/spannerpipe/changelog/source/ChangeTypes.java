package dev.spannerpipe.changelog.source;

import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.plan.SourceLocation;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import liquibase.Scope;
import liquibase.change.ChangeFactory;

/// Knows which change types exist, and checks that each change set has an id and an author.
public final class ChangeTypes {
  private final Map<String, Boolean> known = new HashMap<>();

  /// Rejects change sets that lack an id or an author. A change set that is a whole file of raw SQL
  /// needs neither.
  public static void check(String file, SourceOutline outline) {
    for (SourceOutline.Entry entry : outline.changeSets()) {
      boolean raw = entry.id() == null && entry.author() == null && isSql(file);
      if (!raw) {
        named(file, entry);
      }
    }
  }

  /// Returns whether the file is an SQL file. As in Liquibase, the case of the extension is
  /// ignored.
  private static boolean isSql(String file) {
    return file.toLowerCase(Locale.ROOT).endsWith(".sql");
  }

  private static void named(String file, SourceOutline.Entry entry) {
    boolean id = entry.id() != null && !entry.id().isBlank();
    boolean author = entry.author() != null && !entry.author().isBlank();
    if (!id || !author) {
      String missing = id ? "an author" : author ? "an id" : "an id and an author";
      throw new ConfigurationFailure(
              new SourceLocation(file, entry.line()) + " begins a change set without " + missing,
              "Give each change set an id and an author")
          .at(file, entry.line());
    }
  }

  /// Returns whether a change type of this name exists.
  public boolean isKnown(String name) {
    return known.computeIfAbsent(name, ChangeTypes::exists);
  }

  private static boolean exists(String name) {
    return Scope.getCurrentScope().getSingleton(ChangeFactory.class).create(name) != null;
  }
}
