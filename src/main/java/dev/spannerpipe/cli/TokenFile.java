package dev.spannerpipe.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.spannerpipe.secret.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads the variables that contain tokens. The entry script removes these variables from the
/// environment and passes their names and values through a file descriptor. This class adds them to
/// the variables of the environment.
public final class TokenFile {
  /// The system property in which the entry script passes the path of the token file.
  public static final String PROPERTY = "spannerpipe.tokens";

  private static final Set<String> NAMES =
      Set.of("OIDC_TOKEN", "BITBUCKET_STEP_OIDC_TOKEN", "BITBUCKET_ACCESS_TOKEN");

  /// Variables of other tools whose values must not be logged either.
  private static final Set<String> FOREIGN =
      Set.of(
          "PIPELINES_JWT_TOKEN",
          "AWS_SECRET_ACCESS_KEY",
          "AWS_SESSION_TOKEN",
          "BITBUCKET_APP_PASSWORD",
          "BITBUCKET_TOKEN");

  private TokenFile() {}

  /// Returns the secrets of an environment: the values of the variables that contain tokens or
  /// credentials.
  static List<Secret> of(Map<String, String> environment) {
    return Stream.concat(NAMES.stream(), FOREIGN.stream())
        .map(name -> environment.getOrDefault(name, "").strip())
        .filter(value -> !value.isEmpty())
        .map(Secret::new)
        .toList();
  }

  /// Returns the environment plus the variables from the token file. The file can be read only
  /// once. Without a file, returns the environment unchanged.
  public static Map<String, String> add(Map<String, String> environment, @Nullable String file) {
    if (file == null) {
      return environment;
    }
    Map<String, String> all = new HashMap<>(environment);
    for (String variable : read(file).split("\u001e", -1)) {
      int equals = variable.indexOf('=');
      if (equals > 0 && NAMES.contains(variable.substring(0, equals))) {
        all.put(variable.substring(0, equals), variable.substring(equals + 1));
      }
    }
    return all;
  }

  private static String read(String file) {
    try {
      return new String(Files.readAllBytes(Path.of(file)), UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException("could not read the tokens from " + file, failure);
    }
  }
}
