package dev.spannerpipe.apply;

import dev.spannerpipe.json.Json;
import dev.spannerpipe.plan.ChangeSetId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What an intent remembers of its share of one change set, so that history row and cursor can be
/// written without the changelog.
///
/// @param line where the change set starts
/// @param lines for each statement, where it stands
/// @param before the marks of the steps that were applied before
/// @param live for a step whose statements were made from the live schema, what stands for it in a
///   cursor; else null
/// @param row the history row without its date, if the change set is finished with this slice; else
///   null
/// @param stepCount how many steps the change set has in all
/// @param tolerated whether its failure does not end the run
record IntentSlice(
    ChangeSetId changeSet,
    String file,
    int line,
    List<Integer> lines,
    List<String> before,
    @Nullable String live,
    Json.@Nullable Members row,
    int stepCount,
    boolean tolerated) {
  IntentSlice {
    lines = List.copyOf(lines);
    before = List.copyOf(before);
  }

  Json.Members toJson() {
    Json.Members json =
        Json.object()
            .with("path", changeSet.path())
            .with("id", changeSet.id())
            .with("author", changeSet.author())
            .with("file", file)
            .with("line", line)
            .with("lines", new Json.Items(lines.stream().<Json>map(Json.Whole::new).toList()))
            .with("before", Json.texts(before))
            .with("live", live)
            .with("stepCount", stepCount)
            .with("tolerated", new Json.Flag(tolerated));
    return row == null ? json : json.with("row", row);
  }

  static IntentSlice parse(Json json) {
    Json.Members members = (Json.Members) json;
    Optional<Json> row = members.find("row");
    return new IntentSlice(
        new ChangeSetId(text(members, "path"), text(members, "id"), text(members, "author")),
        text(members, "file"),
        (int) members.whole("line"),
        members.items("lines").stream().map(item -> (int) ((Json.Whole) item).value()).toList(),
        members.texts("before"),
        members.text("live").orElse(null),
        (Json.Members) row.orElse(null),
        (int) members.whole("stepCount"),
        members.flag("tolerated"));
  }

  private static String text(Json.Members members, String name) {
    return members.text(name).orElse("");
  }
}
