package dev.spannerpipe.plan;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A change set that is ready to be planned, with everything that its history row needs.
///
/// @param identity path, id and author
/// @param location where the definition of the change set starts
/// @param checksum the checksum of version 9, as plain Liquibase computes it
/// @param acceptedChecksums further checksums that are accepted: those that `validCheckSum` names,
///   and those that other versions of Liquibase compute
/// @param acceptsAnyChecksum whether `validCheckSum` accepts every checksum
/// @param unloaded the Java classes that the change set names, if any; the pipe never loads them
/// @param description the value that Liquibase writes into the history's column `DESCRIPTION`
/// @param comments the change set's comment; empty if there is none
/// @param contexts the context expression as Liquibase writes it; null if there is none
/// @param labels the labels as Liquibase writes them; null if there are none
/// @param tag the tag that the change set sets with `tagDatabase`
/// @param runAlways whether every run executes the change set
/// @param runOnChange whether the change set runs again when its checksum has changed
/// @param failOnError whether a failure of the change set ends the run; if false, the failure is
///   tolerated: the run continues and the change set stays pending
/// @param steps the steps that the change set executes, in order; may be empty
/// @param precondition the condition that must hold before the change set runs
/// @param waivers the rules of the preview that the change set silences, as they are written
/// @param problems the reasons why the change set cannot run, usually none; ignored if the change
///   set is already applied, for example by another tool
public record ChangeSet(
    ChangeSetId identity,
    SourceLocation location,
    String checksum,
    Set<String> acceptedChecksums,
    boolean acceptsAnyChecksum,
    Optional<Unloaded> unloaded,
    String description,
    String comments,
    @Nullable String contexts,
    @Nullable String labels,
    Optional<String> tag,
    boolean runAlways,
    boolean runOnChange,
    boolean failOnError,
    List<Step> steps,
    Optional<Precondition> precondition,
    List<Waiver> waivers,
    List<ChangelogProblem> problems) {
  /// Copies the collections.
  public ChangeSet {
    acceptedChecksums = Set.copyOf(acceptedChecksums);
    steps = List.copyOf(steps);
    waivers = List.copyOf(waivers);
    problems = List.copyOf(problems);
  }

  /// The Java classes that a change set names. The pipe never loads them, so it does not know what
  /// the change set does and cannot run it. If such a change set is in the history, any checksum is
  /// accepted.
  ///
  /// @param classes the names of the classes
  /// @param checksumKnown whether Liquibase, with the classes loaded, would compute the same
  ///   checksum as the pipe, as far as the changelog shows
  public record Unloaded(List<String> classes, boolean checksumKnown) {
    /// Copies the list.
    public Unloaded {
      classes = List.copyOf(classes);
    }
  }

  /// How a change set is undone. The rollback is generated only on request, because most runs undo
  /// nothing.
  public sealed interface Rollback {
    /// These steps undo the change set, in this order. If there are none, nothing needs to be
    /// undone.
    record Steps(List<Step> steps) implements Rollback {}

    /// The change set cannot be undone.
    record Impossible(String reason) implements Rollback {}
  }

  /// Returns this change set with another identity.
  ChangeSet as(ChangeSetId name) {
    return name.equals(identity) ? this : with(name, steps);
  }

  /// Returns this change set with other steps.
  public ChangeSet withSteps(List<Step> others) {
    return others.equals(steps) ? this : with(identity, others);
  }

  private ChangeSet with(ChangeSetId name, List<Step> others) {
    return new ChangeSet(
        name,
        location,
        checksum,
        acceptedChecksums,
        acceptsAnyChecksum,
        unloaded,
        description,
        comments,
        contexts,
        labels,
        tag,
        runAlways,
        runOnChange,
        failOnError,
        others,
        precondition,
        waivers,
        problems);
  }

  /// Returns whether the change set counts as unchanged since the history stored this checksum. A
  /// checksum that somebody cleared (null) is always accepted.
  public boolean accepts(@Nullable String stored) {
    return stored == null || acceptsAnyChecksum || unloaded.isPresent() || hasChecksum(stored);
  }

  /// Returns whether a stored checksum is one that some version of Liquibase computes for this
  /// change set, or one that `validCheckSum` names.
  boolean hasChecksum(String stored) {
    return stored.equals(checksum) || acceptedChecksums.contains(stored);
  }
}
