package dev.nightjar.store;

import dev.nightjar.run.TaskRunState;
import dev.nightjar.workflow.NotebookWork;
import dev.nightjar.workflow.Task;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How tasks of runs are cleared, so that they run again: as Airflow's `clear`, but a run that had
/// ended always goes on.
public final class RunClears {
  private static final Set<TaskRunState> FAILED =
      EnumSet.of(TaskRunState.FAILED, TaskRunState.UPSTREAM_FAILED, TaskRunState.STOPPED);
  private static final Set<TaskRunState> RUNNING =
      EnumSet.of(TaskRunState.RUNNING, TaskRunState.STOPPING);

  /// Which tasks of a run.
  ///
  /// @param tasks their names, those that the run does not have are passed over; empty for all. Of
  ///     a grid, `train[3]` is the point of that number alone
  /// @param upstream and all that is before them
  /// @param downstream and all that is after them
  /// @param onlyFailed of those only what failed, or could not start
  /// @param onlyRunning of those only what runs
  /// @param reuse whether those named may reuse earlier work when they are cleared; those before
  ///     and after them do as their run says
  public record Selection(
      List<String> tasks,
      boolean upstream,
      boolean downstream,
      boolean onlyFailed,
      boolean onlyRunning,
      boolean reuse) {
    /// All tasks.
    public static final Selection ALL = new Selection(List.of(), false, false, false, false);

    public Selection {
      tasks = List.copyOf(tasks);
    }

    /// One whose tasks do their work again.
    public Selection(
        List<String> tasks,
        boolean upstream,
        boolean downstream,
        boolean onlyFailed,
        boolean onlyRunning) {
      this(tasks, upstream, downstream, onlyFailed, onlyRunning, false);
    }

    /// Whether a task does its work also if that was done before; null for what its run says.
    @Nullable Boolean anew(String task) {
      return tasks.isEmpty() || tasks.contains(task) ? (Boolean) !reuse : null;
    }
  }

  /// What would be cleared.
  ///
  /// @return names of tasks in the workflow's order, of points that of their grid; empty if there
  ///     is no such run
  public List<String> find(Transaction transaction, String run, Selection selection) {
    return RunEdit.lock(transaction, run, "", Instant.EPOCH)
        .map(edit -> find(edit, selection))
        .orElse(List.of());
  }

  /// Clears tasks: they wait for those before them again, their values are gone, their tries start
  /// anew; the numbers of their attempts go on. What runs is stopped before. What a branch that is
  /// not cleared left out is left out again.
  ///
  /// @param by who asks for it
  /// @return as [#find]
  /// @throws StoreException.Busy if the run is being stopped
  public List<String> clear(
      Transaction transaction, String run, Selection selection, String by, Instant now) {
    return RunEdit.lock(transaction, run, by, now)
        .map(
            edit -> {
              List<String> tasks = find(edit, selection);
              if (!tasks.isEmpty()) {
                tasks.forEach(task -> clear(edit, task, selection, by, now));
                tasks.forEach(task -> edit.doAnew(task, selection.anew(task)));
                edit.finish(null);
              }
              return tasks;
            })
        .orElse(List.of());
  }

  private static void clear(
      RunEdit edit, String task, Selection selection, String by, Instant now) {
    Set<String> points =
        selection.tasks().contains(task) ? Set.of() : edit.points().among(task, selection.tasks());
    if (points.isEmpty()) {
      edit.clear(task, selection.onlyFailed());
      return;
    }
    if (Objects.requireNonNull(edit.states().get(task)).ended()) {
      edit.clear(task, points);
    } else {
      edit.points().join(task, points, "cleared by " + by, now);
    }
    points.forEach(point -> edit.doAnew(point, selection.anew(point)));
  }

  /// Clears a failed notebook task and all after it, as [#clear] does; but its next attempts go on
  /// where the last one stopped, as far as that left a kernel.
  ///
  /// @param by who asks for it
  /// @return as [#find]; empty if there is no such run, or it has no such task
  /// @throws StoreException.Busy if the run is being stopped, or the task can't be resumed
  public List<String> resume(
      Transaction transaction, String run, String task, String by, Instant now) {
    Optional<RunEdit> found = RunEdit.lock(transaction, run, by, now);
    if (found.isEmpty() || !found.get().states().containsKey(task)) {
      return List.of();
    }
    RunEdit edit = found.get();
    requireResumable(edit, task);
    List<String> tasks = edit.selectWithSetups(List.of(task), false, true);
    for (String one : tasks) {
      edit.clear(one, false);
      edit.doAnew(one, one.equals(task) ? (Boolean) true : null);
    }
    edit.resume(task);
    edit.finish(null);
    return tasks;
  }

  private static void requireResumable(RunEdit edit, String name) {
    Task task = edit.run().task(name);
    TaskRunState state = edit.states().get(name);
    if (!(task.work() instanceof NotebookWork) || task.traits().grid() != null) {
      throw new StoreException.Busy(
          "task %s can't be resumed: only notebooks without a grid can. Clear it to run it again."
              .formatted(name));
    }
    if (state != TaskRunState.FAILED) {
      throw new StoreException.Busy(
          "task %s can't be resumed: it is %s, and only tasks that failed can."
              .formatted(name, state));
    }
  }

  private static List<String> find(RunEdit edit, Selection selection) {
    List<String> wanted =
        selection.tasks().isEmpty()
            ? List.copyOf(edit.states().keySet())
            : selection.tasks().stream().map(edit.points()::grid).distinct().toList();
    return edit.selectWithSetups(wanted, selection.upstream(), selection.downstream()).stream()
        .filter(task -> !selection.onlyFailed() || FAILED.contains(edit.states().get(task)))
        .filter(task -> !selection.onlyRunning() || RUNNING.contains(edit.states().get(task)))
        .toList();
  }
}
