package dev.spannerpipe.changelog;

import dev.spannerpipe.plan.HistoryRow;
import dev.spannerpipe.plan.LiveDatabase;
import dev.spannerpipe.plan.QueryException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A database that answers queries by a part of their text, and remembers them.
public final class FakeDatabase implements LiveDatabase {
  private record Answer(String part, List<List<@Nullable String>> rows) {}

  private final List<Answer> answers = new ArrayList<>();
  private final List<HistoryRow> history = new ArrayList<>();
  private @Nullable QueryException refusal;
  public final List<String> queries = new ArrayList<>();

  public FakeDatabase answering(String part, List<List<@Nullable String>> rows) {
    answers.add(new Answer(part, rows));
    return this;
  }

  public FakeDatabase refusing(QueryException failure) {
    this.refusal = failure;
    return this;
  }

  public FakeDatabase with(HistoryRow row) {
    history.add(row);
    return this;
  }

  @Override
  public List<List<@Nullable String>> query(String sql) {
    queries.add(sql);
    if (refusal != null) {
      throw refusal;
    }
    return answers.stream()
        .filter(answer -> sql.contains(answer.part()))
        .findFirst()
        .map(Answer::rows)
        .orElse(List.of());
  }

  @Override
  public List<HistoryRow> history() {
    return history;
  }
}
