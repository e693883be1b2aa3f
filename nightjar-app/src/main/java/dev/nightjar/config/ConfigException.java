package dev.nightjar.config;

import java.util.List;

/// A configuration that cannot be used, with all that is wrong with it.
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // what List.copyOf makes is serialisable
  private final List<String> problems;

  /// @param problems one line each
  public ConfigException(List<String> problems) {
    super(message(problems));
    this.problems = List.copyOf(problems);
  }

  private static String message(List<String> problems) {
    return problems.size() == 1
        ? problems.getFirst()
        : "%d problems in the configuration:\n  %s"
            .formatted(problems.size(), String.join("\n  ", problems));
  }

  /// One line each: where, which setting, what to do.
  public List<String> problems() {
    return problems;
  }
}
