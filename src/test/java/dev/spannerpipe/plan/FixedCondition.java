package dev.spannerpipe.plan;

/// A precondition whose outcome is known.
public record FixedCondition(boolean needsDatabase, Outcome outcome) implements Precondition {
  @Override
  public boolean needsRows() {
    return false;
  }

  @Override
  public String text() {
    return "fixed";
  }

  @Override
  public String words() {
    return "only if fixed";
  }

  @Override
  public Outcome check(LiveDatabase database) {
    return outcome;
  }
}
