package dev.nightjar.template;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The names that a part of a template knows: its own, and those around it. Not thread-safe.
final class Scope {
  private final @Nullable Scope around;
  private final Map<String, @Nullable Object> names;

  private Scope(@Nullable Scope around, Map<String, @Nullable Object> names) {
    this.around = around;
    this.names = names;
  }

  static Scope of(Map<String, @Nullable Object> names) {
    return new Scope(null, names).inner();
  }

  Scope inner() {
    return new Scope(this, new HashMap<>());
  }

  void set(String name, @Nullable Object value) {
    names.put(name, value);
  }

  /// The value, or an [Undefined].
  @Nullable Object find(String name) {
    for (Scope scope = this; scope != null; scope = scope.around) {
      if (scope.names.containsKey(name)) {
        return scope.names.get(name);
      }
    }
    var known = new TreeSet<String>();
    for (Scope scope = this; scope != null; scope = scope.around) {
      known.addAll(scope.names.keySet());
    }
    return Undefined.of(name, "", known);
  }
}
