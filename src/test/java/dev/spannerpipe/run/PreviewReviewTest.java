package dev.spannerpipe.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spannerpipe.report.Console;
import dev.spannerpipe.report.Style;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class PreviewReviewTest {
  @Test
  void anErrorInPublishingIsOneWarning() {
    StringWriter log = new StringWriter();
    Console console = new Console(new PrintWriter(log, true), Style.TEXT, new SystemTime());

    PreviewReview.warned(
        () -> {
          throw new IllegalStateException("a secret");
        },
        console);

    assertThat(log.toString().lines())
        .singleElement()
        .asString()
        .endsWith(
            "Could not publish the preview in Bitbucket: unexpected IllegalStateException. Run"
                + " again; if the problem persists, set CODE_INSIGHTS: 'false' and remove"
                + " BITBUCKET_ACCESS_TOKEN.");
  }
}
