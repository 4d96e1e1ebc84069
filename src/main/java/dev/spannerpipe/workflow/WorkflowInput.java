package dev.spannerpipe.workflow;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.files.FileRejection;
import dev.spannerpipe.files.InputFile;
import dev.spannerpipe.json.JsonDocument;
import dev.spannerpipe.json.JsonException;
import dev.spannerpipe.json.JsonNull;
import dev.spannerpipe.json.JsonObject;
import dev.spannerpipe.text.SafeText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/// The input of an execution: the user's JSON object, to which the pipe adds the member
/// `spannerPipe` with facts about the deployment.
///
/// @param text the exact text that is sent; a retry sends the same text
record WorkflowInput(String text) {
  /// The service's limit for inputs and outputs
  /// ([quotas](https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html)).
  static final int MOST_BYTES = 262_144;

  /// The limit for the file of WORKFLOW_INPUT. It is higher than the service's limit, because white
  /// space in the file is not sent.
  private static final int MOST_BYTES_OF_FILE = 4 * MOST_BYTES;

  private static final String FACTS = "spannerPipe";
  private static final String CHANGE_SETS = "changeSets";

  /// Builds the input. Throws a [ConfigurationFailure] if `WORKFLOW_INPUT` cannot be used, or if
  /// the service would reject the input.
  static WorkflowInput of(WorkflowSettings settings, JsonObject facts) {
    JsonDocument given = given(settings);
    if (given.member(FACTS).isPresent()) {
      throw new ConfigurationFailure(
          "Could not use WORKFLOW_INPUT: it has a member spannerPipe, but the pipe needs this name"
              + " for the deployment's facts",
          "Give the member another name");
    }
    String text = given.with(FACTS, facts).text();
    if (bytes(text) > MOST_BYTES) {
      // Replace the list of change sets by null, because the list may be long and is also in the
      // run's record. `changeSetCount` is still sent.
      text = given.with(FACTS, facts.with(CHANGE_SETS, new JsonNull())).text();
    }
    if (bytes(text) > MOST_BYTES) {
      throw new ConfigurationFailure(
          String.format(
              Locale.ROOT,
              "Could not use WORKFLOW_INPUT: with the deployment's facts it is %,d bytes, and Step"
                  + " Functions accepts at most %,d",
              bytes(text),
              MOST_BYTES),
          "Put large data into an S3 object and its address into the input");
    }
    return new WorkflowInput(text);
  }

  /// Returns whether the user's part of this input is equal to WORKFLOW_INPUT in these settings.
  boolean isOf(WorkflowSettings settings) {
    return JsonDocument.parse(text).without(FACTS).same(given(settings));
  }

  /// Returns whether this input is the same JSON value as another text.
  boolean sameAs(String other) {
    if (other.equals(text)) {
      return true;
    }
    try {
      return JsonDocument.parse(other).same(JsonDocument.parse(text));
    } catch (JsonException _) {
      return false;
    }
  }

  private static JsonDocument given(WorkflowSettings settings) {
    String given = settings.input().strip();
    boolean inline = given.startsWith("{") || given.startsWith("[") || given.startsWith("\"");
    String origin = inline ? "WORKFLOW_INPUT" : "the file " + given + " of WORKFLOW_INPUT";
    JsonDocument document = parsed(inline ? given : file(settings, given), origin);
    if (!document.isObject()) {
      throw new ConfigurationFailure(
          "Could not use %s: it is JSON, but not an object".formatted(origin),
          "Write an object, as in {\"service\": \"shop\"}");
    }
    return document;
  }

  private static JsonDocument parsed(String text, String origin) {
    try {
      return JsonDocument.parseUnambiguous(text);
    } catch (JsonException problem) {
      throw new ConfigurationFailure(
          "Could not use %s: it is %s".formatted(origin, problem.getMessage()),
          "Check quotes, commas and brackets; a shell may have removed some of them");
    }
  }

  private static String file(WorkflowSettings settings, String name) {
    String wrong;
    try {
      Path file = settings.cloneDirectory().path().resolve(name);
      byte[] bytes = InputFile.ofBranch(file, settings.cloneDirectory()).read(MOST_BYTES_OF_FILE);
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (NoSuchFileException _) {
      wrong = "is neither a JSON object nor a file";
    } catch (FileRejection rejection) {
      wrong = "cannot be used: " + rejection.reason();
    } catch (InvalidPathException _) {
      wrong = "is neither a JSON object nor a path";
    } catch (CharacterCodingException _) {
      wrong = "is a file that is not in UTF-8";
    } catch (IOException _) {
      wrong = "is a file that cannot be read";
    }
    throw new ConfigurationFailure(
        "Could not use WORKFLOW_INPUT: %s %s".formatted(SafeText.shortened(name, 80), wrong),
        "Set it to a JSON object, or to the path of a file that contains one; the path is relative to the clone directory");
  }

  private static int bytes(String text) {
    return text.getBytes(UTF_8).length;
  }
}
