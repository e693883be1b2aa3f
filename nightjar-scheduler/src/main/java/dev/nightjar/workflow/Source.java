package dev.nightjar.workflow;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// The file that a workflow was read from.
///
/// @param kind what is written in it
/// @param file its path below the workflow folder, with `/`
/// @param description what else the file says of the workflow, for those who show it; for an
///     Airflow file what the shim told of the DAG, its tasks left out
public record Source(Kind kind, String file, Map<String, Object> description) {
  /// What workflows are written in.
  public enum Kind {
    YAML,
    JAVA,
    AIRFLOW
  }

  public Source {
    description = Collections.unmodifiableMap(new LinkedHashMap<>(description));
  }
}
