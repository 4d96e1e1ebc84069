package dev.spannerpipe.image;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.WaitContainerResultCallback;
import dev.spannerpipe.testing.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.output.OutputFrame.OutputType;
import org.testcontainers.containers.startupcheck.StartupCheckStrategy;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.utility.DockerImageName;

/// A container of the built image that runs once, to its end.
final class PipeContainer implements AutoCloseable {
  private static final Pattern COLORS = Pattern.compile("\u001b\\[[0-9;]*m");

  private final GenericContainer<?> container;

  /// Prepares one that does not run yet.
  ///
  /// @param how everything but the image
  PipeContainer(Consumer<CreateContainerCmd> how) {
    container =
        new GenericContainer<>(DockerImageName.parse(BuiltImage.Condition.name()))
            .withCreateContainerCmdModifier(how)
            .withStartupCheckStrategy(new AnyStart())
            .waitingFor(new NoWait());
  }

  /// Starts it.
  void start() {
    container.start();
  }

  /// Ends it with SIGKILL, as the platform's Stop does, and waits until it is gone.
  void kill() {
    client().killContainerCmd(container.getContainerId()).exec();
    exitCode();
  }

  /// Returns the command line of its process, while it runs.
  List<String> commandLine() {
    try {
      String line = container.execInContainer("cat", "/proc/1/cmdline").getStdout();
      return List.of(line.split("\0"));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException failure) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(failure);
    }
  }

  /// Waits for its end. What it printed is without colors.
  Result await() {
    int exitCode = exitCode();
    return new Result(exitCode, printed(OutputType.STDOUT), printed(OutputType.STDERR));
  }

  private int exitCode() {
    return client()
        .waitContainerCmd(container.getContainerId())
        .exec(new WaitContainerResultCallback())
        .awaitStatusCode(5, TimeUnit.MINUTES);
  }

  private String printed(OutputType stream) {
    return COLORS.matcher(container.getLogs(stream)).replaceAll("");
  }

  private DockerClient client() {
    return container.getDockerClient();
  }

  @Override
  public void close() {
    container.close();
  }

  /// It has started as soon as it is not only created. It may have ended by then; with which exit
  /// code is for the test to judge.
  private static final class AnyStart extends StartupCheckStrategy {
    @Override
    public StartupStatus checkStartupState(DockerClient client, String containerId) {
      InspectContainerResponse.ContainerState state = getCurrentState(client, containerId);
      return "created".equals(state.getStatus())
          ? StartupStatus.NOT_YET_KNOWN
          : StartupStatus.SUCCESSFUL;
    }
  }

  /// It offers nothing that could be waited for.
  private static final class NoWait extends AbstractWaitStrategy {
    @Override
    protected void waitUntilReady() {}
  }
}
