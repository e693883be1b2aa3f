package dev.nightjar.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.files.FolderWatch;
import dev.nightjar.run.Run;
import dev.nightjar.store.FileWorkflows;
import dev.nightjar.store.TestDatabase;
import dev.nightjar.workflow.Concurrency;
import dev.nightjar.workflow.EmptyWork;
import dev.nightjar.workflow.FileTrigger;
import dev.nightjar.workflow.Limits;
import dev.nightjar.workflow.Placement;
import dev.nightjar.workflow.Retry;
import dev.nightjar.workflow.Source;
import dev.nightjar.workflow.Task;
import dev.nightjar.workflow.TriggerRule;
import dev.nightjar.workflow.Workflow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files start runs, whichever database and however many servers there are.
final class ArrivalsTest {
  @Nested
  class OnSqlite extends Contract {
    OnSqlite() {
      super(TestDatabase.SQLITE);
    }
  }

  @Nested
  class OnPostgresql extends Contract {
    OnPostgresql() {
      super(TestDatabase.POSTGRESQL);
    }
  }

  @Nested
  class OnMariadb extends Contract {
    OnMariadb() {
      super(TestDatabase.MARIADB);
    }
  }

  abstract static class Contract extends LoopFixture {
    @TempDir Path folder;
    private final AtomicInteger made = new AtomicInteger();
    private final Semaphore heard = new Semaphore(0);
    private final FolderWatch watch = new FolderWatch(heard::release);
    private final Arrivals one = new Arrivals(database, clock, watch, made::incrementAndGet);
    private final Scheduler scheduler =
        new Scheduler(
            database,
            new Scheduler.Settings("a", Map.of(), Map.of(), Lease.DEFAULT, List.of()),
            clock);
    private final Workflows workflows = new Workflows(database, scheduler, clock);
    private String workflow = "";

    Contract(TestDatabase kind) {
      super(kind);
    }

    @BeforeEach
    void make() {
      var task =
          new Task(
              "a",
              new EmptyWork(),
              List.of(),
              TriggerRule.ALL_SUCCESS,
              Retry.NONE,
              Limits.NONE,
              Placement.LOCAL);
      var on = new FileTrigger(folder.resolve("*.csv").toString(), Duration.ofSeconds(2));
      var source = new Source(Source.Kind.YAML, "w.yaml", Map.of());
      var read =
          new Workflow(
              "w", List.of(), Map.of(), List.of(task), List.of(), Concurrency.NONE, source, on);
      workflows.put(List.of(new Workflows.Read(read, "", null, false)), "folder");
      workflow = database.read(tx -> new FileWorkflows().find(tx, "w")).orElseThrow().id();
    }

    @AfterEach
    void close() {
      watch.close();
      scheduler.close();
    }

    private Path write(String name, String text) throws IOException {
      return Files.writeString(folder.resolve(name), text);
    }

    /// A look after so many seconds.
    private void look(Arrivals server, int after) {
      clock.advance(Duration.ofSeconds(after));
      server.look();
    }

    private List<String> files() {
      return runs(workflow).stream()
          .map(run -> Path.of(String.valueOf(run.parameters().get("file"))))
          .map(file -> file.getFileName().toString())
          .toList();
    }

    @Test
    void a_file_starts_one_run_with_its_path_when_it_changes_no_more() throws IOException {
      look(one, 1);
      Path file = write("a.csv", "half");
      look(one, 1);
      look(one, 1);
      write("a.csv", "half and whole");
      look(one, 1);
      look(one, 1);
      assertThat(runs(workflow)).isEmpty();

      look(one, 1);
      look(one, 60);

      List<Run> runs = runs(workflow);
      assertThat(runs).hasSize(1);
      assertThat(runs.getFirst().parameters()).containsEntry("file", file.toString());
      assertThat(runs.getFirst().cause().trigger()).isEqualTo(Run.Trigger.EVENT);
      assertThat(runs.getFirst().cause().key()).startsWith("event__");
      assertThat(made.get()).isEqualTo(1);
    }

    @Test
    void a_file_that_is_written_anew_starts_another_run_and_one_that_is_moved_in_too()
        throws IOException {
      write("a.csv", "1");
      Files.createDirectory(folder.resolve("folder.csv"));
      write(".hidden.csv", "1");
      look(one, 1);
      look(one, 2);
      Files.setLastModifiedTime(write("a.csv", "2"), FileTime.fromMillis(1_000));
      Files.move(write("b.tmp", "1"), folder.resolve("b.csv"));
      look(one, 1);
      look(one, 2);
      look(one, 2);

      assertThat(files()).containsExactly("a.csv", "a.csv", "b.csv");
    }

    @Test
    void no_file_is_taken_twice_after_a_restart_or_a_day_or_a_month() throws IOException {
      write("a.csv", "1");
      look(one, 1);
      look(one, 2);
      var restarted = new Arrivals(database, clock, watch, made::incrementAndGet);
      for (int day = 0; day < 40; day++) {
        look(restarted, 24 * 3600);
        look(restarted, 2);
      }

      assertThat(files()).containsExactly("a.csv");
    }

    @Test
    void servers_that_look_at_once_make_one_run_a_file() throws Exception {
      int count = 120;
      for (int i = 0; i < count; i++) {
        write("%03d.csv".formatted(i), "1");
      }
      List<Arrivals> servers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        servers.add(new Arrivals(database, clock, watch, made::incrementAndGet));
      }
      servers.forEach(Arrivals::look);
      for (int round = 0; round < 12; round++) {
        clock.advance(Duration.ofSeconds(2));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
          List<Future<Duration>> looks =
              servers.stream().map(server -> threads.submit(server::look)).toList();
          for (Future<Duration> look : looks) {
            look.get();
          }
        }
      }

      assertThat(files()).hasSize(count).doesNotHaveDuplicates();
    }

    @Test
    void a_paused_workflow_takes_its_files_when_it_goes_on() throws IOException {
      workflows.pause("w", true, "ada");
      write("a.csv", "1");
      look(one, 1);
      look(one, 2);
      look(one, 2);
      assertThat(runs(workflow)).isEmpty();

      workflows.pause("w", false, "ada");
      look(one, 1);
      look(one, 2);

      assertThat(files()).containsExactly("a.csv");
    }

    @Test
    void while_nothing_happens_it_looks_rarely_and_hears_of_a_file_that_comes() throws Exception {
      assertThat(one.look()).isEqualTo(FolderWatch.SAFETY);

      write("a.csv", "1");
      assertThat(heard.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
      assertThat(one.look()).isEqualTo(Duration.ofSeconds(2));
      clock.advance(Duration.ofSeconds(2));

      assertThat(one.look()).isEqualTo(FolderWatch.SAFETY);
      assertThat(files()).containsExactly("a.csv");
    }
  }
}
