package dev.spannerpipe.testing;

import io.grpc.Status;
import java.util.Optional;

/// What goes wrong with a call.
///
/// @param moment when
/// @param action what happens then, such as the end of the caller
/// @param answer what the caller hears; empty where it hears what it would have heard anyway
public record Fault(Moment moment, Runnable action, Optional<Status> answer) {
  /// When something happens.
  public enum Moment {
    /// The call has no effect, unless the true answer is given all the same.
    BEFORE,
    /// The call had its effect, and the answer is not given yet.
    AFTER
  }

  /// The call has no effect, and fails.
  public static Fault refused(Status status) {
    return new Fault(Moment.BEFORE, Fault::nothing, Optional.of(status));
  }

  /// The call has its effect, and fails.
  public static Fault answerLost(Status status) {
    return new Fault(Moment.AFTER, Fault::nothing, Optional.of(status));
  }

  /// Something happens at this moment, and the call goes on as if it had not.
  public static Fault happening(Moment moment, Runnable action) {
    return new Fault(moment, action, Optional.empty());
  }

  /// The caller ends at this moment: before the call has an effect, or before it hears of it.
  public static Fault ending(Moment moment, Runnable end) {
    return new Fault(moment, end, Optional.of(Status.UNAVAILABLE.withDescription("too late")));
  }

  private static void nothing() {}
}
