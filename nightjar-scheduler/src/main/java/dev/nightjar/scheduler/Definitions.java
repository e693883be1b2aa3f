package dev.nightjar.scheduler;

import dev.nightjar.run.Ids;
import dev.nightjar.schedule.Timetable;
import dev.nightjar.store.Database;
import dev.nightjar.store.ScheduleStore;
import dev.nightjar.store.StoredWorkflow;
import dev.nightjar.store.Transaction;
import dev.nightjar.store.WorkflowStore;
import dev.nightjar.workflow.Workflow;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What people do with stored workflows, of which job definitions are the ones of one notebook.
/// Thread-safe.
public final class Definitions {
  private final Database database;
  private final Scheduler scheduler;
  private final Clock clock;
  private final UnaryOperator<Workflow> admission;
  private final Made made;
  private final WorkflowStore workflows = new WorkflowStore();
  private final ScheduleStore schedules = new ScheduleStore();

  public Definitions(Database database, Scheduler scheduler, Clock clock) {
    this(database, scheduler, clock, UnaryOperator.identity());
  }

  /// @param admission what is stored of a workflow that somebody hands in
  public Definitions(
      Database database, Scheduler scheduler, Clock clock, UnaryOperator<Workflow> admission) {
    this(database, scheduler, clock, admission, Made.NOTHING_ELSE);
  }

  private Definitions(
      Database database,
      Scheduler scheduler,
      Clock clock,
      UnaryOperator<Workflow> admission,
      Made made) {
    this.database = database;
    this.scheduler = scheduler;
    this.clock = clock;
    this.admission = admission;
    this.made = made;
  }

  /// The same, which does something else with each workflow that it stores.
  public Definitions with(Made also) {
    return new Definitions(database, scheduler, clock, admission, also);
  }

  /// Stores a workflow.
  ///
  /// @param snapshot the folder of its files, below the artifact root
  /// @param timetable when it runs by itself; null for never
  /// @return its id
  public String create(
      Workflow workflow,
      String snapshot,
      @Nullable Timetable timetable,
      boolean paused,
      String by) {
    Instant now = clock.instant();
    StoredWorkflow stored =
        new StoredWorkflow(
            Ids.next(clock),
            Ids.next(clock),
            1,
            admission.apply(workflow),
            snapshot,
            new StoredWorkflow.Timing(paused, timetable, null),
            new StoredWorkflow.Origin(now, now, by));
    database.change(
        transaction -> {
          workflows.insert(transaction, stored);
          schedules.start(transaction, stored, now);
          made.then(transaction, stored.id());
        });
    scheduler.schedulesChanged();
    return stored.id();
  }

  /// What a change makes of a stored workflow: what is null stays as it is.
  ///
  /// @param snapshot other files
  /// @param unscheduled takes the schedule away
  public record Change(
      @Nullable Workflow workflow,
      @Nullable String snapshot,
      @Nullable Timetable timetable,
      @Nullable Boolean paused,
      boolean unscheduled) {
    /// Pauses or resumes.
    public static Change paused(boolean paused) {
      return new Change(null, null, null, paused, false);
    }
  }

  /// Changes a stored workflow. Runs that were made go on with the version they have. After a
  /// change of its schedule, or when it is resumed, it is due next as seen from now.
  ///
  /// @return false if it is not there
  public boolean change(String id, Change change, String by) {
    Instant now = clock.instant();
    String version = Ids.next(clock);
    boolean there =
        database.write(
            transaction -> {
              workflows.lock(transaction, id);
              Optional<StoredWorkflow> stored = workflows.find(transaction, id);
              stored.ifPresent(before -> change(transaction, before, change, version, now, by));
              return stored.isPresent();
            });
    scheduler.schedulesChanged();
    return there;
  }

  private void change(
      Transaction transaction,
      StoredWorkflow before,
      Change change,
      String version,
      Instant now,
      String by) {
    boolean other = change.workflow() != null || change.snapshot() != null;
    boolean paused = Objects.requireNonNullElse(change.paused(), before.timing().paused());
    Timetable timetable =
        change.unscheduled()
            ? null
            : change.timetable() != null ? change.timetable() : before.timing().timetable();
    StoredWorkflow after =
        new StoredWorkflow(
            before.id(),
            other ? version : before.version(),
            other ? before.number() + 1 : before.number(),
            change.workflow() != null ? admission.apply(change.workflow()) : before.workflow(),
            change.snapshot() != null ? change.snapshot() : before.snapshot(),
            new StoredWorkflow.Timing(paused, timetable, null),
            new StoredWorkflow.Origin(before.origin().created(), now, before.origin().by()));
    String what = paused == before.timing().paused() ? "CHANGED" : paused ? "PAUSED" : "RESUMED";
    workflows.update(transaction, after, now, what, by);
    if (paused != before.timing().paused()
        || !Objects.equals(timetable, before.timing().timetable())) {
      schedules.start(transaction, after, now);
    }
  }

  /// Deletes a stored workflow, whose runs must be gone before.
  ///
  /// @return what it was; empty if it is not there
  public Optional<StoredWorkflow> delete(String id, String by) {
    return database.write(
        transaction -> {
          Optional<StoredWorkflow> stored = workflows.find(transaction, id);
          stored.ifPresent(_ -> workflows.delete(transaction, id, clock.instant(), by));
          return stored;
        });
  }
}
