package dev.nightjar.executor.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.executor.AttemptOrder;
import dev.nightjar.executor.Ending;
import dev.nightjar.executor.Orders;
import dev.nightjar.executor.TaskHandle;
import dev.nightjar.run.Outcome;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.workflow.Limits;
import dev.nightjar.workflow.Placement;
import dev.nightjar.workflow.Retry;
import dev.nightjar.workflow.ShellWork;
import dev.nightjar.workflow.Task;
import dev.nightjar.workflow.TriggerRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Commands by the real program, which starts them by fork.
@Timeout(60)
final class ForkServerTest {
  private static final Path PROGRAM =
      Path.of("../python/attempt/nightjar_attempts.py").toAbsolutePath().normalize();

  @TempDir private Path directory;
  private final List<LocalExecutor> started = new ArrayList<>();

  @AfterEach
  void close() {
    started.forEach(LocalExecutor::close);
  }

  private LocalExecutor executor(String... program) {
    var programs = new LocalExecutor.Programs(List.of(), List.of(program), List.of(), Path.of(""));
    var executor = new LocalExecutor(programs, directory);
    started.add(executor);
    return executor;
  }

  private LocalExecutor executor() {
    return executor("/usr/bin/python3", "-I", "-S", PROGRAM.toString());
  }

  private static AttemptOrder order(String command, int number) {
    var key = new TaskRunKey("run", "task");
    var task =
        new Task(
            key.task(),
            ShellWork.of(command),
            List.of(),
            TriggerRule.ALL_SUCCESS,
            Retry.NONE,
            Limits.NONE,
            Placement.LOCAL);
    AttemptOrder notebook = Orders.order(key, number);
    return new AttemptOrder(
        key, number, number, "a run", notebook.runCreated(), task, notebook.parameters(), "");
  }

  @Test
  void a_command_leaves_its_value_and_its_log() throws Exception {
    AttemptOrder order = order("echo $((6 * 7))", 1);
    Ending ending = executor().submit(order).await();
    assertThat(ending.outcome()).isEqualTo(new Outcome.Succeeded());
    assertThat(ending.report().values().getFirst().json()).isEqualTo("\"42\"");
    assertThat(directory.resolve(order.folder()).resolve("log.txt")).content().contains("\n42\n");
  }

  @Test
  void a_command_gives_way_to_the_server() throws Exception {
    Ending ending = executor().submit(order("nice", 1)).await();
    assertThat(ending.report().values().getFirst().json()).isEqualTo("\"10\"");
  }

  @Test
  void a_command_is_found_again_by_another_server_and_stopped_there() throws Exception {
    AttemptOrder order = order("sleep 600", 1);
    TaskHandle handle = executor().submit(order);
    TaskHandle again = executor().attach(order, handle.externalId()).orElseThrow();
    again.stop("enough", Duration.ofSeconds(20));
    assertThat(again.await().outcome()).isEqualTo(new Outcome.Stopped("enough"));
    assertThat(handle.await().outcome()).isEqualTo(new Outcome.Stopped("enough"));
  }

  @Test
  void an_attempt_outlives_the_program_that_started_it_and_its_end_is_seen() throws Exception {
    var executor = executor();
    Path gate = directory.resolve("gate");
    TaskHandle handle =
        executor.submit(order("until [ -e %s ]; do sleep 0.01; done; echo on".formatted(gate), 1));
    ProcessHandle.current()
        .children()
        .filter(child -> child.info().commandLine().orElse("").contains(PROGRAM.toString()))
        .forEach(ProcessHandle::destroyForcibly);
    Files.createFile(gate);
    assertThat(handle.await().outcome()).isEqualTo(new Outcome.Succeeded());
    assertThat(executor.submit(order("echo a new program", 2)).await().outcome())
        .isEqualTo(new Outcome.Succeeded());
  }

  @Test
  void a_program_that_ends_before_it_answers_may_have_started_nothing() throws Exception {
    AttemptOrder order = order("true", 1);
    assertThat(executor("sh", "-c", "read line").submit(order).await().outcome().message())
        .isEqualTo("The attempt can't be started: the program that starts attempts ended");
    assertThat(directory.resolve(order.folder()).resolve("revoked")).exists();
  }

  @Test
  void a_program_that_asks_for_another_one_is_started_again() throws Exception {
    String once =
        "if [ -e %1$s ]; then exec python3 -I -S %2$s; fi; touch %1$s; read line; echo again"
            .formatted(directory.resolve("once"), PROGRAM);
    assertThat(executor("sh", "-c", once).submit(order("true", 1)).await().outcome())
        .isEqualTo(new Outcome.Succeeded());
  }

  @Test
  void what_can_not_be_started_says_why() throws Exception {
    assertThat(executor("/no/such/python").submit(order("true", 1)).await().outcome().message())
        .startsWith("The attempt can't be started: ")
        .contains("/no/such/python");
    String refusing = "read line; echo refused 'no process could be made: full'; read line";
    assertThat(executor("sh", "-c", refusing).submit(order("true", 2)).await().outcome().message())
        .isEqualTo("The attempt can't be started: no process could be made: full");
  }

  @Test
  void many_are_asked_for_at_once() throws Exception {
    var executor = executor();
    List<Thread> threads = new ArrayList<>();
    List<Outcome> outcomes = new ArrayList<>();
    for (int number = 1; number <= 40; number++) {
      AttemptOrder order = order("true", number);
      threads.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      Outcome outcome = executor.submit(order).await().outcome();
                      synchronized (outcomes) {
                        outcomes.add(outcome);
                      }
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(outcomes).hasSize(40).containsOnly(new Outcome.Succeeded());
  }
}
