package dev.nightjar.scheduler;

import dev.nightjar.executor.AttemptOrder;
import dev.nightjar.executor.Preparation;
import dev.nightjar.executor.PreparationException;
import dev.nightjar.executor.Probe;
import dev.nightjar.files.FolderWatch;
import dev.nightjar.run.Outcome;
import dev.nightjar.run.Run;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.run.Waiting;
import dev.nightjar.schedule.DataInterval;
import dev.nightjar.store.Database;
import dev.nightjar.store.Deadlines;
import dev.nightjar.store.Deferrals;
import dev.nightjar.store.Grids;
import dev.nightjar.store.Memos;
import dev.nightjar.store.RunStops;
import dev.nightjar.store.RunStore;
import dev.nightjar.workflow.Grid;
import dev.nightjar.workflow.Task;
import dev.nightjar.workflow.TriggerWork;
import dev.nightjar.workflow.Wait;
import dev.nightjar.workflow.WaitWork;
import dev.nightjar.workflow.WorkflowException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks whether what tasks wait for is so, starts runs for tasks, has grids make their points,
/// ends runs whose time is up, and tells of those that are not done by their deadlines.
final class Watcher {
  private static final Logger LOG = LoggerFactory.getLogger(Watcher.class);
  private static final Duration EVERY = Duration.ofMillis(500);
  private static final Duration TAKEN = Duration.ofSeconds(30);

  /// Other runs are looked at no less often: that is cheap.
  private static final Duration RUNS_EVERY = Duration.ofSeconds(1);

  private static final int AT_ONCE = 100;

  private final Database database;
  private final Preparation preparation;
  private final Probe probe;
  private final AlertRules alerts;
  private final Clock clock;
  private final Runnable changed;
  private final Deadlines deadlines = new Deadlines();
  private final Deferrals deferrals = new Deferrals();
  private final Grids grids = new Grids();
  private final Memos memos = new Memos();
  private final RunStore runs = new RunStore();
  private final RunStops stops = new RunStops();
  private final StartedRuns started;
  private final OtherRuns otherRuns;
  private final AwaitedFiles files;

  /// @param watch hears of files that tasks wait for
  /// @param changed called after each end, when there may be more to claim
  Watcher(
      Database database,
      Preparation preparation,
      Probe probe,
      AlertRules alerts,
      Clock clock,
      FolderWatch watch,
      Runnable changed) {
    this.database = database;
    this.preparation = preparation;
    this.probe = probe;
    this.alerts = alerts;
    this.clock = clock;
    this.changed = changed;
    this.started = new StartedRuns(database, clock);
    this.otherRuns = new OtherRuns(database);
    this.files = new AwaitedFiles(watch);
  }

  /// One round.
  Duration look() {
    Instant now = clock.instant();
    List<Run> late = database.read(transaction -> runs.overdue(transaction, now));
    late.forEach(run -> timeOut(run, now));
    for (TaskRunKey arrived : files.arrived(now)) {
      database.change(transaction -> deferrals.hasten(transaction, arrived, now));
    }
    List<Deferrals.Deferred> due =
        database.write(
            transaction -> {
              deadlines.look(transaction, now).forEach(one -> alerts.missed(transaction, one));
              return deferrals.take(transaction, now, TAKEN, AT_ONCE);
            });
    for (Deferrals.Deferred one : due) {
      try {
        look(one, now);
      } catch (PreparationException unfit) {
        end(one, new Outcome.Failed(String.valueOf(unfit.getMessage()), null, true), now);
      }
    }
    return due.size() == AT_ONCE ? Duration.ZERO : EVERY;
  }

  private void timeOut(Run run, Instant now) {
    Duration limit = run.workflow().concurrency().timeout();
    LOG.info("{}: its time is up: {}", run.id(), limit);
    database.change(
        transaction ->
            stops
                .timeOut(transaction, run.id(), "It took longer than " + limit, now)
                .forEach(ended -> alerts.ended(transaction, ended)));
    changed.run();
  }

  private void look(Deferrals.Deferred one, Instant now) {
    Optional<Run> found = database.read(transaction -> runs.find(transaction, one.key().run()));
    if (found.isEmpty()) {
      return;
    }
    Run run = found.get();
    if (run.task(one.key().task()).traits().grid() != null) {
      expand(one, run, now);
      return;
    }
    if (run.task(one.key().task()).work() instanceof WaitWork said
        && said.until() instanceof Wait.ForHttp) {
      Thread.ofVirtual().name("ask for " + one.key()).start(() -> ask(one, run, said, now));
      return;
    }
    Task task = one.waiting() == null ? prepared(one, run) : run.task(one.key().task());
    if (one.waiting() == null && task.work() instanceof TriggerWork work) {
      if (!started.start(one.key(), run, task, work, now)) {
        String message = "There is no workflow '%s' to start.".formatted(work.workflow());
        end(one, new Outcome.Failed(message, null), now);
      }
      changed.run();
      return;
    }
    Waiting waiting = one.waiting() == null ? waiting(one, task) : one.waiting();
    settle(one, waiting, run, judge(one.key(), waiting, run, now), now);
  }

  /// Asks another program, which may take longer than others should wait. What templates put into
  /// the request may be secret, so it is filled in anew each time, and never stored.
  private void ask(Deferrals.Deferred one, Run run, WaitWork said, Instant now) {
    Waiting waiting = one.waiting() == null ? Waiting.of(said, one.started()) : one.waiting();
    try {
      boolean so =
          prepared(one, run).work() instanceof WaitWork(Wait.ForHttp request, _, _, _)
              && probe.isSo(request);
      settle(one, waiting, run, so ? new Outcome.Succeeded() : null, now);
    } catch (PreparationException unfit) {
      end(one, new Outcome.Failed(String.valueOf(unfit.getMessage()), null, true), now);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException broken) {
      LOG.warn("{}: {} It is asked again.", one.key(), broken.getMessage(), broken);
    }
  }

  /// Ends a wait if it is over, or says when somebody is to look again.
  private void settle(
      Deferrals.Deferred one, Waiting waiting, Run run, @Nullable Outcome found, Instant now) {
    Outcome outcome = found == null ? late(waiting, now) : found;
    if (outcome != null) {
      end(one, outcome, now);
    } else {
      Instant next = next(one.key(), waiting, run, now);
      database.change(transaction -> deferrals.put(transaction, one.key(), waiting, next));
    }
  }

  private static @Nullable Outcome late(Waiting waiting, Instant now) {
    if (waiting.deadline() == null || now.isBefore(waiting.deadline())) {
      return null;
    }
    return waiting.soft()
        ? new Outcome.Skipped("What it waits for did not come in time.")
        : new Outcome.Failed(
            "What it waits for did not come before %s.".formatted(waiting.deadline()), null, true);
  }

  /// A grid that may start makes its points, and those that were cleared go on.
  private void expand(Deferrals.Deferred one, Run run, Instant now) {
    if (!database.write(transaction -> grids.goOn(transaction, one.key(), now))) {
      List<Map<String, Object>> points;
      try {
        points = Grid.expand(Objects.requireNonNull(prepared(one, run).traits().grid()).points());
      } catch (WorkflowException unfit) {
        String place = "tasks.%s.%s".formatted(one.key().task(), unfit.getMessage());
        end(one, new Outcome.Failed(place, null, true), now);
        return;
      }
      if (points.isEmpty()) {
        end(one, new Outcome.Skipped("Its grid has no points."), now);
        return;
      }
      database.change(
          transaction ->
              grids
                  .expand(transaction, one.key(), points, now)
                  .forEach(ended -> alerts.ended(transaction, ended)));
    }
    changed.run();
  }

  private Task prepared(Deferrals.Deferred one, Run run) {
    return preparation
        .prepare(
            new AttemptOrder(
                one.key(),
                1,
                1,
                run.workflow().name(),
                run.status().created(),
                run.task(one.key().task()),
                run.parameters(),
                run.snapshot()))
        .task();
  }

  private static Waiting waiting(Deferrals.Deferred one, Task task) {
    if (task.work() instanceof WaitWork work) {
      return Waiting.of(work, one.started());
    }
    throw new IllegalStateException(one.key() + " waits, though its work is " + task.work());
  }

  private @Nullable Outcome judge(TaskRunKey task, Waiting waiting, Run run, Instant now) {
    Wait until = waiting.until();
    return switch (until) {
      case Wait.ForFile file ->
          files.isThere(task, file, waiting.every(), now) ? new Outcome.Succeeded() : null;
      case Wait.ForTime(Instant at) -> now.isBefore(at) ? null : new Outcome.Succeeded();
      case Wait.ForTimeOfDay time ->
          now.isBefore(time.from(intervalEnd(run))) ? null : new Outcome.Succeeded();
      case Wait.AfterInterval(Duration delay) ->
          now.isBefore(intervalEnd(run).plus(delay)) ? null : new Outcome.Succeeded();
      case Wait.ForRun other -> otherRuns.judge(other, run);
      case Wait.ForWork work ->
          database.<Boolean>read(transaction -> memos.isBeingDone(transaction, work))
              ? null
              : new Outcome.Rescheduled(now);
      case Wait.ForHttp _ -> throw new IllegalStateException("is asked elsewhere: " + until);
    };
  }

  private static Instant intervalEnd(Run run) {
    DataInterval interval = run.cause().interval();
    return interval == null ? run.cause().logicalTime() : interval.end();
  }

  private Instant next(TaskRunKey task, Waiting waiting, Run run, Instant now) {
    boolean told = waiting.until() instanceof Wait.ForFile;
    Instant next = now.plus(told ? files.pause(task, waiting.every()) : waiting.every());
    return switch (waiting.until()) {
      case Wait.ForTime(Instant at) -> at;
      case Wait.ForTimeOfDay time -> time.from(intervalEnd(run));
      case Wait.AfterInterval(Duration delay) -> intervalEnd(run).plus(delay);
      case Wait.ForWork _ -> next;
      case Wait.ForRun _ -> waiting.every().compareTo(RUNS_EVERY) > 0 ? now.plus(RUNS_EVERY) : next;
      case Wait.ForFile _, Wait.ForHttp _ ->
          waiting.deadline() != null && waiting.deadline().isBefore(next)
              ? waiting.deadline()
              : next;
    };
  }

  private void end(Deferrals.Deferred one, Outcome outcome, Instant now) {
    LOG.info("{}: waits no longer: {}", one.key(), outcome);
    database.change(
        transaction ->
            deferrals
                .end(transaction, one, outcome, now)
                .forEach(run -> alerts.ended(transaction, run)));
    changed.run();
  }
}
