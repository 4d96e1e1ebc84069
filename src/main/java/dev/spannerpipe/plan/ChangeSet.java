package dev.spannerpipe.plan;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A change set, ready to be planned. Everything that its history row needs is here.
///
/// @param identity path, id and author
/// @param location where its definition starts
/// @param checksum Liquibase's own, version 9, so that plain Liquibase agrees
/// @param acceptedChecksums further checksums that `validCheckSum` accepts
/// @param acceptsAnyChecksum whether `validCheckSum` accepts all
/// @param unloaded the classes that it names, which are not loaded, if any
/// @param description what Liquibase writes into the history's column of that name
/// @param comments the change set's comment, empty where there is none
/// @param contexts its context expression as Liquibase writes it; null where there is none
/// @param labels its labels as Liquibase writes them; null where there are none
/// @param tag the tag that it sets (`tagDatabase`)
/// @param runAlways whether it runs each time
/// @param runOnChange whether it runs again when its checksum changed
/// @param failOnError whether its failure ends the run; if not, the run goes on and it stays
///   pending
/// @param steps what it executes, in order; may be empty
/// @param precondition what must hold before it
/// @param problems why it cannot run, if it cannot. One that ran long ago, with another tool, may
///   stay in the changelog
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
    List<ChangelogProblem> problems) {
  /// Copies the collections.
  public ChangeSet {
    acceptedChecksums = Set.copyOf(acceptedChecksums);
    steps = List.copyOf(steps);
    problems = List.copyOf(problems);
  }

  /// What is known of a change set that names Java classes, which are never loaded. Only they know
  /// what it does; it cannot run, and one that is in the history is accepted as it is.
  ///
  /// @param classes their names
  /// @param checksumKnown whether the checksum is the one that Liquibase computes with the classes,
  ///   as far as the changelog tells
  public record Unloaded(List<String> classes, boolean checksumKnown) {
    /// Copies the list.
    public Unloaded {
      classes = List.copyOf(classes);
    }
  }

  /// How a change set is undone; written only for those who ask, since most runs undo nothing.
  public sealed interface Rollback {
    /// With these statements, in this order; none means that there is nothing to undo.
    record Steps(List<Step> steps) implements Rollback {}

    /// Not at all.
    record Impossible(String reason) implements Rollback {}
  }

  /// Returns the same change set under another name.
  ChangeSet as(ChangeSetId name) {
    return name.equals(identity)
        ? this
        : new ChangeSet(
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
            steps,
            precondition,
            problems);
  }

  /// Returns whether a stored checksum belongs to this change set as it is now.
  public boolean accepts(@Nullable String stored) {
    return stored == null || acceptsAnyChecksum || unloaded.isPresent() || hasChecksum(stored);
  }

  /// Returns whether this is its checksum, in any version, or one that `validCheckSum` names.
  boolean hasChecksum(String stored) {
    return stored.equals(checksum) || acceptedChecksums.contains(stored);
  }
}
