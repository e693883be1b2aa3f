package dev.nightjar.http.airflow;

import dev.nightjar.run.Run;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Tries tasks of Airflow files, whatever comes before them. Nothing of it is stored.
public interface Trials {
  /// What is asked for.
  enum Kind {
    TEST,
    RENDER
  }

  /// A trial that somebody asks for.
  ///
  /// @param run which need not be stored
  /// @param task one of its tasks
  /// @param parameters over those of the task
  record Asked(Run run, String task, Kind kind, Map<String, Object> parameters) {}

  /// How it went.
  ///
  /// @param said what it printed
  /// @param rendered what its templates became, by their names
  /// @param problem why it failed; null if it did not
  record Tried(String said, Map<String, Object> rendered, @Nullable String problem) {}

  /// Tries one, and waits for its end.
  Tried attempt(Asked asked) throws InterruptedException;
}
