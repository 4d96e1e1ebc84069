package dev.spannerpipe.endtoend;

import dev.spannerpipe.testing.Fault.Moment;

/// Where a run is killed.
///
/// @param call the number of the call within the run, from 1
/// @param moment before the call is passed on, or after its effect and before its answer
record KillPoint(int call, Moment moment) {
  @Override
  public String toString() {
    return switch (moment) {
      case BEFORE -> "before call " + call;
      case AFTER -> "after call " + call;
    };
  }
}
