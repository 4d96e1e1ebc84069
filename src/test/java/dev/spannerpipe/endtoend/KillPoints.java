package dev.spannerpipe.endtoend;

import dev.spannerpipe.testing.Call;
import dev.spannerpipe.testing.CallKinds;
import dev.spannerpipe.testing.Fault.Moment;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Where a run is killed: at all of its calls, or at those that stand for all.
///
/// What the next run finds is what the killed run left in the database, and only a call that writes
/// changes that. So the gate kills before and after the first and the last writing call of each
/// kind. A call that only reads leaves the database as it was: a kill before it, a kill after it,
/// and a kill after the writing call in front of it leave the same. The first one of each kind is
/// killed once, because a process can die there, too. The transaction that some of them open is
/// open as well before the `Commit` that ends it, and each kind of `Commit` is a writing call.
final class KillPoints {
  private static final Set<String> READING =
      Set.of("CreateSession", "GetDatabase", "GetOperation", "StreamingRead");

  private static final Set<String> SQL = Set.of("ExecuteSql", "ExecuteStreamingSql");

  /// The statement follows its tag, which is one word but for the one of the Spanner client.
  private static final Pattern QUERY =
      Pattern.compile("(?:(?:spanner-pipe describe|[^ ]+) )?SELECT .*");

  private KillPoints() {}

  /// Returns the points before and after every call.
  static List<KillPoint> all(int calls) {
    return IntStream.rangeClosed(1, calls).boxed().flatMap(KillPoints::around).toList();
  }

  /// Returns the points that stand for all, in the order of the calls.
  static List<KillPoint> representative(List<Call> calls) {
    Set<Integer> firsts = Set.copyOf(CallKinds.firstOf(calls));
    List<KillPoint> points = new ArrayList<>();
    for (int number : CallKinds.firstAndLastOf(calls)) {
      if (!onlyReads(calls.get(number - 1))) {
        around(number).forEach(points::add);
      } else if (firsts.contains(number)) {
        points.add(new KillPoint(number, Moment.BEFORE));
      }
    }
    return List.copyOf(points);
  }

  /// Returns the points before and after this call.
  static Stream<KillPoint> around(int call) {
    return Stream.of(Moment.values()).map(moment -> new KillPoint(call, moment));
  }

  /// A call that is not known to read counts as one that writes.
  private static boolean onlyReads(Call call) {
    return READING.contains(call.method())
        || (SQL.contains(call.method()) && QUERY.matcher(call.subject()).matches());
  }
}
