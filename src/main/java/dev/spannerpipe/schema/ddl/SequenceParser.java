package dev.spannerpipe.schema.ddl;

import dev.spannerpipe.schema.Name;
import dev.spannerpipe.schema.ObjectName;
import dev.spannerpipe.schema.ObjectOptions;
import dev.spannerpipe.schema.Sequence;
import dev.spannerpipe.schema.SequenceProperties;
import dev.spannerpipe.sql.ObjectKind;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Reads sequences and identity columns, in both spellings.
final class SequenceParser {
  private static final String KIND = "sequence_kind";
  private static final String SKIP_MIN = "skip_range_min";
  private static final String SKIP_MAX = "skip_range_max";
  private static final String START = "start_with_counter";

  private SequenceParser() {}

  /// Reads `CREATE SEQUENCE`, after the name.
  static Sequence read(TokenReader reader, Name name) {
    return changed(
        reader,
        new Sequence(
            new ObjectName(ObjectKind.SEQUENCE, name),
            SequenceProperties.DEFAULT,
            ObjectOptions.NONE));
  }

  /// Reads `(…)` after `IDENTITY`; without it, nothing.
  static SequenceProperties identity(TokenReader reader) {
    return clauses(reader.over(reader.parentheses()), SequenceProperties.DEFAULT);
  }

  /// Applies the clauses up to the end.
  static Sequence changed(TokenReader reader, Sequence sequence) {
    Sequence changed = sequence;
    while (!reader.atEnd()) {
      reader.take("set");
      if (reader.take("options")) {
        changed = withOptions(changed, OptionsParser.parentheses(reader));
      } else {
        changed =
            new Sequence(changed.name(), clause(reader, changed.properties()), changed.options());
      }
    }
    return changed;
  }

  /// Applies the clauses up to the end.
  static SequenceProperties clauses(TokenReader reader, SequenceProperties properties) {
    SequenceProperties changed = properties;
    while (!reader.atEnd()) {
      changed = clause(reader, changed);
    }
    return changed;
  }

  private static SequenceProperties clause(TokenReader reader, SequenceProperties properties) {
    if (reader.take("no", "skip", "range")) {
      return properties.withSkipRange(Optional.empty());
    }
    if (reader.take("skip", "range")) {
      String least = reader.value();
      reader.takeSymbol(',');
      return properties.withSkipRange(Optional.of(least + ", " + reader.value()));
    }
    if (reader.take("start", "counter", "with") || reader.take("restart", "counter", "with")) {
      return properties.withStartCounter(Optional.of(reader.value()));
    }
    if (reader.is("bit_reversed_positive")) {
      return properties.withKind(reader.word());
    }
    reader.skip();
    return properties;
  }

  private static Sequence withOptions(Sequence sequence, Map<String, String> options) {
    Map<String, String> rest = new TreeMap<>(options);
    SequenceProperties properties = sequence.properties();
    String kind = rest.remove(KIND);
    if (kind != null && !isNull(kind)) {
      properties = properties.withKind(kind.toLowerCase(Locale.ROOT));
    }
    String start = rest.remove(START);
    if (start != null) {
      properties = properties.withStartCounter(Optional.of(start).filter(value -> !isNull(value)));
    }
    String least = rest.remove(SKIP_MIN);
    String most = rest.remove(SKIP_MAX);
    if (least != null && most != null) {
      Optional<String> range = Optional.of(least + ", " + most);
      properties = properties.withSkipRange(isNull(least) ? Optional.empty() : range);
    }
    return new Sequence(sequence.name(), properties, sequence.options().with(rest));
  }

  private static boolean isNull(String value) {
    return value.equalsIgnoreCase("null");
  }
}
