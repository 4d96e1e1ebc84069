package dev.spannerpipe.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The published schema says what the parser takes.
class PolicySchemaTest {
  @Test
  void thePublishedSchemaIsTheParsersGrammar() throws Exception {
    assertThat(Files.readString(Path.of("pipe/policy.schema.json")))
        .as("pipe/policy.schema.json has to be written anew from the grammar")
        .isEqualTo(PolicySchema.text());
  }
}
