package dev.spannerpipe.apply;

import dev.spannerpipe.apply.port.Ports;
import dev.spannerpipe.plan.HistoryRow;
import dev.spannerpipe.plan.LiveDatabase;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Queries the live database. Retries each query until the query succeeds or is rejected, or until
/// the time for retries has passed.
final class RetriedQueries implements LiveDatabase {
  private final Ports ports;
  private final Transactions transactions;

  RetriedQueries(Ports ports, Transactions transactions) {
    this.ports = ports;
    this.transactions = transactions;
  }

  @Override
  public List<List<@Nullable String>> query(String sql) {
    return transactions.call(() -> ports.database().query(sql));
  }

  @Override
  public boolean showsAll() {
    return ports.database().showsAll();
  }

  @Override
  public List<HistoryRow> history() {
    return transactions.call(() -> ports.database().history());
  }
}
