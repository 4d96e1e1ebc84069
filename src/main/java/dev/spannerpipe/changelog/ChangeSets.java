package dev.spannerpipe.changelog;

import dev.spannerpipe.changelog.generate.CatalogQueries;
import dev.spannerpipe.changelog.generate.Literals;
import dev.spannerpipe.changelog.generate.Names;
import dev.spannerpipe.changelog.generate.ProtoDescriptorFiles;
import dev.spannerpipe.changelog.generate.UnloadedClasses;
import dev.spannerpipe.changelog.generate.UnsupportedChangeException;
import dev.spannerpipe.changelog.liquibase.ChangeSetIdentity;
import dev.spannerpipe.changelog.liquibase.Checksums;
import dev.spannerpipe.changelog.precondition.DatabaseChecks;
import dev.spannerpipe.changelog.precondition.Preconditions;
import dev.spannerpipe.changelog.source.LiquibaseErrors;
import dev.spannerpipe.changelog.source.RepositoryFiles;
import dev.spannerpipe.failure.ConfigurationFailure;
import dev.spannerpipe.plan.ChangeSet;
import dev.spannerpipe.plan.ChangeSet.Rollback;
import dev.spannerpipe.plan.ChangeSetId;
import dev.spannerpipe.plan.Changelog;
import dev.spannerpipe.plan.ChangelogProblem;
import dev.spannerpipe.plan.Precondition;
import dev.spannerpipe.plan.SourceLocation;
import dev.spannerpipe.plan.Step;
import dev.spannerpipe.plan.Waiver;
import dev.spannerpipe.sql.Dialect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.database.Database;
import liquibase.sqlgenerator.core.MarkChangeSetRanGenerator;
import liquibase.util.StringUtil;

/// Converts Liquibase's change sets to those of the package `plan`.
final class ChangeSets {
  private static final int LONGEST_IN_HISTORY = 250;

  private final IncludedFiles files;
  private final RepositoryFiles repository;
  private final ChangeSetFilter filter;
  private final Dialect dialect;
  private final Database database;
  private final CatalogQueries catalog;
  private final ProtoDescriptorFiles descriptors;

  ChangeSets(
      Dialect dialect,
      Database database,
      IncludedFiles files,
      RepositoryFiles repository,
      ChangeSetFilter filter,
      ProtoDescriptorFiles descriptors) {
    this.descriptors = descriptors;
    this.dialect = dialect;
    this.database = database;
    this.files = files;
    this.repository = repository;
    this.filter = filter;
    this.catalog = new CatalogQueries(dialect, new Literals(dialect));
  }

  Changelog of(DatabaseChangeLog changelog) {
    return read(changelog, (source, steps) -> steps.checkRollback(source));
  }

  /// Returns the rollback of each change set that may run; the key is the identity of the change
  /// set.
  Map<ChangeSetId, Rollback> rollbacks(DatabaseChangeLog changelog) {
    Map<ChangeSetId, Rollback> rollbacks = new LinkedHashMap<>();
    read(
        changelog,
        (source, steps) -> rollbacks.put(ChangeSetIdentity.of(source), steps.rollback(source)));
    return rollbacks;
  }

  /// @param then receives each accepted change set right after its conversion; at that moment, the
  ///   known types of columns include the effect of this change set and of all earlier ones
  private Changelog read(
      DatabaseChangeLog changelog, BiConsumer<liquibase.changelog.ChangeSet, Steps> then) {
    SourceIndex lines = new SourceIndex(files, changelog.getChangeSets());
    Steps steps = new Steps(dialect, database, lines, catalog, descriptors);
    Preconditions preconditions =
        new Preconditions(database, new DatabaseChecks(catalog, new Names(database)));
    List<ChangelogProblem> problems = new ArrayList<>();
    List<ChangelogProblem> broken = new ArrayList<>();
    List<ChangeSet> accepted = new ArrayList<>();
    Set<ChangeSetId> others = new HashSet<>();
    Map<ChangeSetId, SourceLocation> seen = new HashMap<>();
    for (liquibase.changelog.ChangeSet source : changelog.getChangeSets()) {
      SourceLocation location = lines.of(source);
      if (accepts(source, location, broken) && !isForElsewhere(source, steps)) {
        SourceLocation first = seen.putIfAbsent(ChangeSetIdentity.of(source), location);
        if (first == null) {
          accepted.add(changeSet(source, location, steps, preconditions));
          then.accept(source, steps);
        } else {
          problems.add(
              ChangelogProblem.of(
                  location,
                  duplicate(first, source, location),
                  ChangelogProblem.Kind.DUPLICATE,
                  ChangeSetIdentity.of(source)));
        }
      } else {
        others.add(ChangeSetIdentity.of(source));
      }
    }
    changelog.getSkippedChangeSets().forEach(skipped -> others.add(ChangeSetIdentity.of(skipped)));
    accepted.forEach(changeSet -> others.remove(changeSet.identity()));
    FileProblems.IdentifiedProblems inFiles = files.problems(changelog, others);
    problems.addAll(0, inFiles.problems());
    broken.stream().filter(each -> !inFiles.hasOneAt(each.location())).forEach(problems::add);
    return new Changelog(
        accepted,
        others,
        precondition(changelog, preconditions),
        ownPaths(changelog, inFiles),
        List.copyOf(problems));
  }

  /// Returns whether a change set may run. If its context, labels or `dbms` are invalid, adds a
  /// problem and returns false, because Liquibase does not run such a change set.
  private boolean accepts(
      liquibase.changelog.ChangeSet source,
      SourceLocation location,
      List<ChangelogProblem> problems) {
    try {
      return filter.accepts(source, location);
    } catch (ConfigurationFailure broken) {
      problems.add(
          new ChangelogProblem(
              location,
              broken.description(),
              broken.action(),
              Set.of(ChangeSetIdentity.of(source)),
              ChangelogProblem.Effect.REJECTED_WHILE_PENDING));
      return false;
    }
  }

  private static Map<ChangeSetId, String> ownPaths(
      DatabaseChangeLog changelog, FileProblems.IdentifiedProblems inFiles) {
    Map<ChangeSetId, String> paths = new HashMap<>(inFiles.ownPaths());
    Stream.concat(changelog.getChangeSets().stream(), changelog.getSkippedChangeSets().stream())
        .filter(source -> !ChangeSetIdentity.ownPath(source).equals(source.getFilePath()))
        .forEach(
            source ->
                paths.putIfAbsent(ChangeSetIdentity.of(source), ChangeSetIdentity.ownPath(source)));
    return paths;
  }

  private Optional<Precondition> precondition(
      DatabaseChangeLog changelog, Preconditions preconditions) {
    try {
      return preconditions.of(changelog);
    } catch (UnsupportedChangeException refused) {
      String file = files.located(changelog.getPhysicalFilePath());
      throw new ConfigurationFailure(file + ": " + refused.reason(), refused.action()).at(file, 0);
    }
  }

  /// Returns whether the only change of a change set is meant for another database. Liquibase skips
  /// such a change set.
  private static boolean isForElsewhere(liquibase.changelog.ChangeSet source, Steps steps) {
    return source.getChanges().size() == 1 && !steps.isMeantForHere(source.getChanges().getFirst());
  }

  private static ConfigurationFailure duplicate(
      SourceLocation first, liquibase.changelog.ChangeSet source, SourceLocation location) {
    return new ConfigurationFailure(
        "The change set "
            + ChangeSetIdentity.of(source)
            + " occurs twice: "
            + first
            + " and "
            + location,
        "Give one of them another id");
  }

  private ChangeSet changeSet(
      liquibase.changelog.ChangeSet source,
      SourceLocation location,
      Steps steps,
      Preconditions preconditions) {
    Checksums checksums = checksums(source, location, steps);
    List<ChangelogProblem> problems = new ArrayList<>();
    List<Step> applied = List.of();
    Optional<Precondition> precondition = Optional.empty();
    List<Waiver> waivers = List.of();
    try {
      Directives directives = steps.directives(source);
      waivers = directives.waivers();
      applied = steps.apply(source, directives.partitionedDml(), problems);
      precondition = preconditions.of(source);
    } catch (ConfigurationFailure impossible) {
      problems.add(ChangelogProblem.of(location, impossible));
    } catch (UnsupportedChangeException refused) {
      problems.add(
          ChangelogProblem.of(
              location,
              new ConfigurationFailure(location + ": " + refused.reason(), refused.action())));
    }
    return new ChangeSet(
        ChangeSetIdentity.of(source),
        location,
        checksums.current().toString(),
        checksums.accepted(),
        checksums.any(),
        UnloadedClasses.of(source),
        StringUtil.limitSize(source.getDescription(), LONGEST_IN_HISTORY),
        StringUtil.limitSize(comments(source), LONGEST_IN_HISTORY),
        source.buildFullContext(),
        source.buildFullLabels(),
        Optional.ofNullable(MarkChangeSetRanGenerator.getTagFromChangeset(source)),
        source.shouldAlwaysRun(),
        source.shouldRunOnChange(),
        !Boolean.FALSE.equals(source.getFailOnError()),
        problems.isEmpty() ? applied : impossible(problems, location),
        precondition,
        waivers,
        problems);
  }

  private static String comments(liquibase.changelog.ChangeSet source) {
    return source.getComments() == null ? "" : source.getComments().strip();
  }

  /// Returns a step that throws a failure when its statements are requested. Without this step, a
  /// change set with problems would appear empty to code that ignores the problems.
  private static List<Step> impossible(List<ChangelogProblem> problems, SourceLocation location) {
    return List.of(
        new Step.Live(
            problems.getFirst().description(),
            location,
            _ -> {
              throw ChangelogProblem.failure(problems);
            }));
  }

  private Checksums checksums(
      liquibase.changelog.ChangeSet source, SourceLocation location, Steps steps) {
    try {
      return Checksums.of(source, database);
    } catch (Exception unreadable) {
      Optional<String> encoding = LiquibaseErrors.unknownEncoding(unreadable);
      if (encoding.isPresent()) {
        throw LiquibaseErrors.encoding(steps.ofEncoding(source, encoding.get()), encoding.get());
      }
      steps.checkFiles(source);
      throw unreadable(unreadable, location);
    }
  }

  private ConfigurationFailure unreadable(Exception unreadable, SourceLocation location) {
    RepositoryFiles.Rejected rejected =
        LiquibaseErrors.find(unreadable, RepositoryFiles.Rejected.class);
    if (rejected != null) {
      return IncludedFiles.rejected(location, rejected);
    }
    ConfigurationFailure known = LiquibaseErrors.find(unreadable, ConfigurationFailure.class);
    if (known != null) {
      return known;
    }
    return LiquibaseErrors.missingFile(location, repository, unreadable)
        .orElseGet(
            () ->
                LiquibaseErrors.failure(
                        location
                            + " names a file that cannot be read: "
                            + LiquibaseErrors.text(LiquibaseErrors.deepest(unreadable)),
                        "Add the file or correct its path",
                        unreadable)
                    .at(location.file(), location.line()));
  }
}
