package dev.spannerpipe.report.preview;

import dev.spannerpipe.schema.ObjectName;
import dev.spannerpipe.schema.Property.Aspect;
import dev.spannerpipe.schema.effect.Effect;
import dev.spannerpipe.text.SafeText;

/// An effect in words that can follow the name of a change set: `adds the table orders`, `changes
/// the type of the column name of singers from STRING(20) to STRING(10)`.
public final class EffectText {
  private final int longest;

  private EffectText(int longest) {
    this.longest = longest;
  }

  /// Returns the effect in words.
  static String of(Effect effect) {
    return of(effect, Integer.MAX_VALUE);
  }

  /// Returns the effect in words.
  ///
  /// @param longest the maximum number of characters of a value before or after the change
  public static String of(Effect effect, int longest) {
    return SafeText.line(new EffectText(longest).words(effect));
  }

  private String words(Effect effect) {
    return switch (effect) {
      case Effect.Added(ObjectName object) -> "adds " + SchemaWords.of(object);
      case Effect.Dropped(ObjectName object) -> "drops " + SchemaWords.of(object);
      case Effect.Lost lost ->
          "loses %s of %s, %swhich no statement names"
              .formatted(
                  SchemaWords.of(lost.property()),
                  SchemaWords.of(lost.object()),
                  SchemaWords.isFlag(lost.property())
                      ? ""
                      : "which was " + cut(lost.from()) + " and ");
      case Effect.Changed changed -> words(changed);
    };
  }

  private String words(Effect.Changed changed) {
    String object = SchemaWords.of(changed.object());
    String property = SchemaWords.of(changed.property());
    String from = cut(changed.from());
    String to = cut(changed.to());
    if (changed.property().aspect() == Aspect.NAME) {
      return "renames the table " + from + " to " + to;
    }
    if (SchemaWords.isFlag(changed.property())) {
      return to.isEmpty()
          ? "removes " + property + " from " + object
          : "adds " + property + " to " + object;
    }
    if (from.isEmpty()) {
      return "sets " + property + " of " + object + " to " + to;
    }
    return to.isEmpty()
        ? "removes " + property + " of " + object + ", which was " + from
        : "changes " + property + " of " + object + " from " + from + " to " + to;
  }

  private String cut(String value) {
    return SafeText.line(value, longest);
  }
}
