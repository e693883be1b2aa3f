package dev.nightjar.scheduler;

import dev.nightjar.run.Ids;
import dev.nightjar.run.Run;
import dev.nightjar.store.Database;
import dev.nightjar.store.NewRun;
import dev.nightjar.store.RunClears;
import dev.nightjar.store.RunStops;
import dev.nightjar.store.RunStore;
import dev.nightjar.store.StoredWorkflow;
import dev.nightjar.store.Transaction;
import dev.nightjar.store.WorkflowStore;
import dev.nightjar.workflow.Workflow;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What people do with jobs, that is with runs. Thread-safe.
public final class Jobs {
  private static final Duration POLL = Duration.ofMillis(50);

  private final Database database;
  private final Scheduler scheduler;
  private final Clock clock;
  private final UnaryOperator<Workflow> admission;
  private final Made made;
  private final RunsOfWorkflows making;
  private final RunStore runs = new RunStore();
  private final WorkflowStore workflows = new WorkflowStore();
  private final RunStops stops = new RunStops();
  private final RunClears clears = new RunClears();

  public Jobs(Database database, Scheduler scheduler, Clock clock) {
    this(database, scheduler, clock, UnaryOperator.identity());
  }

  /// @param admission what is stored of a workflow that somebody hands in
  public Jobs(
      Database database, Scheduler scheduler, Clock clock, UnaryOperator<Workflow> admission) {
    this(database, scheduler, clock, admission, Made.NOTHING_ELSE);
  }

  private Jobs(
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
    this.making = new RunsOfWorkflows(workflows, admission, clock);
  }

  /// The same, which does something else with each job that it makes.
  public Jobs with(Made also) {
    return new Jobs(database, scheduler, clock, admission, also);
  }

  /// Submits a job that belongs to no stored workflow.
  ///
  /// @param snapshot the folder of its files, below the artifact root
  /// @param token its idempotency token, null for none
  /// @param by who asks for it
  /// @return the run's id
  /// @throws dev.nightjar.store.StoreException.Duplicate if there is one with that token
  public String submit(Workflow handedIn, String snapshot, @Nullable String token, String by) {
    Workflow workflow = admission.apply(handedIn);
    Instant now = clock.instant();
    String id = Ids.next(clock);
    String version = Ids.next(clock);
    database.change(
        transaction -> {
          workflows.insertJob(transaction, version, workflow, snapshot, now);
          insert(
              transaction,
              new NewRun(
                  id,
                  null,
                  version,
                  workflow,
                  workflow.parameters(),
                  new Run.Cause(Run.Trigger.MANUAL, now, token, by),
                  false,
                  now));
        });
    scheduler.workCame();
    return id;
  }

  /// Runs a stored workflow now, paused or not.
  ///
  /// @param parameters in place of all of the workflow's; null for those
  /// @return the run's id; empty if there is no such workflow
  public Optional<String> run(
      String workflow,
      @Nullable Map<String, Object> parameters,
      @Nullable String token,
      String by) {
    Instant now = clock.instant();
    String id = Ids.next(clock);
    boolean made =
        database.write(
            transaction -> {
              workflows.lock(transaction, workflow);
              Optional<StoredWorkflow> stored = workflows.find(transaction, workflow);
              stored.ifPresent(
                  there ->
                      insert(
                          transaction,
                          making.run(
                              transaction,
                              RunsOfWorkflows.Base.of(there),
                              parameters,
                              id,
                              new Run.Cause(Run.Trigger.MANUAL, now, token, by))));
              return stored.isPresent();
            });
    scheduler.workCame();
    return made ? Optional.of(id) : Optional.empty();
  }

  /// Runs a job of a stored workflow again, by the version that it ran.
  ///
  /// @param parameters in place of all of the job's; null for those
  /// @return the new run's id; empty if the job is not there
  /// @throws IllegalArgumentException if it belongs to no stored workflow
  public Optional<String> again(String job, @Nullable Map<String, Object> parameters, String by) {
    Instant now = clock.instant();
    String id = Ids.next(clock);
    boolean there =
        database.write(
            transaction -> {
              Optional<Run> run = runs.find(transaction, job);
              run.ifPresent(
                  before -> {
                    if (before.workflowId() == null) {
                      throw new IllegalArgumentException("job " + job + " has no definition");
                    }
                    insert(
                        transaction,
                        again(
                            transaction,
                            before,
                            parameters == null ? before.parameters() : parameters,
                            id,
                            new Run.Cause(Run.Trigger.MANUAL, now, null, by)));
                  });
              return run.isPresent();
            });
    scheduler.workCame();
    return there ? Optional.of(id) : Optional.empty();
  }

  private NewRun again(
      Transaction transaction,
      Run before,
      Map<String, Object> parameters,
      String id,
      Run.Cause cause) {
    String definition = Objects.requireNonNull(before.workflowId());
    workflows.lock(transaction, definition);
    // A version of its own goes with the job that has it.
    Optional<String> shared = runs.sharedVersion(transaction, before.id());
    var base =
        new RunsOfWorkflows.Base(
            definition, shared.orElse(null), before.workflow(), before.snapshot());
    return making.run(transaction, base, parameters, id, cause);
  }

  private void insert(Transaction transaction, NewRun run) {
    runs.insert(transaction, run);
    made.then(transaction, run.id());
  }

  /// Asks a job to stop: its kernel is interrupted, and killed if that does not end it.
  ///
  /// @return false if it has ended, or is not there
  public boolean stop(String id, String by, String reason) {
    boolean asked =
        database.write(transaction -> stops.stop(transaction, id, by, reason, clock.instant()));
    scheduler.stopAsked();
    return asked;
  }

  /// Has a failed job go on where its notebook stopped, in the kernel that it kept.
  ///
  /// @return false if it is not there
  /// @throws dev.nightjar.store.StoreException.Busy if it is being stopped, or has not failed
  public boolean resume(String id, String by) {
    boolean there =
        database.write(
            transaction ->
                runs.findJob(transaction, id)
                    .map(run -> run.workflow().onlyTask().name())
                    .filter(
                        task ->
                            !clears.resume(transaction, id, task, by, clock.instant()).isEmpty())
                    .isPresent());
    scheduler.workCame();
    return there;
  }

  /// Gives a job another name, or another description of what it is.
  ///
  /// @return false if it is not there
  public boolean revise(String id, Workflow workflow) {
    String version = Ids.next(clock);
    return database.write(
        transaction -> runs.revise(transaction, id, version, workflow, clock.instant()));
  }

  /// Deletes the record of a job, after stopping it.
  ///
  /// @param patience how long to wait for its end
  /// @return the job as it was, whose files are to be deleted; empty if it is not there
  /// @throws IllegalStateException if it did not end in time
  public Optional<Run> delete(String id, String by, Duration patience) {
    if (stop(id, by, "Deleted.")) {
      awaitEnd(id, patience);
    }
    Optional<Run> run = database.read(transaction -> runs.find(transaction, id));
    if (run.isPresent()
        && !database.write(transaction -> runs.delete(transaction, id, clock.instant(), by))) {
      throw new IllegalStateException(
          "job %s did not stop within %d s: try again".formatted(id, patience.toSeconds()));
    }
    return run;
  }

  private void awaitEnd(String id, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < end
        && database
            .read(transaction -> runs.find(transaction, id))
            .filter(run -> !run.status().state().ended())
            .isPresent()) {
      LockSupport.parkNanos(POLL.toNanos());
    }
  }
}
