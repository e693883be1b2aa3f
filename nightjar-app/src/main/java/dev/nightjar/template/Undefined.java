package dev.nightjar.template;

import dev.nightjar.config.Distance;
import java.util.Collection;

/// What a name stands for that is not there. Only `default` and `is defined` take it.
///
/// @param message what is not there, and what is
record Undefined(String message) {
  private static final int FEW = 12;

  static Undefined of(String name, String in, Collection<String> known) {
    String near =
        known.size() > 1_000
            ? ""
            : Distance.nearest(name, known).map(" (did you mean %s?)"::formatted).orElse("");
    String there =
        !near.isEmpty() || known.isEmpty() || known.size() > FEW
            ? near
            : " (there are: %s)".formatted(String.join(", ", known));
    return new Undefined("'%s' is not defined%s%s".formatted(name, in, there));
  }

  TemplateException fault() {
    return new TemplateException(message);
  }
}
