package dev.spannerpipe.testing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Picks those of a run's calls that stand for all others.
public final class CallKinds {
  private CallKinds() {}

  /// Returns the numbers, from 1, of the first and the last call to Spanner of each method and
  /// purpose.
  public static List<Integer> firstAndLastOf(List<Call> calls) {
    TreeSet<Integer> chosen = new TreeSet<>(firstOf(calls));
    chosen.addAll(lastOf(calls));
    return List.copyOf(chosen);
  }

  /// Returns the numbers, from 1, of the first call to Spanner of each method and purpose.
  public static List<Integer> firstOf(List<Call> calls) {
    return first(calls.stream().map(CallKinds::kind).toList());
  }

  /// Returns the numbers, from 1, of the last call to Spanner of each method and purpose.
  public static List<Integer> lastOf(List<Call> calls) {
    return last(calls.stream().map(CallKinds::kind).toList());
  }

  /// Returns the numbers, from 1, of the first call of each kind.
  public static List<Integer> first(List<String> kinds) {
    return numbers(kinds).stream().map(List::getFirst).sorted().toList();
  }

  /// Returns the numbers, from 1, of the last call of each kind.
  public static List<Integer> last(List<String> kinds) {
    return numbers(kinds).stream().map(List::getLast).sorted().toList();
  }

  private static List<List<Integer>> numbers(List<String> kinds) {
    Map<String, List<Integer>> numbers = new LinkedHashMap<>();
    for (int i = 0; i < kinds.size(); i++) {
      numbers.computeIfAbsent(kinds.get(i), _ -> new ArrayList<>()).add(i + 1);
    }
    return List.copyOf(numbers.values());
  }

  /// The subject begins with the transaction's tag, the operation's id, or the run's id.
  private static String kind(Call call) {
    String purpose = call.subject().split(" ", 2)[0];
    if (purpose.startsWith("spanner-pipe_")) {
      purpose = "read";
    } else if (purpose.startsWith("sp_")) {
      purpose = "operation";
    }
    return call.method() + " " + purpose;
  }
}
