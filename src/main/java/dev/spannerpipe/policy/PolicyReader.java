package dev.spannerpipe.policy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.spannerpipe.failure.BlockedFailure;
import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.files.CloneDirectory;
import dev.spannerpipe.files.InputFile;
import dev.spannerpipe.text.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/// Reads the policy file. Reports all problems at once, with line numbers.
public final class PolicyReader {
  private static final int MAXIMUM_BYTES = 262_144;

  private PolicyReader() {}

  /// Reads the policy. Throws a [ConfigurationFailure] if the policy cannot be read, has a problem,
  /// or fails one of its own tests. Throws a [BlockedFailure] if the SHA-256 is not the required
  /// one.
  ///
  /// @param clone the clone directory; a policy inside it is only advisory, because anyone who can
  ///   push to the Git branch can change it
  public static Policy read(PolicySettings settings, Optional<Path> clone) {
    Path path = settings.file().path();
    byte[] content = content(settings.file());
    String sha256 = Sha256.of(content);
    settings.sha256().ifPresent(pin -> checkPin(path, pin, sha256));
    Origin origin = new Origin(path.toString(), sha256, isWithin(path, clone));
    return parse(text(path, content), origin);
  }

  /// Reads the policy from its text.
  static Policy parse(String text, Origin origin) {
    Problems problems = new Problems();
    Optional<Policy> policy =
        YamlText.read(text, problems)
            .map(value -> new PolicyDocument(value, origin, problems).policy());
    if (!problems.isEmpty() || policy.isEmpty()) {
      throw problems.failure(origin.file());
    }
    checkTests(policy.get(), problems);
    return policy.get();
  }

  private static void checkTests(Policy policy, Problems problems) {
    for (PolicyTest.Result result : policy.runTests()) {
      if (!result.passed()) {
        problems.add(
            result.line(), "", "test \"%s\" fails: %s".formatted(result.name(), result.message()));
      }
    }
    if (!problems.isEmpty()) {
      throw problems.failure(policy.origin().file());
    }
  }

  private static byte[] content(InputFile file) {
    try {
      return file.read(MAXIMUM_BYTES);
    } catch (NoSuchFileException missing) {
      throw unreadable(file.path(), "there is no such file").causedBy(missing);
    } catch (IOException problem) {
      throw unreadable(file.path(), CloneDirectory.reason(problem)).causedBy(problem);
    }
  }

  private static String text(Path file, byte[] content) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    } catch (CharacterCodingException problem) {
      throw unreadable(file, "line %d is not UTF-8".formatted(lineOfMistake(content)))
          .causedBy(problem);
    }
  }

  /// Returns the line of the first byte that is not UTF-8: the first byte that changes when the
  /// content is decoded and encoded again.
  private static int lineOfMistake(byte[] content) {
    byte[] decoded = new String(content, UTF_8).getBytes(UTF_8);
    int mistake = Math.max(0, Arrays.mismatch(content, decoded));
    int line = 1;
    for (int at = 0; at < mistake; at++) {
      line += content[at] == '\n' ? 1 : 0;
    }
    return line;
  }

  private static void checkPin(Path file, String pin, String sha256) {
    if (!pin.equalsIgnoreCase(sha256)) {
      throw new BlockedFailure(
          "Rejected policy %s: SHA-256 is %s, POLICY_SHA256 requires %s"
              .formatted(file, sha256, pin),
          "Review what was changed in the policy, and set POLICY_SHA256 to its SHA-256");
    }
  }

  private static ConfigurationFailure unreadable(Path file, String why) {
    return new ConfigurationFailure(
        "Could not read the policy %s: %s".formatted(file, why), "Set POLICY_FILE to a policy");
  }

  /// Returns whether the file is in the clone directory. Resolves symbolic links in both paths, so
  /// that they cannot hide the location of the file.
  private static boolean isWithin(Path file, Optional<Path> clone) {
    try {
      return clone.isPresent()
          && Files.exists(clone.get())
          && file.toRealPath().startsWith(clone.get().toRealPath());
    } catch (IOException _) {
      return true;
    }
  }
}
