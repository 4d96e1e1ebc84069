package dev.spannerpipe.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.spannerpipe.testing.Concurrent;
import dev.spannerpipe.testing.Proof;
import dev.spannerpipe.testing.mutation.MutatedCode;
import dev.spannerpipe.testing.mutation.Omission;
import dev.spannerpipe.testing.mutation.Omissions;
import dev.spannerpipe.testing.mutation.Source;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.engine.JupiterTestEngine;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/// Keeps the tests of tokens honest: each part of each check is left out in turn, and a test must
/// find that out. In the gate one part of each file, chosen by `omissions.seed`; `omissions.all` is
/// for all.
@Concurrent
class MissingCheckIT {
  private static final int PARALLEL = 2;

  private static final List<String> TESTS =
      Stream.of("TokenFormTest", "TokenClaimsTest", "OtherIssuersTest", "IssuerKeysTest")
          .map("dev.spannerpipe.identity."::concat)
          .toList();
  private static final List<String> ALL_TESTS =
      Stream.concat(TESTS.stream(), Stream.of("dev.spannerpipe.access.IdentificationTest"))
          .toList();

  /// A file with checks.
  ///
  /// @param test whose tests are the likeliest to miss one of them
  private record Checks(String file, String test) {
    Stream<Attempt> attempts() {
      Set<String> tests = new LinkedHashSet<>(List.of("dev.spannerpipe." + test));
      tests.addAll(ALL_TESTS);
      return Omissions.in(file).stream().map(omission -> new Attempt(omission, tests));
    }
  }

  /// One part that is left out, and the tests in the order of their chances.
  private record Attempt(Omission omission, Set<String> tests) {
    /// Returns the omission where no test notices it.
    Callable<Optional<Omission>> call() {
      return () -> {
        String by = noticed();
        System.out.printf("without %s%n  noticed by %s%n", omission, by.isEmpty() ? "NOBODY" : by);
        return by.isEmpty() ? Optional.of(omission) : Optional.empty();
      };
    }

    private String noticed() {
      try {
        return noticedBy(List.of(omission.source()), tests);
      } catch (MutatedCode.NotCompilableException _) {
        return "the compiler";
      }
    }
  }

  private static final List<Checks> CHECKS =
      List.of(
          new Checks("identity/RawToken.java", "identity.TokenFormTest"),
          new Checks("identity/HeaderCheck.java", "identity.TokenFormTest"),
          new Checks("identity/ClaimCheck.java", "identity.TokenClaimsTest"),
          new Checks("identity/BitbucketCheck.java", "identity.TokenClaimsTest"),
          new Checks("identity/AccountCheck.java", "identity.OtherIssuersTest"),
          new Checks("identity/SignatureCheck.java", "identity.IssuerKeysTest"),
          new Checks("identity/IssuerKeys.java", "identity.IssuerKeysTest"),
          new Checks("identity/TrustedIssuer.java", "identity.TokenClaimsTest"),
          new Checks("identity/TokenVerifier.java", "identity.TokenClaimsTest"),
          new Checks("access/Identification.java", "access.IdentificationTest"));

  private static final Set<String> LOADED_ANEW =
      Set.of("dev.spannerpipe.identity.", "dev.spannerpipe.access.Identification");

  @Test
  void isFoundByATest() throws Exception {
    List<Source> whole = CHECKS.stream().map(Checks::file).map(Source::read).toList();
    assertThat(noticedBy(whole, ALL_TESTS)).isEmpty();

    Random random = new Random(Proof.seed("omissions.seed"));
    List<Attempt> attempts =
        CHECKS.stream().flatMap(checks -> chosen(checks.attempts().toList(), random)).toList();
    List<String> unnoticed = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(PARALLEL)) {
      for (Future<Optional<Omission>> attempt :
          threads.invokeAll(attempts.stream().map(Attempt::call).toList())) {
        attempt.get().map(Omission::toString).ifPresent(unnoticed::add);
      }
    }

    System.out.printf("%d parts of checks, each left out in turn%n", attempts.size());
    assertThat(unnoticed).isEmpty();
  }

  private static Stream<Attempt> chosen(List<Attempt> attempts, Random random) {
    return Proof.isWhole("omissions.all")
        ? attempts.stream()
        : Stream.of(attempts.get(random.nextInt(attempts.size())));
  }

  /// Returns what fails first; empty where nothing does.
  private static String noticedBy(List<Source> changed, Iterable<String> tests) {
    MutatedCode code = MutatedCode.of(changed, LOADED_ANEW);
    for (String test : tests) {
      for (Method method : methods(code, test)) {
        if (fails(method)) {
          return test + "#" + method.getName();
        }
      }
    }
    return "";
  }

  private static List<Method> methods(MutatedCode code, String test) {
    try {
      return Arrays.stream(code.loadClass(test).getDeclaredMethods())
          .filter(
              method ->
                  method.isAnnotationPresent(Test.class)
                      || method.isAnnotationPresent(ParameterizedTest.class))
          .toList();
    } catch (ClassNotFoundException missing) {
      throw new IllegalStateException(missing);
    }
  }

  private static boolean fails(Method test) {
    Launcher launcher =
        LauncherFactory.create(
            LauncherConfig.builder()
                .enableTestEngineAutoRegistration(false)
                .addTestEngines(new JupiterTestEngine())
                .build());
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    launcher.execute(
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectMethod(test.getDeclaringClass(), test))
            .configurationParameter("junit.jupiter.execution.parallel.enabled", "false")
            .build(),
        listener);
    return listener.getSummary().getTotalFailureCount() > 0;
  }
}
