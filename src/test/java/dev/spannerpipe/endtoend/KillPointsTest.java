package dev.spannerpipe.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.testing.Call;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KillPointsTest {
  @Test
  void killsBeforeAndAfterTheFirstAndTheLastWritingCallOfEachKind() {
    assertThat(chosen("Commit intent", "Commit intent", "Commit intent", "Commit history"))
        .containsExactly(
            "before call 1",
            "after call 1",
            "before call 3",
            "after call 3",
            "before call 4",
            "after call 4");
  }

  @Test
  void killsOnceAtEachKindOfCallThatOnlyReads() {
    assertThat(
            chosen(
                "CreateSession",
                "ExecuteStreamingSql spanner-pipe describe SELECT c.table_name FROM tables",
                "GetDatabase",
                "ExecuteStreamingSql lease SELECT 'TIME' AS Part",
                "StreamingRead lease SPANNER_PIPE_INTENT",
                "StreamingRead lease SPANNER_PIPE_RUN",
                "ExecuteStreamingSql lease SELECT 'TIME' AS Part",
                "GetOperation sp_1_1",
                "GetOperation sp_1_2"))
        .containsExactly(
            "before call 1",
            "before call 2",
            "before call 3",
            "before call 4",
            "before call 5",
            "before call 8");
  }

  @Test
  void takesACallForAWritingOneUnlessItIsKnownToRead() {
    assertThat(
            chosen(
                "ExecuteStreamingSql partitioned UPDATE Accounts SET Note = 'SELECT 1'",
                "ExecuteStreamingSql data INSERT Accounts SELECT Id FROM Others",
                "BeginTransaction",
                "ExecuteBatchDml data SELECT 1",
                "SomethingNew"))
        .hasSize(10);
  }

  @Test
  void killsBeforeAndAfterEveryCallWhereAllAreWanted() {
    assertThat(KillPoints.all(2))
        .map(KillPoint::toString)
        .containsExactly("before call 1", "after call 1", "before call 2", "after call 2");
  }

  private static List<String> chosen(String... texts) {
    List<Call> calls = new ArrayList<>();
    for (String text : texts) {
      String[] parts = text.split(" ", 2);
      calls.add(new Call(calls.size() + 1, parts[0], 1, parts.length == 1 ? "" : parts[1]));
    }
    return KillPoints.representative(calls).stream().map(KillPoint::toString).toList();
  }
}
