package dev.spannerpipe.simulation;

import dev.spannerpipe.apply.port.AttemptId;
import dev.spannerpipe.plan.ChangeSetId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the witness saw happen to one database.
final class Memory {
  /// The statements of each change set that took effect since it was last recorded.
  final Map<ChangeSetId, List<String>> executed = new HashMap<>();

  final Map<ChangeSetId, Instant> lastSchemaChange = new HashMap<>();
  final Map<ChangeSetId, Integer> recorded = new HashMap<>();
  final Set<String> recordedIn = new HashSet<>();
  final Set<String> partitioned = new HashSet<>();
  final Set<String> holders = new HashSet<>();

  /// How many statements of each schema intent took effect.
  final Map<AttemptId, Integer> applied = new HashMap<>();

  Memory copy() {
    Memory copy = new Memory();
    executed.forEach((id, texts) -> copy.executed.put(id, new ArrayList<>(texts)));
    copy.lastSchemaChange.putAll(lastSchemaChange);
    copy.recorded.putAll(recorded);
    copy.recordedIn.addAll(recordedIn);
    copy.partitioned.addAll(partitioned);
    copy.holders.addAll(holders);
    copy.applied.putAll(applied);
    return copy;
  }

  List<String> executed(ChangeSetId id) {
    return executed.computeIfAbsent(id, _ -> new ArrayList<>());
  }
}
