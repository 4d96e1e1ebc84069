package dev.spannerpipe.secret;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The secrets that are alive in a run: whoever is given or derives one adds it, so that
/// [Redaction] knows it before anything else can print it. Thread-safe.
public final class Secrets {
  private final List<SecretForms> forms = new CopyOnWriteArrayList<>();

  /// Makes one more secret known, and returns it.
  public Secret add(Secret secret) {
    SecretForms added = SecretForms.of(secret.reveal());
    if (!forms.contains(added)) {
      forms.add(added);
    }
    return secret;
  }

  /// Returns all, in every form in which they could be written.
  List<SecretForms> forms() {
    return forms;
  }
}
