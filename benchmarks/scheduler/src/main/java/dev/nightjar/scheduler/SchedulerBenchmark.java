package dev.nightjar.scheduler;

import dev.nightjar.store.DefinitionLists;
import dev.nightjar.run.Run;
import dev.nightjar.run.RunState;
import dev.nightjar.schedule.Schedule;
import dev.nightjar.schedule.Timetable;
import dev.nightjar.store.Database;
import dev.nightjar.store.OldRuns;
import dev.nightjar.store.RunCounts;
import dev.nightjar.store.RunFilter;
import dev.nightjar.store.RunLists;
import dev.nightjar.store.Sort;
import dev.nightjar.store.StoredWorkflow;
import dev.nightjar.store.Transaction;
import dev.nightjar.store.WorkflowFilter;
import dev.nightjar.testkit.DatabaseServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// What the store and the loops cost; see `run`.
final class SchedulerBenchmark {
  private static final int DEFINITIONS = 10_000;
  private static final Clock CLOCK = Clock.systemUTC();

  private final Database database;
  private final NoWork executor = new NoWork();
  private final Scheduler scheduler;
  private final Definitions definitions;
  private final RunLists lists = new RunLists();
  private final DefinitionLists defined = new DefinitionLists();

  private SchedulerBenchmark(Database database) {
    this.database = database;
    this.scheduler = NoWork.scheduler(database, executor, CLOCK);
    this.definitions = new Definitions(database, scheduler, CLOCK);
  }

  static void main(String[] arguments) throws Exception {
    String kind = arguments[0];
    if (kind.equals("sqlite")) {
      Path folder = Files.createTempDirectory(Path.of("target"), "sqlite");
      measure(Database.sqliteUrl(folder.resolve("nightjar.sqlite")), arguments);
    } else {
      var server =
          DatabaseServer.start(
              kind.equals("mariadb")
                  ? DatabaseServer.Kind.MARIADB
                  : DatabaseServer.Kind.POSTGRESQL,
              true);
      measure(server.newDatabase(), arguments);
      server.close();
    }
    System.exit(0);
  }

  private static void measure(String url, String[] arguments) throws Exception {
    Database database = Database.open(url, null, null, 8);
    String second = arguments.length > 1 ? arguments[1] : "1000000";
    if (second.equals("dags")) {
      new DagBenchmark(database).run();
    } else {
      new SchedulerBenchmark(database).run(Integer.parseInt(second));
    }
  }

  private void run(int past) throws Exception {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < DEFINITIONS; i++) {
      // each is due every ten minutes: together some 17 a second
      var timetable =
          new Timetable(
              Schedule.parse("every 10m"),
              ZoneOffset.UTC,
              Instant.EPOCH.plusMillis(i * 60L),
              null,
              Duration.ZERO,
              dev.nightjar.schedule.Misfire.SKIP,
              dev.nightjar.schedule.Overlap.ALLOW);
      ids.add(definitions.create(NoWork.workflow("definition " + i), "s", timetable, true, "ada"));
    }
    String first = ids.getFirst();
    System.out.printf("%d definitions%n", DEFINITIONS);
    throughput(4_000);
    queries(first);
    List<StoredWorkflow> stored =
        database.read(
            tx -> defined.list(tx, WorkflowFilter.ALL, List.of(Sort.NEWEST), 1_000, 0));
    long start = System.nanoTime();
    new OldRuns(database, stored).add(past);
    database.change(tx -> RunCounts.compact(tx, RunCounts.scattered(tx)));
    System.out.printf("%d past runs written in %d s%n", past, since(start) / 1_000_000_000L);
    throughput(4_000);
    queries(stored.getFirst().id());
    lateness(ids);
  }

  private static long since(long start) {
    return System.nanoTime() - start;
  }

  /// Empty runs from claim to end; the first half warms up.
  private void throughput(int runs) throws Exception {
    for (int round = 1; round <= 4; round++) {
      var jobs = new Jobs(database, scheduler, CLOCK);
      for (int i = 0; i < runs; i++) {
        jobs.submit(NoWork.workflow("job " + i), "s", null, "ada");
      }
      try (var server = NoWork.scheduler(database, new NoWork(), CLOCK)) {
        long start = System.nanoTime();
        server.start();
        while (database.<Long>read(
                tx ->
                    lists.count(
                        tx,
                        RunFilter.inStates(EnumSet.of(RunState.QUEUED, RunState.RUNNING))))
            > 0) {
          server.alertsBell().await(Duration.ofMillis(20));
        }
        System.out.printf(
            "throughput, round %d: %.0f runs/s%n", round, runs * 1e9 / since(start));
      }
    }
  }

  private void queries(String workflow) {
    measure("newest", tx -> lists.newest(tx, RunFilter.ALL, null, 50));
    measure("newest failed", tx -> lists.newest(tx, failed(), null, 50));
    measure("newest of a workflow", tx -> lists.newest(tx, RunFilter.ofWorkflow(workflow), null, 50));
    measure("active", tx -> lists.newest(tx, active(), null, 50));
    List<Run> page = database.read(tx -> lists.newest(tx, failed(), null, 50));
    if (!page.isEmpty()) {
      String last = page.getLast().id();
      measure("next page of failed", tx -> lists.newest(tx, failed(), last, 50));
    }
    for (Sort.By by : Sort.By.values()) {
      if (by != Sort.By.PAUSED && by != Sort.By.COMPUTE_TYPE && by != Sort.By.ENVIRONMENT) {
        measure("sorted by " + by, tx -> lists.list(tx, RunFilter.ALL, List.of(new Sort(by, true)), 25, 0));
      }
    }
    measure("failed by name", tx -> lists.list(tx, failed(), List.of(new Sort(Sort.By.NAME, false)), 25, 0));
    measure("running by name", tx -> lists.list(tx, active(), List.of(new Sort(Sort.By.NAME, false)), 25, 0));
    measure("by start of name", tx -> lists.list(tx, named("definition 77"), List.of(Sort.NEWEST), 25, 0));
    measure("by tag", tx -> lists.newest(tx, tagged("team-7"), null, 25));
    measure("count all", tx -> lists.count(tx, RunFilter.ALL));
    measure("count failed", tx -> lists.count(tx, failed()));
    measure("count of a workflow", tx -> lists.count(tx, RunFilter.ofWorkflow(workflow)));
    measure("count by start of name", tx -> lists.count(tx, named("definition 77")));
    measure("count by tag", tx -> lists.count(tx, tagged("team-7")));
    measure("ended in the last day", tx -> lists.endedSince(tx, CLOCK.instant().minus(Duration.ofDays(1))));
    measure("definitions", tx -> defined.list(tx, WorkflowFilter.ALL, List.of(Sort.NEWEST), 50, 0));
    measure("definitions by name", tx -> defined.list(tx, WorkflowFilter.ALL, List.of(new Sort(Sort.By.NAME, false)), 50, 0));
    measure("count definitions", tx -> defined.count(tx, WorkflowFilter.ALL));
  }

  private static RunFilter failed() {
    return RunFilter.inStates(EnumSet.of(RunState.FAILED));
  }

  private static RunFilter active() {
    return RunFilter.inStates(EnumSet.of(RunState.QUEUED, RunState.RUNNING, RunState.STOPPING));
  }

  private static RunFilter named(String name) {
    return new RunFilter(Set.of(), null, name, List.of(), null, null, null);
  }

  private static RunFilter tagged(String tag) {
    return new RunFilter(Set.of(), null, null, List.of(tag), null, null, null);
  }

  private void measure(String what, Consumer<Transaction> query) {
    long[] times = new long[60];
    for (int i = 0; i < times.length; i++) {
      long start = System.nanoTime();
      database.read(
          tx -> {
            query.accept(tx);
            return true;
          });
      times[i] = since(start);
    }
    long[] warm = Arrays.copyOfRange(times, 10, times.length);
    Arrays.sort(warm);
    System.out.printf(
        "%-24s median %6.1f ms, p99 %6.1f ms%n",
        what, warm[warm.length / 2] / 1e6, warm[warm.length - 1] / 1e6);
  }

  /// How much later than due attempts start.
  private void lateness(List<String> ids) throws Exception {
    try (var server = NoWork.scheduler(database, executor, CLOCK)) {
      for (String id : ids) {
        definitions.change(id, Definitions.Change.paused(false), "ada");
      }
      server.start();
      Thread.sleep(Duration.ofSeconds(15));
      executor.late.clear();
      Thread.sleep(Duration.ofSeconds(45));
    }
    List<Long> late = executor.late.stream().sorted().toList();
    System.out.printf(
        "due to start, %d runs: median %d ms, p99 %d ms, most %d ms%n",
        late.size(),
        late.get(late.size() / 2),
        late.get(late.size() * 99 / 100),
        late.getLast());
  }
}
