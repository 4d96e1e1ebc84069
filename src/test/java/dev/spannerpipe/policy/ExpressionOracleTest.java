package dev.spannerpipe.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Regular expressions mean what a matcher says that simply tries everything.
class ExpressionOracleTest {
  private static final long SEED = 20_261_122;

  /// A regular expression of the subset that a policy takes.
  private sealed interface Node {
    String written();

    /// Returns where a match that begins here can end.
    Set<Integer> ends(String text, int from);

    /// One of these characters.
    record OneOf(String characters) implements Node {
      @Override
      public String written() {
        return characters.length() == 1 ? characters : "[" + characters + "]";
      }

      @Override
      public Set<Integer> ends(String text, int from) {
        return from < text.length() && characters.indexOf(text.charAt(from)) >= 0
            ? Set.of(from + 1)
            : Set.of();
      }
    }

    /// One after the other.
    record Sequence(List<Node> parts) implements Node {
      @Override
      public String written() {
        return parts.stream().map(Node::written).collect(Collectors.joining());
      }

      @Override
      public Set<Integer> ends(String text, int from) {
        Set<Integer> ends = Set.of(from);
        for (Node part : parts) {
          ends =
              ends.stream()
                  .flatMap(end -> part.ends(text, end).stream())
                  .collect(Collectors.toSet());
        }
        return ends;
      }
    }

    /// One or the other.
    record Branch(Node left, Node right) implements Node {
      @Override
      public String written() {
        return "(" + left.written() + "|" + right.written() + ")";
      }

      @Override
      public Set<Integer> ends(String text, int from) {
        Set<Integer> ends = new TreeSet<>(left.ends(text, from));
        ends.addAll(right.ends(text, from));
        return ends;
      }
    }

    /// So many of it.
    record Repeated(Node part, String sign, int least, int most) implements Node {
      @Override
      public String written() {
        return part.written() + sign;
      }

      @Override
      public Set<Integer> ends(String text, int from) {
        Set<Integer> current = Set.of(from);
        Set<Integer> ends = new TreeSet<>(least == 0 ? current : Set.of());
        for (int count = 1; count <= Math.min(most, text.length() + 1); count++) {
          current =
              current.stream()
                  .flatMap(end -> part.ends(text, end).stream())
                  .collect(Collectors.toSet());
          if (count >= least) {
            ends.addAll(current);
          }
        }
        return ends;
      }
    }
  }

  @Test
  void expressionsAgreeWithANaiveOracle() {
    Random random = new Random(SEED);
    int compared = 0;
    int matched = 0;
    while (compared < 10_000) {
      Node node = sequence(random, 2);
      String pattern = "~\"" + node.written() + "\"";
      if (ExpressionSyntax.problem(pattern).isPresent()) {
        continue;
      }
      String text = text(random);
      boolean expected = node.ends(text, 0).contains(text.length());
      assertThat(TextPattern.of(pattern).matches(text))
          .as("%s on %s", pattern, text)
          .isEqualTo(expected);
      compared++;
      matched += expected ? 1 : 0;
    }
    assertThat(matched).isGreaterThan(300);
  }

  private static Node sequence(Random random, int depth) {
    List<Node> parts =
        IntStream.rangeClosed(0, random.nextInt(3)).mapToObj(_ -> node(random, depth)).toList();
    return new Node.Sequence(parts);
  }

  private static Node node(Random random, int depth) {
    int kind = random.nextInt(depth > 0 ? 6 : 3);
    return switch (kind) {
      case 0, 1 -> new Node.OneOf(List.of("a", "b", "ab").get(random.nextInt(3)));
      case 2 -> repeated(new Node.OneOf("a"), random);
      case 3 -> new Node.Branch(sequence(random, depth - 1), sequence(random, depth - 1));
      default ->
          new Node.Repeated(
              new Node.Branch(sequence(random, depth - 1), sequence(random, depth - 1)), "?", 0, 1);
    };
  }

  private static Node repeated(Node part, Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> new Node.Repeated(part, "*", 0, Integer.MAX_VALUE);
      case 1 -> new Node.Repeated(part, "+", 1, Integer.MAX_VALUE);
      case 2 -> new Node.Repeated(part, "?", 0, 1);
      default -> new Node.Repeated(part, "{2,3}", 2, 3);
    };
  }

  private static String text(Random random) {
    return random
        .ints(random.nextInt(6), 0, 2)
        .mapToObj(index -> index == 0 ? "a" : "b")
        .collect(Collectors.joining());
  }
}
