package dev.spannerpipe.testing.stepfunctions;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.IntFunction;

/// A state machine that the stand-in knows.
public final class Machine {
  private final String arn;
  private final String type;
  private final Deque<Script> scripts = new ArrayDeque<>();
  private String definition = "{\"StartAt\":\"Deploy\",\"States\":{}}";
  private String revision = "";
  private IntFunction<Script> redrive = id -> Histories.redriven(id, true);

  /// @param type `STANDARD` or `EXPRESS`
  Machine(String arn, String type) {
    this.arn = arn;
    this.type = type;
  }

  /// Sets what the next executions play; last change set: played again by all further ones.
  public Machine plays(Script... next) {
    scripts.clear();
    scripts.addAll(java.util.List.of(next));
    return this;
  }

  /// Sets what a redrive plays, from the id that its first event gets.
  public Machine redriveWith(IntFunction<Script> script) {
    redrive = script;
    return this;
  }

  /// Sets the definition, as an update would, which makes another revision.
  public Machine define(String text, String newRevision) {
    definition = text;
    revision = newRevision;
    return this;
  }

  Script next() {
    return scripts.size() > 1 ? scripts.removeFirst() : scripts.getFirst();
  }

  Script redrive(int firstId) {
    return redrive.apply(firstId);
  }

  String arn() {
    return arn;
  }

  String type() {
    return type;
  }

  String definition() {
    return definition;
  }

  String revision() {
    return revision;
  }
}
