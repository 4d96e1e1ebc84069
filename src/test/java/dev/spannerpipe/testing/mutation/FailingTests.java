package dev.spannerpipe.testing.mutation;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import org.junit.jupiter.engine.JupiterTestEngine;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/// Runs the tests of the product with code that is wrong on purpose.
public final class FailingTests {
  private FailingTests() {}

  /// Returns whether a test class notices.
  ///
  /// @param code holds the test class, too
  /// @param test its full name
  public static boolean notice(MutatedCode code, String test) {
    Launcher launcher =
        LauncherFactory.create(
            LauncherConfig.builder()
                .enableTestEngineAutoRegistration(false)
                .addTestEngines(new JupiterTestEngine())
                .build());
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    try {
      launcher.execute(
          LauncherDiscoveryRequestBuilder.request()
              .selectors(selectClass(code.loadClass(test)))
              .configurationParameter("junit.jupiter.execution.parallel.enabled", "false")
              .build(),
          listener);
    } catch (ClassNotFoundException missing) {
      throw new IllegalStateException(missing);
    }
    return listener.getSummary().getTotalFailureCount() > 0;
  }
}
