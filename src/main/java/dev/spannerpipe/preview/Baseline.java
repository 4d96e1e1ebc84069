package dev.spannerpipe.preview;

import dev.spannerpipe.text.DatabaseName;
import java.time.Instant;

/// What a preview compares the changelog with.
public sealed interface Baseline {
  /// Returns the word for this kind of baseline in `preview.json`.
  String kind();

  /// Returns the baseline in words, for example `the database projects/p/instances/i/databases/d`.
  String words();

  /// Returns why the preview does not compare the changelog with something better, as a clause;
  /// empty for a live database.
  String reason();

  /// The schema and the history of the live database.
  ///
  /// @param at when they were read, by the database's clock
  record Live(DatabaseName database, Instant at) implements Baseline {
    @Override
    public String kind() {
      return "live";
    }

    @Override
    public String words() {
      return "the database " + database;
    }

    @Override
    public String reason() {
      return "";
    }
  }

  /// The changelog of the pull request's destination branch. Its change sets count as applied.
  ///
  /// @param commit the full hash of the commit
  record Destination(String commit) implements Baseline {
    @Override
    public String kind() {
      return "destination";
    }

    @Override
    public String words() {
      return "the changelog of the destination commit " + commit;
    }

    @Override
    public String reason() {
      return "neither Google credentials nor SPANNER_ENDPOINT is set";
    }
  }

  /// An empty database: each change set is pending.
  record Empty() implements Baseline {
    @Override
    public String kind() {
      return "empty";
    }

    @Override
    public String words() {
      return "an empty database";
    }

    @Override
    public String reason() {
      return "neither Google credentials nor SPANNER_ENDPOINT nor BITBUCKET_PR_DESTINATION_COMMIT"
          + " is set";
    }
  }
}
