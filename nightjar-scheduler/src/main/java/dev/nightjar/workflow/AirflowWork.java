package dev.nightjar.workflow;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An operator of an Airflow DAG file, which runs in the user's Python through the shim in
/// `python/airflow_shim`.
///
/// @param dag the DAG that the task is in
/// @param operator the name of its class
/// @param immediate whether it does nothing, and so needs no worker
/// @param shell what it runs when that needs no Python: a plain BashOperator without templates
/// @param role what it is to the tasks around it
/// @param mail whom it tells that it failed; null for nobody
/// @param description what the shim told of it; its keys are those of the shim's JSON
public record AirflowWork(
    String dag,
    String operator,
    boolean immediate,
    @Nullable ShellWork shell,
    Role role,
    @Nullable FailureMail mail,
    Map<String, Object> description)
    implements Work {
  public AirflowWork {
    role = role == null ? Role.WORK : role; // not there in old versions
    description = Collections.unmodifiableMap(new LinkedHashMap<>(description));
  }
}
