package dev.spannerpipe.adopt;

import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.sql.SchemaChange;
import dev.spannerpipe.sql.SqlToken;
import dev.spannerpipe.sql.SqlTokenizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The parts of a schema that have nothing to do with each other. Each can be replayed in a
/// database of its own. That matters for large schemas: what a statement costs an emulator, in time
/// and memory, grows with the schema that is there already. So ten parts cost a tenth of the whole.
///
/// @param parts for each statement the number of its part, from 0; [#EVERYWHERE] for a statement
///   that belongs to all
/// @param count how many parts there are
record Shards(Map<String, Integer> parts, int count) {
  /// How many statements a part has at most, unless they belong together. An emulator needs about
  /// 180 MB for them.
  static final int STATEMENTS = 400;

  private static final int EVERYWHERE = -1;

  /// The kinds of objects whose statements name everything that they depend on.
  private static final Set<String> NAMING =
      Set.of("table", "index", "search index", "vector index", "view", "sequence", "change stream");

  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_$]+");

  Shards {
    parts = Map.copyOf(parts);
  }

  /// Returns the parts; empty if there is only one, or if that is not clear.
  ///
  /// @param statements the schema changes of the changelog and of the database
  static Optional<Shards> of(Dialect dialect, Set<String> statements) {
    if (statements.size() <= STATEMENTS) {
      return Optional.empty();
    }
    Map<String, List<String>> words = new HashMap<>();
    Set<String> names = new HashSet<>();
    for (String statement : statements) {
      List<SqlToken> read = SqlTokenizer.tokens(dialect, statement);
      SchemaChange change = SchemaChange.of(dialect, read);
      if (isForAll(change)) {
        words.put(statement, List.of());
      } else if (!isNaming(change)) {
        return Optional.empty();
      } else {
        words.put(statement, read.stream().flatMap(Shards::words).toList());
        names.add(lastPart(change.name()));
      }
    }
    return packed(components(words, names));
  }

  /// Returns the words of a token. A string may name a sequence.
  private static Stream<String> words(SqlToken token) {
    return WORD.matcher(token.text().toLowerCase(Locale.ROOT)).results().map(MatchResult::group);
  }

  private static boolean isForAll(SchemaChange change) {
    return change.is("alter", "database");
  }

  private static boolean isNaming(SchemaChange change) {
    return switch (change.verb()) {
      case "create", "alter", "drop" ->
          NAMING.contains(change.type())
              && !change.name().isEmpty()
              && !(change.type().equals("change stream") && change.has("for", "all"));
      default -> false;
    };
  }

  private static String lastPart(String name) {
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  /// Returns the statements of each component. Two statements belong together if both have a word
  /// that is the name of an object, even if it means something else there.
  private static List<List<String>> components(
      Map<String, List<String>> statements, Set<String> names) {
    Map<String, String> parents = new HashMap<>();
    Map<String, String> anyName = new HashMap<>();
    statements.forEach(
        (statement, words) -> {
          String first = "";
          for (String word : words) {
            if (names.contains(word)) {
              first = first.isEmpty() ? word : first;
              parents.put(root(parents, word), root(parents, first));
            }
          }
          anyName.put(statement, first);
        });
    Map<String, List<String>> components = new HashMap<>();
    anyName.forEach(
        (statement, name) ->
            components
                .computeIfAbsent(name.isEmpty() ? "" : root(parents, name), _ -> new ArrayList<>())
                .add(statement));
    List<List<String>> all = new ArrayList<>();
    all.add(components.getOrDefault("", List.of()));
    components.remove("");
    components.values().stream()
        .sorted(Comparator.<List<String>>comparingInt(List::size).reversed())
        .forEach(all::add);
    return all;
  }

  private static String root(Map<String, String> parents, String name) {
    String at = name;
    for (String next = parents.get(at); next != null && !next.equals(at); next = parents.get(at)) {
      at = next;
    }
    return at;
  }

  /// @param components the statements that belong everywhere, then each component, largest first
  private static Optional<Shards> packed(List<List<String>> components) {
    Map<String, Integer> parts = new HashMap<>();
    components.getFirst().forEach(statement -> parts.put(statement, EVERYWHERE));
    int part = 0;
    int size = 0;
    for (List<String> component : components.subList(1, components.size())) {
      if (size > 0 && size + component.size() > STATEMENTS) {
        part++;
        size = 0;
      }
      size += component.size();
      for (String statement : component) {
        parts.put(statement, part);
      }
    }
    return part == 0 ? Optional.empty() : Optional.of(new Shards(parts, part + 1));
  }

  /// Returns whether a statement belongs to a part.
  boolean has(int part, String statement) {
    int own = parts.getOrDefault(statement, EVERYWHERE);
    return own == part || own == EVERYWHERE;
  }
}
