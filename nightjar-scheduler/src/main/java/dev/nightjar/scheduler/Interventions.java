package dev.nightjar.scheduler;

import dev.nightjar.run.TaskRunState;
import dev.nightjar.store.Database;
import dev.nightjar.store.RunClears;
import dev.nightjar.store.RunStops;
import dev.nightjar.store.RunVerdicts;
import java.time.Clock;
import java.util.List;

/// What people do with runs that there are: they stop them, have tasks run again, and say how they
/// ended. Thread-safe.
public final class Interventions {
  private final Database database;
  private final Scheduler scheduler;
  private final Clock clock;
  private final RunStops stops = new RunStops();
  private final RunClears clears = new RunClears();
  private final RunVerdicts verdicts = new RunVerdicts();

  Interventions(Database database, Scheduler scheduler, Clock clock) {
    this.database = database;
    this.scheduler = scheduler;
    this.clock = clock;
  }

  /// Asks a run to stop.
  ///
  /// @return false if it has ended, or is not there
  public boolean stop(String run, String by, String reason) {
    boolean asked =
        database.write(transaction -> stops.stop(transaction, run, by, reason, clock.instant()));
    changed();
    return asked;
  }

  /// Has tasks of a run run again.
  ///
  /// @return the names of those tasks
  /// @throws dev.nightjar.store.StoreException.Busy if the run is being stopped
  public List<String> clear(String run, RunClears.Selection tasks, String by) {
    List<String> cleared =
        database.write(transaction -> clears.clear(transaction, run, tasks, by, clock.instant()));
    changed();
    return cleared;
  }

  /// Has a failed notebook task go on where it stopped, and all after it run again.
  ///
  /// @return the names of those tasks; empty if there is no such run, or it has no such task
  /// @throws dev.nightjar.store.StoreException.Busy if the run is being stopped, or the task can't
  ///     be resumed
  public List<String> resume(String run, String task, String by) {
    List<String> cleared =
        database.write(transaction -> clears.resume(transaction, run, task, by, clock.instant()));
    changed();
    return cleared;
  }

  /// Says how tasks of a run ended.
  ///
  /// @param state SUCCESS, FAILED or SKIPPED
  /// @return the names of those that were not so before
  /// @throws dev.nightjar.store.StoreException.Busy if the run is being stopped
  public List<String> mark(String run, RunClears.Selection tasks, TaskRunState state, String by) {
    List<String> marked =
        database.write(
            transaction -> verdicts.tasks(transaction, run, tasks, state, by, clock.instant()));
    changed();
    return marked;
  }

  /// Says how a run ended.
  ///
  /// @return false if it is not there
  /// @throws dev.nightjar.store.StoreException.Busy if it is being stopped
  public boolean mark(String run, boolean succeeded, String by) {
    boolean there =
        database.write(
            transaction ->
                succeeded
                    ? verdicts.succeeded(transaction, run, by, clock.instant())
                    : verdicts.failed(transaction, run, by, clock.instant()));
    changed();
    return there;
  }

  private void changed() {
    scheduler.stopAsked();
    scheduler.workCame();
  }
}
