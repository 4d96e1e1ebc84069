package dev.spannerpipe.report.review;

import java.util.ArrayList;
import java.util.List;

/// Composes a comment from blocks of Markdown, with a blank line between them. Not thread-safe.
final class CommentDraft {
  /// The maximum size of a comment in bytes, and so also in characters. Bitbucket does not document
  /// its limit; comments of 32 KiB are known to be accepted.
  static final int MOST_BYTES = 30_000;

  /// More lines of a list or a table than fit into a comment.
  static final int MOST_LINES = MOST_BYTES / 20;

  private final List<String> blocks = new ArrayList<>();
  private final String end;

  /// @param end the last block
  CommentDraft(String end) {
    this.end = end;
  }

  /// Adds a block, unless it is empty.
  void add(String markdown) {
    if (!markdown.isEmpty()) {
      blocks.add(markdown);
    }
  }

  /// Returns how many bytes may still be added in one block.
  int room() {
    return MOST_BYTES - CommentText.bytes(text()) - 2;
  }

  /// Returns as many of the first lines as fit into so many bytes.
  static List<String> fitting(List<String> lines, int room) {
    int left = room;
    int count = 0;
    while (count < lines.size()) {
      left -= CommentText.bytes(lines.get(count)) + 1;
      if (left < 0) {
        break;
      }
      count++;
    }
    return lines.subList(0, count);
  }

  String text() {
    List<String> all = new ArrayList<>(blocks);
    all.add(end);
    return String.join("\n\n", all) + "\n";
  }
}
