package dev.spannerpipe.record;

/// Hears of each event right after it happened, on the thread of the run. Throws a `Failure` where
/// it cannot do its work.
@FunctionalInterface
public interface EventListener {
  /// Takes the event.
  void on(RecordedEvent event);

  /// Takes an event that is about an effect, and nobody knows whether the effect was had.
  default void onUnconfirmed(RecordedEvent event) {
    on(event);
  }
}
