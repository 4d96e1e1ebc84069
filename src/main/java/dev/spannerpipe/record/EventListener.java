package dev.spannerpipe.record;

/// Receives each event right after it happened, on the thread of the run. A listener throws a
/// `Failure` if it cannot do its work.
@FunctionalInterface
public interface EventListener {
  /// Handles an event.
  void on(RecordedEvent event);

  /// Handles an event about a change of which the run does not know whether it took effect.
  default void onUnconfirmed(RecordedEvent event) {
    on(event);
  }
}
