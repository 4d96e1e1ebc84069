package dev.spannerpipe.record;

/// Receives each event right after it happened, on the thread of the run. Throws a `Failure` if it
/// cannot do its work.
@FunctionalInterface
public interface EventListener {
  /// Handles an event.
  void on(RecordedEvent event);

  /// Handles an event about an effect that may or may not have happened.
  default void onUnconfirmed(RecordedEvent event) {
    on(event);
  }
}
