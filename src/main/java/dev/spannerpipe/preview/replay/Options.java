package dev.spannerpipe.preview.replay;

import dev.spannerpipe.preview.replay.DdlText.Range;
import java.util.List;
import java.util.Optional;

/// Takes the options that an emulator does not know out of a list of options.
///
/// @param type the kind of object whose statements are changed
/// @param word the word before the list
/// @param known the options that every emulator knows
record Options(String type, String word, List<String> known) {
  Options {
    known = List.copyOf(known);
  }

  Optional<List<String>> without(DdlText statement) {
    if (!statement.head().type().equals(type)) {
      return Optional.empty();
    }
    DdlText rest = statement;
    Optional<Range> unknown = firstUnknown(rest);
    while (unknown.isPresent()) {
      rest = rest.of(rest.withoutElement(unknown.get()));
      unknown = firstUnknown(rest);
    }
    return rest == statement ? Optional.empty() : Optional.of(withoutEmptyList(rest));
  }

  private Optional<Range> firstUnknown(DdlText statement) {
    int list = statement.find(statement.afterHead(), word, "(");
    while (list >= 0) {
      Optional<Range> unknown =
          statement.list(list + 1).stream()
              .filter(option -> !known.contains(statement.at(option.from()).folded()))
              .findFirst();
      if (unknown.isPresent()) {
        return unknown;
      }
      list = statement.find(list + 1, word, "(");
    }
    return Optional.empty();
  }

  /// `SET OPTIONS ()` changes nothing, and elsewhere an empty list is not allowed.
  private List<String> withoutEmptyList(DdlText statement) {
    int empty = statement.find(0, word, "(", ")");
    if (empty < 0) {
      return List.of(statement.text());
    }
    if (word.equals("set") || statement.is(empty - 1, "set")) {
      return List.of();
    }
    int from = statement.is(empty - 1, ",") ? empty - 1 : empty;
    return List.of(statement.without(new Range(from, empty + 3)));
  }
}
