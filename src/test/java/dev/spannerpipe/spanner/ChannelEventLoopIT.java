package dev.spannerpipe.spanner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.cloud.spanner.DatabaseId;
import com.google.cloud.spanner.ResultSet;
import com.google.cloud.spanner.Spanner;
import com.google.cloud.spanner.Statement;
import dev.spannerpipe.sql.Dialect;
import dev.spannerpipe.testing.EmulatorServer;
import dev.spannerpipe.testing.TestDatabase;
import io.grpc.netty.shaded.io.netty.channel.epoll.Epoll;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// That its thread has ended at the end of a process is a matter of `EndOfProcessIT`.
class ChannelEventLoopIT {
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void servesTheChannelsOfAClientWithEpollAndWithout(boolean epoll) {
    assumeTrue(!epoll || Epoll.isAvailable(), "no epoll on this machine");
    TestDatabase database = EmulatorServer.running().newDatabase(Dialect.GOOGLE_STANDARD_SQL);
    ChannelEventLoop loop = ChannelEventLoop.create(epoll);
    try (Spanner spanner =
            ClientOptions.of(database.settings(), Optional.empty(), ClientOptions.SESSION, loop)
                .getService();
        ResultSet rows =
            spanner
                .getDatabaseClient(
                    DatabaseId.of(database.project(), database.instance(), database.name()))
                .singleUse()
                .executeQuery(Statement.of("SELECT 17"))) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getLong(0)).isEqualTo(17);
    } finally {
      loop.close();
    }
  }
}
