package dev.spannerpipe;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.spannerpipe.run.SystemTime;
import dev.spannerpipe.spanner.EmulatorProcess;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The shape of the code: which package may know which, and who may touch the machine.
class ArchitectureTest {
  private static final String ROOT = "dev.spannerpipe";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  /// Each package with those that it may import; `run` puts them together and has no line. A
  /// package does not stand for those within it: a part of a package is imported by the package
  /// itself, and by those that name it here.
  private static final Map<String, Set<String>> MAY_IMPORT =
      Map.ofEntries(
          Map.entry(
              "cli", Set.of("run", "config", "apply", "report", "retry", "secret", "failure")),
          Map.entry(
              "access",
              Set.of(
                  "config",
                  "identity",
                  "credentials",
                  "credentials.google",
                  "credentials.aws",
                  "policy",
                  "plan",
                  "plan.review",
                  "apply",
                  "apply.port",
                  "spanner",
                  "workflow",
                  "record",
                  "files",
                  "http",
                  "retry",
                  "sql",
                  "json",
                  "secret",
                  "failure")),
          Map.entry(
              "config",
              Set.of(
                  "adopt",
                  "files",
                  "changelog",
                  "spanner",
                  "apply",
                  "plan.review",
                  "identity",
                  "credentials.google",
                  "credentials.aws",
                  "policy",
                  "targets",
                  "workflow",
                  "http",
                  "secret",
                  "sql",
                  "failure")),
          Map.entry("targets", Set.of("json")),
          Map.entry("identity", Set.of("http", "retry", "json", "secret", "failure")),
          Map.entry(
              "credentials.google",
              Set.of(
                  "credentials",
                  "files",
                  "identity",
                  "http",
                  "retry",
                  "json",
                  "secret",
                  "failure")),
          Map.entry(
              "credentials.aws",
              Set.of("credentials", "identity", "json", "retry", "secret", "failure")),
          Map.entry("credentials", Set.of()),
          Map.entry(
              "policy", Set.of("files", "identity", "plan", "sql", "http", "json", "failure")),
          Map.entry(
              "doctor",
              Set.of(
                  "doctor.finding",
                  "doctor.google",
                  "doctor.aws",
                  "access",
                  "config",
                  "identity",
                  "policy",
                  "credentials",
                  "credentials.google",
                  "credentials.aws",
                  "spanner",
                  "workflow",
                  "files",
                  "retry",
                  "json",
                  "secret",
                  "failure")),
          Map.entry("doctor.google", Set.of("doctor.finding", "doctor.cel", "json")),
          Map.entry("doctor.aws", Set.of("doctor.finding", "credentials.aws", "json")),
          Map.entry("doctor.cel", Set.of("json")),
          Map.entry("doctor.finding", Set.of("identity", "json", "secret", "failure")),
          Map.entry(
              "changelog",
              Set.of(
                  "changelog.source",
                  "changelog.source.sql",
                  "changelog.source.yaml",
                  "changelog.generate",
                  "changelog.precondition",
                  "changelog.liquibase",
                  "files",
                  "plan",
                  "sql",
                  "failure")),
          Map.entry("changelog.source", Set.of("files", "plan", "failure")),
          Map.entry("changelog.source.sql", Set.of("changelog.source", "plan", "sql", "failure")),
          Map.entry("changelog.source.yaml", Set.of("changelog.source", "plan", "failure")),
          Map.entry(
              "changelog.generate", Set.of("changelog.source", "files", "plan", "sql", "failure")),
          Map.entry(
              "changelog.precondition",
              Set.of("changelog.source", "changelog.generate", "changelog.liquibase", "plan")),
          Map.entry("changelog.liquibase", Set.of("changelog.generate", "plan", "sql")),
          Map.entry("plan", Set.of("sql", "json", "failure")),
          Map.entry(
              "spanner",
              Set.of(
                  "plan",
                  "apply.port",
                  "preview.replay",
                  "record",
                  "credentials.google",
                  "sql",
                  "secret",
                  "retry",
                  "json",
                  "failure")),
          Map.entry(
              "adopt",
              Set.of(
                  "plan",
                  "preview",
                  "preview.replay",
                  "schema",
                  "schema.ddl",
                  "schema.effect",
                  "schema.overlay",
                  "sql",
                  "json",
                  "failure")),
          Map.entry(
              "preview",
              Set.of(
                  "preview.replay",
                  "plan",
                  "lint",
                  "schema",
                  "schema.ddl",
                  "schema.effect",
                  "schema.overlay",
                  "sql")),
          Map.entry("preview.replay", Set.of("plan", "plan.loss", "sql")),
          Map.entry(
              "apply",
              Set.of(
                  "apply.port",
                  "plan",
                  "plan.loss",
                  "plan.review",
                  "sql",
                  "record",
                  "retry",
                  "json",
                  "failure")),
          Map.entry("apply.port", Set.of("plan", "record", "retry", "json", "failure")),
          Map.entry(
              "workflow",
              Set.of(
                  "workflow.history",
                  "files",
                  "credentials.aws",
                  "record",
                  "retry",
                  "json",
                  "failure")),
          Map.entry("workflow.history", Set.of("credentials.aws", "json", "secret", "retry")),
          Map.entry("record", Set.of("files", "json", "failure")),
          Map.entry(
              "report",
              Set.of(
                  "plan", "plan.loss", "apply.port", "record", "sql", "retry", "json", "failure")),
          Map.entry(
              "report.preview",
              Set.of(
                  "report",
                  "preview",
                  "preview.replay",
                  "lint",
                  "schema",
                  "schema.effect",
                  "plan",
                  "record",
                  "sql",
                  "json",
                  "failure")),
          Map.entry(
              "report.adoption",
              Set.of(
                  "report",
                  "report.preview",
                  "adopt",
                  "schema",
                  "schema.effect",
                  "plan",
                  "json",
                  "failure")),
          Map.entry(
              "report.review",
              Set.of("report", "report.preview", "preview", "lint", "plan", "json", "failure")),
          Map.entry("serve", Set.of("files", "record", "json", "secret")),
          Map.entry("bitbucket", Set.of("files", "record", "json")),
          Map.entry(
              "bitbucket.review",
              Set.of("report.review", "http", "json", "secret", "retry", "failure")),
          Map.entry("sql", Set.of()),
          Map.entry("schema", Set.of("sql")),
          Map.entry("schema.ddl", Set.of("schema", "sql")),
          Map.entry("schema.effect", Set.of("schema", "schema.ddl", "sql")),
          Map.entry("schema.overlay", Set.of("schema", "schema.ddl", "sql")),
          Map.entry("http", Set.of()),
          Map.entry("git", Set.of("failure")),
          Map.entry("lint", Set.of("plan", "schema", "schema.ddl", "schema.effect", "sql")),
          Map.entry("secret", Set.of()),
          Map.entry("retry", Set.of()),
          Map.entry("json", Set.of()),
          Map.entry("files", Set.of()),
          Map.entry("plan.loss", Set.of("plan", "sql")),
          Map.entry("plan.review", Set.of("plan", "files", "json", "failure")),
          Map.entry("text", Set.of()),
          Map.entry("failure", Set.of()));

  @ParameterizedTest
  @MethodSource("packages")
  void packagesKnowOnlyWhatTheTableAllows(String name) {
    Set<String> allowed =
        MAY_IMPORT.get(name).stream().map(ArchitectureTest::exactly).collect(Collectors.toSet());
    allowed.add(exactly(name));
    allowed.add(exactly("text"));

    noClasses()
        .that()
        .resideInAPackage(exactly(name))
        .should()
        .dependOnClassesThat(ours().and(outside(allowed)))
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void everyPackageIsInTheTable() {
    assertThat(
            CLASSES.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> !name.equals(ROOT) && !name.equals(ROOT + ".run"))
                .map(name -> name.substring(ROOT.length() + 1)))
        .allSatisfy(name -> assertThat(MAY_IMPORT).containsKey(name));
  }

  /// A permission that nothing uses would be used one day without anybody noticing.
  @Test
  void everyPermissionIsUsed() {
    Set<String> used =
        CLASSES.stream()
            .flatMap(each -> each.getDirectDependenciesFromSelf().stream())
            .filter(arrow -> arrow.getTargetClass().getPackageName().startsWith(ROOT + "."))
            .map(
                arrow ->
                    arrow.getOriginClass().getPackageName()
                        + " -> "
                        + arrow.getTargetClass().getPackageName())
            .collect(Collectors.toSet());

    assertThat(
            MAY_IMPORT.entrySet().stream()
                .flatMap(
                    entry ->
                        entry.getValue().stream()
                            .map(other -> exactly(entry.getKey()) + " -> " + exactly(other)))
                .filter(arrow -> !used.contains(arrow)))
        .isEmpty();
  }

  @Test
  void noTwoClassesShareAName() {
    Map<String, List<String>> byName =
        CLASSES.stream()
            .filter(each -> each.isTopLevelClass() && !each.getSimpleName().equals("package-info"))
            .collect(
                Collectors.groupingBy(
                    JavaClass::getSimpleName,
                    Collectors.mapping(JavaClass::getName, Collectors.toList())));

    assertThat(byName.values()).allSatisfy(classes -> assertThat(classes).hasSize(1));
  }

  /// Names that had to be explained, each with the package it stood in.
  @Test
  void namesThatExplainNothingAreGone() {
    Set<String> gone =
        Set.of(
            "apply.Claim",
            "apply.Effects",
            "apply.Operations",
            "apply.Remembered",
            "apply.Standing",
            "apply.StatementPlace",
            "apply.View",
            "changelog.Condition",
            "changelog.DatabaseConditions",
            "changelog.Draft",
            "changelog.ExpressionSyntax",
            "changelog.FileOutline",
            "changelog.Inverses",
            "changelog.Lines",
            "changelog.Problems",
            "changelog.Refused",
            "changelog.ValueType",
            "cli.Acting",
            "cli.AwsExamination",
            "cli.ChangelogAhead",
            "cli.CommandBody",
            "cli.EnoughTime",
            "cli.Entrance",
            "cli.Examination",
            "cli.ExaminedFiles",
            "cli.LimitedIdentity",
            "cli.PassedTokens",
            "config.Given",
            "config.Surroundings",
            "credentials.AwsRefusals",
            "credentials.ExchangeRefusals",
            "credentials.Horizon",
            "credentials.PlainWords",
            "doctor.AwsCondition",
            "doctor.BindingMend",
            "doctor.GoogleCondition",
            "doctor.Mend",
            "doctor.Quoted",
            "doctor.SessionPolicy",
            "identity.RefusedException",
            "identity.Refusal",
            "identity.Shown",
            "identity.Verdict",
            "json.Json$Flag",
            "json.Json$Items",
            "json.Json$Members",
            "json.Json$Nothing",
            "json.Json$Text",
            "json.Json$Whole",
            "plan.Begun",
            "plan.Conditions",
            "plan.Destruction",
            "plan.Effort",
            "plan.Found",
            "plan.Loss",
            "plan.Losses",
            "policy.Circumstances",
            "policy.Condition",
            "policy.IdleLint",
            "policy.Verdict",
            "report.Words",
            "spanner.Obstacles",
            "spanner.Operations",
            "workflow.Children",
            "workflow.Ending",
            "workflow.Following",
            "workflow.Launch",
            "workflow.Pace",
            "workflow.Target",
            "workflow.Watch");

    assertThat(CLASSES.stream().map(each -> each.getName().substring(ROOT.length() + 1)))
        .doesNotContainAnyElementsOf(gone);
  }

  @Test
  void theBaseKnowsOnlyTheCommandLineAndTheMachine() {
    noClasses()
        .that()
        .resideInAPackage(ROOT)
        .should()
        .dependOnClassesThat(ours().and(outside(Set.of(ROOT, packages("cli"), packages("run")))))
        .check(CLASSES);
  }

  @Test
  void configurationKnowsOnlySettingsOfOthers() {
    noClasses()
        .that()
        .resideInAPackage(packages("config"))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                    packages("changelog"),
                    packages("spanner"),
                    packages("apply"),
                    packages("workflow"))
                .and(DescribedPredicate.not(nameMatching(".*Settings(\\$.*)?").forSubtype())))
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @ParameterizedTest
  @CsvSource({
    "liquibase..,changelog",
    "com.google.cloud..,spanner",
    "com.google.spanner..,spanner",
    "com.google.api..,spanner",
    "io.grpc..,spanner",
    "com.nimbusds..,identity",
    "java.net.http..,http",
    "org.eclipse.jgit..,git",
    "picocli..,cli"
  })
  void librariesAreKnownInOnePackage(String library, String only) {
    noClasses()
        .that()
        .resideOutsideOfPackage(packages(only))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(CLASSES);
  }

  @Test
  void theAwsSdkIsKnownInTwoPackages() {
    noClasses()
        .that()
        .resideOutsideOfPackages(packages("credentials"), packages("workflow"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("software.amazon..")
        .check(CLASSES);
  }

  @Test
  void expressionsOfOthersAreKnownInTwoPackages() {
    noClasses()
        .that()
        .resideOutsideOfPackages(packages("policy"), packages("doctor.cel"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.google.re2j..")
        .check(CLASSES);
  }

  @Test
  void onlyMainTouchesTheProcess() {
    noClasses()
        .that()
        .doNotBelongToAnyOf(Main.class)
        .should()
        .accessTargetWhere(
            member(System.class, "in|out|err|getenv|exit|getProperty|getProperties|console|set.*"))
        .orShould()
        .accessTargetWhere(member(Runtime.class, "exit|halt|.*ShutdownHook"))
        .check(CLASSES);
  }

  /// A child would inherit the environment and with it what is secret there. The one class that
  /// starts one gives it an empty environment.
  @Test
  void onlyTheEmulatorIsStartedAsAProcess() {
    noClasses()
        .that()
        .doNotBelongToAnyOf(EmulatorProcess.class)
        .should()
        .accessTargetWhere(member(ProcessBuilder.class, "start|<init>"))
        .orShould()
        .accessTargetWhere(member(Runtime.class, "exec"))
        .check(CLASSES);
  }

  @Test
  void timeIsPassedIn() {
    noClasses()
        .that()
        .doNotBelongToAnyOf(SystemTime.class)
        .should()
        .accessTargetWhere(member(Thread.class, "sleep"))
        .orShould()
        .accessTargetWhere(member(System.class, "nanoTime|currentTimeMillis"))
        .orShould()
        .accessTargetWhere(member(Instant.class, "now"))
        .orShould()
        .accessTargetWhere(member(Clock.class, "system.*"))
        .check(CLASSES);
  }

  @Test
  void randomnessIsPassedIn() {
    noClasses()
        .that()
        .doNotBelongToAnyOf(Main.class)
        .should()
        .dependOnClassesThat()
        .haveNameMatching(
            "java\\.util\\.(Random|SplittableRandom|concurrent\\.ThreadLocalRandom)|java\\.security\\.SecureRandom")
        .orShould()
        .accessTargetWhere(member(Math.class, "random"))
        .orShould()
        .accessTargetWhere(member(UUID.class, "randomUUID"))
        .check(CLASSES);
  }

  @Test
  void everyPackageIsNullMarked() {
    assertThat(CLASSES.stream().map(JavaClass::getPackage).distinct())
        .allSatisfy(ArchitectureTest::assertNullMarked);
  }

  @Test
  void nothingThrowsGenericExceptions() {
    ArchRule rule = NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;

    rule.check(CLASSES);
  }

  @Test
  void namesSayWhatThingsAre() {
    classes()
        .should()
        .haveSimpleNameNotEndingWith("Manager")
        .andShould()
        .haveSimpleNameNotEndingWith("Helper")
        .andShould()
        .haveSimpleNameNotEndingWith("Util")
        .andShould()
        .haveSimpleNameNotEndingWith("Utils")
        .andShould()
        .haveSimpleNameNotEndingWith("Impl")
        .check(CLASSES);
  }

  /// More than this nobody holds in the head.
  @Test
  void noPackageHasMoreThan40Files() {
    Map<String, Long> files =
        CLASSES.stream()
            .filter(each -> each.isTopLevelClass() && !each.getSimpleName().equals("package-info"))
            .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));

    assertThat(files)
        .allSatisfy((name, count) -> assertThat(count).as(name).isLessThanOrEqualTo(40));
  }

  static Set<String> packages() {
    return MAY_IMPORT.keySet();
  }

  private static String exactly(String name) {
    return ROOT + "." + name;
  }

  /// The package and those within it.
  private static String packages(String name) {
    return ROOT + "." + name + "..";
  }

  private static DescribedPredicate<JavaClass> ours() {
    return resideInAnyPackage(ROOT + "..");
  }

  private static DescribedPredicate<JavaClass> outside(Set<String> allowed) {
    return DescribedPredicate.not(resideInAnyPackage(allowed.toArray(String[]::new)));
  }

  /// Matches calls, references and fields alike.
  private static DescribedPredicate<JavaAccess<?>> member(Class<?> type, String names) {
    return target(owner(equivalentTo(type)))
        .and(target(nameMatching(names)))
        .as("%s.(%s)", type.getSimpleName(), names);
  }

  private static void assertNullMarked(JavaPackage javaPackage) {
    assertThat(javaPackage.isAnnotatedWith(NullMarked.class)).as(javaPackage.getName()).isTrue();
  }
}
