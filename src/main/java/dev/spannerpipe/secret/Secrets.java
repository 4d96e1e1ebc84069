package dev.spannerpipe.secret;

import java.util.ArrayList;
import java.util.List;

/// The secrets of a run. Code that receives or derives a secret adds the secret at once, so that
/// [Redaction] knows the secret before anything can print it. Thread-safe.
public final class Secrets {
  private volatile Known known = new Known(List.of(), new SecretIndex(List.of()));

  /// All secrets so far, in every form in which they could appear.
  record Known(List<SecretForms> forms, SecretIndex index) {}

  /// Adds a secret, and returns it.
  public Secret add(Secret secret) {
    remember(SecretForms.of(secret.reveal()));
    return secret;
  }

  private synchronized void remember(SecretForms added) {
    if (!known.forms().contains(added)) {
      List<SecretForms> all = new ArrayList<>(known.forms());
      all.add(added);
      known = new Known(List.copyOf(all), new SecretIndex(all));
    }
  }

  Known known() {
    return known;
  }
}
