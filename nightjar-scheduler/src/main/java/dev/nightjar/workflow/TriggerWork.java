package dev.nightjar.workflow;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Starts a run of another workflow, without a worker.
///
/// @param workflow its key
/// @param parameters of the run, over the workflow's; texts in them are templates
/// @param waits whether the task ends with the run, and as it, rather than at once
public record TriggerWork(String workflow, Map<String, Object> parameters, boolean waits)
    implements Work {
  public TriggerWork {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  @Override
  public boolean deferred() {
    return true;
  }
}
