package dev.spannerpipe.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseNameTest {
  @Test
  void readsWhatItWrites() {
    DatabaseName name = new DatabaseName("acme", "prod", "orders");

    assertThat(name).hasToString("projects/acme/instances/prod/databases/orders");
    assertThat(DatabaseName.parse(name.toString())).contains(name);
    assertThat(name.projectName()).isEqualTo("projects/acme");
    assertThat(name.instanceName()).isEqualTo("projects/acme/instances/prod");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "orders",
        "projects/acme/instances/prod",
        "projects/acme/instances/prod/databases/",
        "projects/acme/instances/prod/databases/orders/sessions/1",
        "projects/a/b/instances/prod/databases/orders",
        "spanner:projects/acme/instances/prod/databases/orders"
      })
  void rejectsAnythingElse(String text) {
    assertThat(DatabaseName.parse(text)).isEmpty();
  }
}
