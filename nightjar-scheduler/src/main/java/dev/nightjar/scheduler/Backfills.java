package dev.nightjar.scheduler;

import dev.nightjar.run.Ids;
import dev.nightjar.run.Run;
import dev.nightjar.run.RunNames;
import dev.nightjar.run.RunState;
import dev.nightjar.schedule.DataInterval;
import dev.nightjar.schedule.DataIntervals;
import dev.nightjar.store.Database;
import dev.nightjar.store.FileWorkflows;
import dev.nightjar.store.NewRun;
import dev.nightjar.store.RunClears;
import dev.nightjar.store.RunStore;
import dev.nightjar.store.StoreException;
import dev.nightjar.store.StoredWorkflow;
import dev.nightjar.store.Transaction;
import dev.nightjar.store.WorkflowStore;
import dev.nightjar.workflow.WorkflowException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes runs of workflows for times that have passed: one for each data interval of the schedule
/// that has none. It remembers nothing but those runs, so whoever asks again goes on with what is
/// missing. Thread-safe.
public final class Backfills {
  /// So many runs at most are asked for at a time.
  public static final int MOST = 10_000;

  private static final int MADE_TOGETHER = 50;

  private final Database database;
  private final Scheduler scheduler;
  private final Clock clock;
  private final FileWorkflows files = new FileWorkflows();
  private final WorkflowStore workflows = new WorkflowStore();
  private final RunStore runs = new RunStore();

  Backfills(Database database, Scheduler scheduler, Clock clock) {
    this.database = database;
    this.scheduler = scheduler;
    this.clock = clock;
  }

  /// What becomes of runs that there are, and that have ended.
  public enum Again {
    /// Nothing.
    NONE,
    /// What failed, or was stopped, runs again.
    FAILED,
    /// All run again.
    ALL
  }

  /// What is asked for.
  ///
  /// @param from no interval starts earlier
  /// @param to no interval starts later
  /// @param again which runs run again
  /// @param since only those that ended before: who asks repeatedly gives the time of the first
  ///     time
  /// @param jobs so many of these runs go on at a time; null for as many as the workflow lets
  /// @param parameters of new runs
  public record Asked(
      Instant from,
      Instant to,
      Again again,
      Instant since,
      @Nullable Integer jobs,
      Map<String, Object> parameters) {}

  /// What is to be done for an interval.
  public enum Step {
    /// Its run is to be made.
    MAKE,
    /// Its run is to run again.
    REPEAT,
    /// It has a run.
    NONE
  }

  /// An interval of a backfill.
  ///
  /// @param run the id of the run that it has; null for none
  /// @param state of that run
  public record Entry(
      DataInterval interval, @Nullable String run, @Nullable RunState state, Step step) {
    private boolean goesOn() {
      return state != null && !state.ended();
    }
  }

  /// What is to be done; the intervals in their order.
  ///
  /// @return empty if there is no workflow of that key
  /// @throws WorkflowException if it has no schedule, or too many runs are asked for
  public Optional<List<Entry>> plan(String key, Asked asked) {
    Instant now = clock.instant();
    return database.read(
        transaction ->
            files.find(transaction, key).map(stored -> plan(transaction, stored, asked, now)));
  }

  private List<Entry> plan(
      Transaction transaction, StoredWorkflow stored, Asked asked, Instant now) {
    DataIntervals schedule = stored.timing().intervals();
    if (schedule == null) {
      throw new WorkflowException(
          "'%s' has no schedule, which says for which times there are runs: run it by hand for a time."
              .formatted(stored.workflow().name()));
    }
    List<DataInterval> intervals = schedule.between(asked.from(), asked.to(), now, MOST + 1);
    if (intervals.size() > MOST) {
      throw new WorkflowException(
          "From %s to %s there are more than %,d runs: give a shorter time."
              .formatted(asked.from(), asked.to(), MOST));
    }
    Map<Instant, FileWorkflows.Dated> there = new HashMap<>();
    files
        .dated(transaction, stored.id(), asked.from(), asked.to())
        .forEach(run -> there.put(run.logicalTime(), run));
    return intervals.stream()
        .map(interval -> entry(interval, there.get(interval.start()), asked))
        .toList();
  }

  private static Entry entry(
      DataInterval interval, FileWorkflows.@Nullable Dated run, Asked asked) {
    if (run == null) {
      return new Entry(interval, null, null, Step.MAKE);
    }
    boolean chosen =
        switch (asked.again()) {
          case NONE -> false;
          case FAILED -> run.state() == RunState.FAILED || run.state() == RunState.STOPPED;
          case ALL -> run.state().ended();
        };
    boolean earlier = run.ended() != null && run.ended().isBefore(asked.since());
    return new Entry(interval, run.id(), run.state(), chosen && earlier ? Step.REPEAT : Step.NONE);
  }

  /// Does what is to be done, as far as there is room for it.
  ///
  /// @return how all stands then, as [#plan]
  public Optional<List<Entry>> run(String key, Asked asked, String by) {
    Optional<List<Entry>> before = plan(key, asked);
    if (before.isEmpty()) {
      return before;
    }
    List<Entry> all = before.get();
    long active = all.stream().filter(Entry::goesOn).count();
    long room = asked.jobs() == null ? all.size() : Math.max(0, asked.jobs() - active);
    List<Entry> next = all.stream().filter(entry -> entry.step() != Step.NONE).limit(room).toList();
    List<DataInterval> fresh = new ArrayList<>();
    for (Entry entry : next) {
      if (entry.run() == null) {
        fresh.add(entry.interval());
      } else {
        repeat(entry.run(), asked.again(), by);
      }
    }
    for (int i = 0; i < fresh.size(); i += MADE_TOGETHER) {
      List<DataInterval> some = fresh.subList(i, Math.min(fresh.size(), i + MADE_TOGETHER));
      database.change(
          transaction ->
              files
                  .find(transaction, key)
                  .ifPresent(stored -> make(transaction, stored, some, asked.parameters(), by)));
    }
    if (!next.isEmpty()) {
      scheduler.workCame();
    }
    return plan(key, asked);
  }

  private void repeat(String run, Again again, String by) {
    var tasks = new RunClears.Selection(List.of(), false, false, again == Again.FAILED, false);
    var interventions = new Interventions(database, scheduler, clock);
    try {
      if (interventions.clear(run, tasks, by).isEmpty()) {
        interventions.clear(run, RunClears.Selection.ALL, by); // it failed without a task that did
      }
    } catch (StoreException.Busy busy) {
      // it is being stopped, and is found again when it has ended
    }
  }

  private void make(
      Transaction transaction,
      StoredWorkflow stored,
      List<DataInterval> intervals,
      Map<String, Object> parameters,
      String by) {
    workflows.lock(transaction, stored.id());
    Instant now = clock.instant();
    Integer limit = stored.workflow().concurrency().runs();
    int active = files.active(transaction, stored.id());
    for (DataInterval interval : intervals) {
      if (runs.scheduled(transaction, stored.id(), interval.start())) {
        continue; // somebody else was first
      }
      runs.insert(
          transaction,
          new NewRun(
              Ids.next(clock),
              stored.id(),
              stored.version(),
              stored.workflow(),
              parameters,
              new Run.Cause(
                  Run.Trigger.BACKFILL,
                  RunNames.of(Run.Trigger.BACKFILL, interval.start()),
                  interval.start(),
                  interval,
                  null,
                  by),
              limit != null && active >= limit,
              now));
      active++;
    }
  }
}
