package dev.spannerpipe.testing;

import java.util.Optional;

/// Decides which calls go wrong. Asked once for each call, in the order of their arrival.
@FunctionalInterface
public interface Faults {
  /// Nothing goes wrong.
  Faults NONE = call -> Optional.empty();

  /// Returns what goes wrong with this call.
  Optional<Fault> of(Call call);

  /// The call with this number goes wrong, whatever it is.
  static Faults at(int number, Fault fault) {
    return call -> call.number() == number ? Optional.of(fault) : Optional.empty();
  }

  /// The n-th call of a method goes wrong, counted from 1.
  static Faults at(String method, int ofMethod, Fault fault) {
    return call ->
        call.method().equals(method) && call.ofMethod() == ofMethod
            ? Optional.of(fault)
            : Optional.empty();
  }
}
