package dev.nightjar.http.airflow;

import dev.nightjar.schedule.DataInterval;
import java.time.OffsetDateTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What Airflow's interfaces ask of those who run workflows.
public interface Dags {
  /// A run that somebody asks for.
  ///
  /// @param workflow the workflow's key
  /// @param runKey what the run is to be called; null for `manual__` and its logical time
  /// @param logicalTime to the microsecond; null for now
  /// @param interval of its data; null for what follows from the schedule
  /// @param conf its parameters, beside those that the workflow has anyway
  /// @param note null for none
  /// @param by who asks for it
  record Trigger(
      String workflow,
      @Nullable String runKey,
      @Nullable OffsetDateTime logicalTime,
      @Nullable DataInterval interval,
      Map<String, Object> conf,
      @Nullable String note,
      String by) {}

  /// Makes a run, which waits where as many of the workflow go on as may, or it is paused.
  ///
  /// @return the run's id
  /// @throws dev.nightjar.store.StoreException.Duplicate if there is a run of that key
  String trigger(Trigger trigger);

  /// Pauses a workflow or resumes it.
  ///
  /// @param workflow its key
  void pause(String workflow, boolean paused, String by);

  /// Deletes all that is stored of a workflow, with its runs. A file that is still there makes it
  /// anew when it is read again.
  ///
  /// @param workflow its key
  void delete(String workflow, String by);

  /// Deletes a run, which is stopped before.
  ///
  /// @param run its id
  void deleteRun(String run, String by);

  /// Tells that task runs were cleared or marked: some may be claimed, and some are to stop.
  void edited();
}
