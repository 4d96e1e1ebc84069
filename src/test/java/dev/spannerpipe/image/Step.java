package dev.spannerpipe.image;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import dev.spannerpipe.testing.Result;
import dev.spannerpipe.testing.Workspace;
import dev.spannerpipe.testing.oidc.BitbucketStep;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// A step of a pipeline that runs the built image with the volumes, the folder, the environment and
/// the limits that Bitbucket gives to a pipe.
///
/// @param agent the folder of the step's agent, with the clone directory in it
/// @param variables the environment of the container
/// @param limits changes what the engine allows the container
record Step(Path agent, Map<String, String> variables, UnaryOperator<HostConfig> limits) {
  /// The name of the step's machine within a pipe, and with it that of its services.
  static final String HOST = "host.docker.internal";

  /// The commit that the pipeline was started for.
  static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  /// What no pipe may print.
  static final String JWT = "eyJhbGciOiJIUzI1NiJ9.eyJ1c2VkIjoiYnkgQXRsYXNzaWFuIn0.c2lnbmF0dXJl";

  private static final long DOCKER_SERVICE = 1L << 30;

  /// Begins a step of the workspace `acme` whose agent has this folder.
  static Step begin(Path agent) {
    Step step = new Step(agent, Map.of(), engine -> engine);
    try {
      Files.createDirectories(step.storage());
      Files.createDirectories(step.ssh());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return step.with(step.platform());
  }

  private Path build() {
    return agent.resolve("build");
  }

  private Path ssh() {
    return agent.resolve("ssh");
  }

  private Path sharedStorage() {
    return build().resolve(".bitbucket/pipelines/generated/pipeline/pipes");
  }

  private Path storage() {
    return sharedStorage().resolve("acme/spanner-pipe");
  }

  /// Returns the clone directory.
  Workspace workspace() {
    return new Workspace(build());
  }

  private Map<String, String> platform() {
    Map<String, String> variables = new HashMap<>(BitbucketStep.deployment().variables());
    variables.put("CI", "true");
    variables.put("BITBUCKET_BUILD_NUMBER", "17");
    variables.put("BITBUCKET_CLONE_DIR", build().toString());
    variables.put("BITBUCKET_COMMIT", COMMIT);
    variables.put("BITBUCKET_REPO_SLUG", "orders");
    variables.put("BITBUCKET_REPO_FULL_NAME", "acme/orders");
    variables.put("BITBUCKET_REPO_IS_PRIVATE", "true");
    variables.put("BITBUCKET_REPO_OWNER", "acme");
    variables.put("BITBUCKET_PROJECT_KEY", "ORD");
    variables.put("BITBUCKET_PROJECT_UUID", "{b0b00000-0000-4000-8000-000000000006}");
    variables.put("BITBUCKET_STEP_RUN_NUMBER", "1");
    variables.put("BITBUCKET_STEP_TRIGGERER_UUID", "{aaaa0000-0000-4000-8000-000000000007}");
    variables.put("BITBUCKET_GIT_HTTP_ORIGIN", "http://bitbucket.org/acme/orders");
    variables.put("BITBUCKET_GIT_SSH_ORIGIN", "git@bitbucket.org:acme/orders.git");
    variables.put("BITBUCKET_SSH_KEY_FILE", ssh().resolve("id_rsa").toString());
    variables.put("BITBUCKET_PIPE_SHARED_STORAGE_DIR", sharedStorage().toString());
    variables.put("BITBUCKET_PIPE_STORAGE_DIR", storage().toString());
    // The path is given, but its folder is not mounted.
    variables.put(
        "BITBUCKET_PIPELINES_VARIABLES_PATH", agent.resolve("variables/output.env").toString());
    variables.put("BITBUCKET_DOCKER_HOST_INTERNAL", HOST);
    variables.put("DOCKER_HOST", "tcp://" + HOST + ":2375");
    variables.put("PIPELINES_JWT_TOKEN", JWT);
    return variables;
  }

  /// Returns a copy with one variable more, or with another value of it.
  Step with(String name, String value) {
    return with(Map.of(name, value));
  }

  /// Returns a copy with these variables more, or with other values of them.
  Step with(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(variables);
    all.putAll(more);
    return new Step(agent, Map.copyOf(all), limits);
  }

  /// Returns a copy without a variable.
  Step without(String name) {
    Map<String, String> less = new HashMap<>(variables);
    less.remove(name);
    return new Step(agent, Map.copyOf(less), limits);
  }

  /// Returns a copy with a further change of what the engine allows.
  Step limited(UnaryOperator<HostConfig> more) {
    return new Step(agent, variables, engine -> more.apply(limits.apply(engine)));
  }

  /// Returns a copy in which this machine's file or folder is, read-only, in the place of the
  /// container's own.
  Step replacing(String inContainer, Path own) {
    return limited(
        engine -> {
          List<Bind> binds = new ArrayList<>(List.of(engine.getBinds()));
          binds.add(new Bind(own.toString(), new Volume(inContainer), AccessMode.ro));
          return engine.withBinds(binds);
        });
  }

  /// Runs the image to its end.
  Result run() {
    try (PipeContainer container = container()) {
      container.start();
      return container.await();
    }
  }

  /// Runs commands with the image's shell instead of the pipe, in the clone directory.
  Result shell(String commands) {
    try (PipeContainer container =
        new PipeContainer(
            what -> {
              describe(what);
              what.withEntrypoint("/bin/sh", "-euc", commands);
            })) {
      container.start();
      return container.await();
    }
  }

  /// Returns a container that does not run yet.
  PipeContainer container() {
    return new PipeContainer(this::describe);
  }

  private void describe(CreateContainerCmd container) {
    container
        .withWorkingDir(build().toString())
        .withLabels(labels(container))
        .withEnv(variables.entrySet().stream().map(Object::toString).toList())
        .withHostConfig(
            limits.apply(
                Optional.ofNullable(container.getHostConfig())
                    .orElseGet(HostConfig::new)
                    .withBinds(volumes())
                    .withExtraHosts(HOST + ":" + machine())
                    .withMemory(DOCKER_SERVICE)));
  }

  private static Map<String, String> labels(CreateContainerCmd container) {
    Map<String, String> labels =
        new HashMap<>(Optional.ofNullable(container.getLabels()).orElseGet(Map::of));
    labels.put("org.bitbucket.pipelines.system", "true");
    return labels;
  }

  /// Where these tests are a step themselves, that step's machine is the one to reach.
  private static String machine() {
    return Optional.ofNullable(System.getenv("BITBUCKET_DOCKER_HOST_INTERNAL"))
        .filter(address -> !address.isBlank())
        .orElse("host-gateway");
  }

  private List<Bind> volumes() {
    return Stream.of(
            Stream.of(build(), sharedStorage(), storage()).map(path -> at(path, AccessMode.rw)),
            Stream.of(at(ssh(), AccessMode.ro)),
            dockerClient().map(path -> new Bind(path, new Volume(path), AccessMode.ro)))
        .flatMap(volumes -> volumes)
        .toList();
  }

  private static Bind at(Path path, AccessMode mode) {
    return new Bind(path.toString(), new Volume(path.toString()), mode);
  }

  /// The platform mounts its client. A step can mount nothing from outside its clone directory.
  private static Stream<String> dockerClient() {
    return System.getenv("BITBUCKET_CLONE_DIR") != null
        ? Stream.empty()
        : Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .map(folder -> Path.of(folder, "docker"))
            .filter(Files::isExecutable)
            .limit(1)
            .map(Path::toString);
  }
}
