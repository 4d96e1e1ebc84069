package dev.spannerpipe.targets;

import dev.spannerpipe.json.JsonDocument;
import dev.spannerpipe.json.JsonException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/// Reads targets from the output of `terraform output -json`, from that of `kubectl get … -o json`,
/// or from a flat JSON object.
public final class TargetsReader {
  private static final String HOW_TO_WRITE =
      "Write the file with terraform output -json or kubectl get … -o json, or as one flat JSON"
          + " object";

  private TargetsReader() {}

  /// Returns what the file contains. Never throws because of the content.
  ///
  /// @param content the bytes of the file
  public static Targets read(byte[] content) {
    TargetCollector found = new TargetCollector();
    document(content, found).ifPresent(document -> read(document, found));
    return found.targets();
  }

  private static void read(JsonDocument document, TargetCollector found) {
    if (ClusterObjects.isClusterObject(document)) {
      new ClusterObjects(found).read(document);
    } else {
      new KeyedValues(found).read(document);
    }
    if (found.isEmpty()) {
      String names =
          Arrays.stream(TargetVariable.values())
              .map(TargetVariable::name)
              .collect(Collectors.joining(", "));
      found.problem("sets none of " + names, HOW_TO_WRITE);
    }
  }

  private static Optional<JsonDocument> document(byte[] content, TargetCollector found) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
      if (text.isBlank()) {
        found.problem("is empty", HOW_TO_WRITE);
        return Optional.empty();
      }
      JsonDocument document = JsonDocument.parseUnambiguous(text);
      if (!document.isObject()) {
        found.problem("is JSON, but " + document.type() + " instead of an object", HOW_TO_WRITE);
        return Optional.empty();
      }
      return Optional.of(document);
    } catch (CharacterCodingException _) {
      found.problem("is not UTF-8 text", "Write it in UTF-8");
      return Optional.empty();
    } catch (JsonException problem) {
      found.problem("is " + problem.getMessage(), HOW_TO_WRITE);
      return Optional.empty();
    }
  }
}
