package dev.spannerpipe.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReviewedResourcesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "x.properties",
        "x.properties | one, other | one",
        "x.properties | one, other | one | ",
        "x.properties | one, other | third | why",
        "x.properties | one, other | one | why | else"
      })
  void rejectALineThatDoesNotSayWhatIsKeptAndWhy(String line) {
    assertThatThrownBy(() -> ReviewedResources.parse("# A comment\n" + line))
        .isInstanceOf(MergeFailure.class)
        .hasMessage(
            """
            Could not read this line of src/test/resources/packaging/resources.txt: %s
            Write RESOURCE | LIBRARY, LIBRARY | THE ONE THAT IS KEPT | WHY."""
                .formatted(line));
  }

  @Test
  void holdForJustTheirLibraries() {
    ReviewedResources reviewed = ReviewedResources.parse("x | one, other | one | why");

    assertThat(reviewed.kept("y", Set.of("one", "other"))).isEmpty();
    assertThat(reviewed.kept("x", Set.of("one", "third"))).isEmpty();
    assertThat(reviewed.kept("x", Set.of("other", "one"))).hasValue("one");
    assertThat(reviewed.problems()).isEmpty();
  }
}
