package dev.nightjar.scheduler;

import dev.nightjar.run.Ids;
import dev.nightjar.run.Run;
import dev.nightjar.schedule.DataInterval;
import dev.nightjar.schedule.DataIntervals;
import dev.nightjar.store.Database;
import dev.nightjar.store.FileWorkflows;
import dev.nightjar.store.StoredWorkflow;
import dev.nightjar.store.Transaction;
import dev.nightjar.store.WorkflowStore;
import dev.nightjar.workflow.Workflow;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What becomes of workflows that were read from files, and what people do with them. Their names
/// are their keys. Thread-safe.
public final class Workflows {
  private final Database database;
  private final Scheduler scheduler;
  private final Clock clock;
  private final WorkflowStore workflows = new WorkflowStore();
  private final FileWorkflows files = new FileWorkflows();
  private final IntervalRuns intervals;
  private final ManualRuns manual;

  public Workflows(Database database, Scheduler scheduler, Clock clock) {
    this.database = database;
    this.scheduler = scheduler;
    this.clock = clock;
    this.intervals = new IntervalRuns(clock);
    this.manual = new ManualRuns(clock);
  }

  /// What people do with their runs.
  public Interventions interventions() {
    return new Interventions(database, scheduler, clock);
  }

  /// Makes its runs for times that have passed.
  public Backfills backfills() {
    return new Backfills(database, scheduler, clock);
  }

  /// A workflow as its file says it.
  ///
  /// @param workflow with its source
  /// @param snapshot the folder of its files, below the artifact root
  /// @param intervals when it runs by itself; null for never
  /// @param paused whether it is paused when it is new
  public record Read(
      Workflow workflow, String snapshot, @Nullable DataIntervals intervals, boolean paused) {}

  /// Stores workflows that were read, all or none: each that is new, or not what it was, gets a new
  /// version. Runs that go on keep theirs.
  ///
  /// @return the keys of those that changed
  public List<String> put(List<Read> read, String by) {
    List<String> changed =
        database.write(
            transaction ->
                read.stream()
                    .filter(one -> put(transaction, one, by))
                    .map(one -> one.workflow().name())
                    .toList());
    if (!changed.isEmpty()) {
      scheduler.schedulesChanged();
      scheduler.workCame();
    }
    return changed;
  }

  private boolean put(Transaction transaction, Read read, String by) {
    Instant now = clock.instant();
    DataIntervals when = read.intervals();
    Optional<StoredWorkflow> known = files.find(transaction, read.workflow().name());
    var timing =
        new StoredWorkflow.Timing(
            known.map(before -> before.timing().paused()).orElse(read.paused()),
            when == null ? null : when.timetable(),
            null,
            when == null ? null : when.catchup());
    StoredWorkflow stored;
    if (known.isEmpty()) {
      stored =
          new StoredWorkflow(
              Ids.next(clock),
              Ids.next(clock),
              1,
              read.workflow(),
              read.snapshot(),
              timing,
              new StoredWorkflow.Origin(now, now, by));
      workflows.insert(transaction, stored);
    } else {
      StoredWorkflow before = known.get();
      workflows.lock(transaction, before.id());
      boolean back = files.present(transaction, before.id(), true);
      boolean same =
          before.workflow().equals(read.workflow()) && before.snapshot().equals(read.snapshot());
      if (same && !back && java.util.Objects.equals(before.timing().intervals(), when)) {
        return false;
      }
      stored =
          new StoredWorkflow(
              before.id(),
              same ? before.version() : Ids.next(clock),
              same ? before.number() : before.number() + 1,
              read.workflow(),
              read.snapshot(),
              timing,
              new StoredWorkflow.Origin(before.origin().created(), now, before.origin().by()));
      workflows.update(transaction, stored, now, "CHANGED", by);
    }
    intervals.make(transaction, stored, now);
    return true;
  }

  /// Notes that the file of a workflow is gone: nothing new is started; what runs goes on.
  public void gone(String id) {
    database.change(
        transaction -> {
          workflows.lock(transaction, id);
          files.present(transaction, id, false);
          workflows
              .find(transaction, id)
              .ifPresent(stored -> files.schedule(transaction, stored, null, null));
        });
  }

  /// What a run is asked for with.
  ///
  /// @param key what it is called; null for the usual name
  /// @param logicalTime the time it stands for; null for now
  /// @param interval of its data; null for what its schedule says
  /// @param parameters its own, over the workflow's
  /// @param anew names of tasks that do their work also if it was done before
  /// @param trigger what asks for it
  public record Asked(
      @Nullable String key,
      @Nullable Instant logicalTime,
      @Nullable DataInterval interval,
      Map<String, Object> parameters,
      List<String> anew,
      Run.Trigger trigger) {
    public Asked {
      anew = List.copyOf(anew);
    }

    /// One whose tasks may reuse what was done before, if they say so.
    public Asked(
        @Nullable String key,
        @Nullable Instant logicalTime,
        @Nullable DataInterval interval,
        Map<String, Object> parameters) {
      this(key, logicalTime, interval, parameters, List.of());
    }

    /// One that people ask for.
    public Asked(
        @Nullable String key,
        @Nullable Instant logicalTime,
        @Nullable DataInterval interval,
        Map<String, Object> parameters,
        List<String> anew) {
      this(key, logicalTime, interval, parameters, anew, Run.Trigger.MANUAL);
    }

    /// The same, asked for by something else.
    public Asked as(Run.Trigger other) {
      return new Asked(key, logicalTime, interval, parameters, anew, other);
    }
  }

  /// Makes a run. It waits while as many go on as may, and one of an Airflow file also while that
  /// is paused.
  ///
  /// @return its id; empty if there is no workflow of that key
  /// @throws dev.nightjar.store.StoreException.Duplicate if it has a run of that name or time
  public Optional<String> trigger(String key, Asked asked, String by) {
    Instant now = clock.instant();
    Optional<String> made =
        database.write(
            transaction ->
                files
                    .find(transaction, key)
                    .map(stored -> manual.make(transaction, stored, asked, now, by)));
    scheduler.workCame();
    return made;
  }

  /// Pauses or resumes a workflow's schedule.
  ///
  /// @return false if there is no workflow of that key
  public boolean pause(String key, boolean paused, String by) {
    Instant now = clock.instant();
    boolean there =
        database.write(
            transaction -> {
              Optional<StoredWorkflow> stored = files.find(transaction, key);
              stored.ifPresent(before -> pause(transaction, before, paused, now, by));
              return stored.isPresent();
            });
    scheduler.schedulesChanged();
    scheduler.workCame();
    return there;
  }

  private void pause(
      Transaction transaction, StoredWorkflow before, boolean paused, Instant now, String by) {
    if (before.timing().paused() == paused) {
      return;
    }
    workflows.lock(transaction, before.id());
    var timing =
        new StoredWorkflow.Timing(
            paused, before.timing().timetable(), null, before.timing().catchup());
    var after =
        new StoredWorkflow(
            before.id(),
            before.version(),
            before.number(),
            before.workflow(),
            before.snapshot(),
            timing,
            before.origin());
    workflows.update(transaction, after, now, paused ? "PAUSED" : "RESUMED", by);
    intervals.make(transaction, after, now);
    if (!paused) {
      files.release(transaction, List.of(after.id()), now);
    }
  }
}
