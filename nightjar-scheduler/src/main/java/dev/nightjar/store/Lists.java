package dev.nightjar.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// What is bound to `IN (<…>)`.
final class Lists {
  private Lists() {}

  /// The values, the last one repeated up to a power of two: so that few statements differ, and a
  /// database knows them again.
  static <T> List<T> padded(Collection<T> values) {
    List<T> padded = new ArrayList<>(values);
    int size = Integer.highestOneBit(Math.max(1, padded.size() * 2 - 1));
    while (padded.size() < size) {
      padded.add(padded.getLast());
    }
    return padded;
  }
}
