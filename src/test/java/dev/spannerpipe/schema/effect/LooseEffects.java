package dev.spannerpipe.schema.effect;

import dev.spannerpipe.schema.SchemaModel;
import dev.spannerpipe.sql.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Compares schemas of which one was made from statements as people write them. A PostgreSQL server
/// writes expressions anew: with casts, parentheses and quotes around numbers.
public final class LooseEffects {
  private LooseEffects() {}

  /// Returns the effects that are left if the writing of expressions does not count.
  public static List<Effect> between(SchemaModel written, SchemaModel printed) {
    List<Effect> effects = new ArrayList<>(Effects.between(written, printed));
    if (written.dialect() == Dialect.POSTGRESQL) {
      effects.removeIf(LooseEffects::isOnlyWriting);
      for (Effect gone : List.copyOf(effects)) {
        effects.stream()
            .filter(added -> gone instanceof Effect.Dropped && added instanceof Effect.Added)
            .filter(
                added -> loose(gone.object().toString()).equals(loose(added.object().toString())))
            .findFirst()
            .ifPresent(
                added -> {
                  effects.remove(gone);
                  effects.remove(added);
                });
      }
    }
    return effects;
  }

  private static boolean isOnlyWriting(Effect effect) {
    return effect instanceof Effect.Changed changed
        && !changed.from().isEmpty()
        && loose(changed.from()).equals(loose(changed.to()));
  }

  private static String loose(String expression) {
    return expression
        .replaceAll(
            "::(character varying|double precision|timestamp with time zone|\\w+)(\\[])?", "")
        .replaceAll("[()'\\s]", "")
        .toLowerCase(Locale.ROOT);
  }
}
