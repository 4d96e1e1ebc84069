package dev.spannerpipe.simulation;

import dev.spannerpipe.apply.port.Database;
import dev.spannerpipe.apply.port.SchemaChanges;
import dev.spannerpipe.apply.port.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;

/// The model keeps the contract of the ports.
class ModelPortTest implements PortContract {
  private static final ModelSpanner.Observer NOBODY =
      new ModelSpanner.Observer() {
        @Override
        public void begins(ModelOperation operation) {}

        @Override
        public void committed(ModelOperation operation, String statement, Instant at) {}

        @Override
        public void commits(String run, List<String> statements, List<Write> writes, Instant at) {}

        @Override
        public void partitioned(String run, String statement) {}
      };

  private final SplittableRandom random = new SplittableRandom(1);
  private final World world =
      new World(random, ModelSpanner.Manner.EMULATOR, () -> 0, () -> Doubt.NONE, NOBODY);
  private final Client client = client("r1");

  private Client client(String run) {
    return new Client(run, world, Weather.CALM, random, Duration.ZERO);
  }

  @Override
  public Database database() {
    return client;
  }

  @Override
  public Database otherClient() {
    return client("r2");
  }

  @Override
  public SchemaChanges schema() {
    return client;
  }
}
