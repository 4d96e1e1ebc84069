package dev.spannerpipe.plan;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A change set that is ready to be planned, with everything that its history row needs.
///
/// @param identity path, id and author
/// @param location where its definition starts
/// @param checksum Liquibase's checksum, version 9, so that plain Liquibase agrees
/// @param acceptedChecksums other checksums that are accepted: those that `validCheckSum` names,
///   and those that another version of Liquibase may have stored
/// @param acceptsAnyChecksum whether `validCheckSum` accepts every checksum
/// @param unloaded the Java classes that it names, if any; they are not loaded
/// @param description the text that Liquibase writes into the history's column of that name
/// @param comments the change set's comment; empty if there is none
/// @param contexts its context expression as Liquibase writes it; null if there is none
/// @param labels its labels as Liquibase writes them; null if there are none
/// @param tag the tag that it sets (`tagDatabase`)
/// @param runAlways whether it runs each time
/// @param runOnChange whether it runs again when its checksum has changed
/// @param failOnError whether its failure ends the run; if not, the run continues and the change
///   set stays pending
/// @param steps what it executes, in order; may be empty
/// @param precondition what must hold before it runs
/// @param waivers the rules of the preview that it silences, as they are written
/// @param problems why it cannot run; usually none. A change set that another tool applied long ago
///   may stay in the changelog
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

  /// A change set that names Java classes. The classes are never loaded, so its effect is not
  /// known. It cannot run. If it is in the history, it is accepted as it is.
  ///
  /// @param classes their names
  /// @param checksumKnown whether the checksum is the one that Liquibase computes with the classes,
  ///   as far as the changelog shows
  public record Unloaded(List<String> classes, boolean checksumKnown) {
    /// Copies the list.
    public Unloaded {
      classes = List.copyOf(classes);
    }
  }

  /// How a change set is undone. This is generated only on request, since most runs undo nothing.
  public sealed interface Rollback {
    /// Undone by these statements, in this order. If there are none, nothing needs to be undone.
    record Steps(List<Step> steps) implements Rollback {}

    /// The change set cannot be undone.
    record Impossible(String reason) implements Rollback {}
  }

  /// Returns the same change set with another id.
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
            waivers,
            problems);
  }

  /// Returns whether a stored checksum belongs to this change set as it is now.
  public boolean accepts(@Nullable String stored) {
    return stored == null || acceptsAnyChecksum || unloaded.isPresent() || hasChecksum(stored);
  }

  /// Returns whether this is the change set's checksum in any version, or one that `validCheckSum`
  /// names.
  boolean hasChecksum(String stored) {
    return stored.equals(checksum) || acceptedChecksums.contains(stored);
  }
}
