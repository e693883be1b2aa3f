package dev.nightjar.executor.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.executor.AttemptOrder;
import dev.nightjar.executor.Ending;
import dev.nightjar.executor.Orders;
import dev.nightjar.executor.TaskHandle;
import dev.nightjar.run.Artifact;
import dev.nightjar.run.Outcome;
import dev.nightjar.run.TaskRunKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What only the executor of this machine has, with shell scripts in place of `nightjar`.
@Timeout(60)
final class LocalExecutorTest {
  @TempDir private Path directory;
  private final AttemptOrder order = Orders.order(new TaskRunKey("run", "task"), 1);

  @BeforeEach
  void set_up() throws IOException {
    Files.createDirectories(directory.resolve("snapshots/s1/data"));
    Files.writeString(directory.resolve("snapshots/s1/data/d.csv"), "1,2");
  }

  /// The script gets `task` as `$0` and the folder as `$1`.
  private LocalExecutor executor(String script) {
    return new LocalExecutor(
        LocalExecutor.Programs.notebooks(List.of("sh", "-c", script)), directory);
  }

  private Path folder() {
    return directory.resolve(order.folder());
  }

  private Ending run(String script) throws InterruptedException {
    return executor(script).submit(order).await();
  }

  @Test
  void the_process_finds_order_and_files_in_its_folder() throws InterruptedException {
    String copy =
        "cp order.json seen; cat files/data/d.csv; printf '{\"outcome\":\"succeeded\"}' >outcome.json";
    assertThat(run(copy).outcome()).isEqualTo(new Outcome.Succeeded());
    assertThat(folder().resolve("log.txt")).hasContent("1,2");
    assertThat(folder().resolve("seen")).content().contains("\"file\":\"a.ipynb\"");
  }

  @Test
  void artifacts_are_those_that_the_process_names() throws InterruptedException {
    String outcome =
        """
        printf '%s' '{"outcome":"succeeded","artifacts":[{"kind":"output","format":"html","path":"outputs/a.html","size":7}]}' >outcome.json
        """;
    assertThat(run(outcome).artifacts())
        .containsExactly(new Artifact(Artifact.Kind.OUTPUT, "html", "outputs/a.html", 7));
  }

  @Test
  void artifacts_outside_the_folder_do_not_count() throws InterruptedException {
    String outcome =
        """
        printf '%s' '{"outcome":"succeeded","artifacts":[{"path":"/etc/passwd"},{"path":"../a"},{"path":"a/../../b"},{"path":""}]}' >outcome.json
        """;
    assertThat(run(outcome).artifacts()).isEmpty();
  }

  @Test
  void a_process_that_leaves_no_outcome_is_lost_with_its_last_words() throws InterruptedException {
    assertThat(run("echo first; echo 'no such thing' >&2; exit 3").outcome())
        .isInstanceOfSatisfying(
            Outcome.Lost.class,
            lost ->
                assertThat(lost.reason())
                    .matches(
                        "The process \\d+ is gone and left no outcome: the last line of its log is 'no such thing'"));
  }

  @Test
  void an_outcome_that_makes_no_sense_is_lost() throws InterruptedException {
    assertThat(run("echo '{' >outcome.json").outcome()).isInstanceOf(Outcome.Lost.class);
    assertThat(
            new LocalExecutor(
                    LocalExecutor.Programs.notebooks(
                        List.of("sh", "-c", "echo '{\"outcome\":\"odd\"}' >outcome.json")),
                    directory)
                .submit(Orders.order(new TaskRunKey("run", "task"), 2))
                .await()
                .outcome())
        .isInstanceOf(Outcome.Lost.class);
  }

  @Test
  void a_program_that_is_not_there_fails_the_attempt() throws InterruptedException {
    var missing =
        new LocalExecutor(
            LocalExecutor.Programs.notebooks(List.of("/no/such/nightjar")), directory);
    assertThat(missing.submit(order).await().outcome())
        .isInstanceOfAny(Outcome.Lost.class, Outcome.Failed.class)
        .extracting(Outcome::message)
        .asString()
        .contains("/no/such/nightjar");
  }

  @Test
  void a_snapshot_that_is_not_there_fails_the_attempt() throws Exception {
    Files.delete(directory.resolve("snapshots/s1/data/d.csv"));
    Files.delete(directory.resolve("snapshots/s1/data"));
    Files.delete(directory.resolve("snapshots/s1"));
    assertThat(run("exit 0").outcome())
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.message()).startsWith("The attempt can't be started: "));
  }

  @Test
  void what_an_earlier_attempt_of_that_number_left_is_gone() throws Exception {
    Files.createDirectories(folder().resolve("files/old"));
    Files.writeString(folder().resolve("outcome.json"), "{\"outcome\":\"failed\"}");
    run("exit 0");
    assertThat(folder().resolve("files/old")).doesNotExist();
    assertThat(folder().resolve("outcome.json")).doesNotExist();
  }

  @Test
  void it_leads_a_session_of_its_own_and_holds_no_stream_of_ours() throws Exception {
    run("cut -d' ' -f1,6 /proc/$$/stat; readlink /proc/$$/fd/0 /proc/$$/fd/1 /proc/$$/fd/2");
    List<String> lines = Files.readAllLines(folder().resolve("log.txt"));
    List<String> ids = List.of(lines.getFirst().split(" ", -1));
    assertThat(ids.get(1)).isEqualTo(ids.get(0));
    String log = folder().resolve("log.txt").toRealPath().toString();
    assertThat(lines.subList(1, 4)).containsExactly("/dev/null", log, log);
  }

  @Test
  void it_gives_way_to_the_server() throws Exception {
    run("nice; cat /proc/self/autogroup");
    assertThat(folder().resolve("log.txt")).content().startsWith("10\n");
    if (Files.exists(Path.of("/proc/self/autogroup"))) {
      assertThat(folder().resolve("log.txt")).content().endsWith(" nice 10\n");
    }
  }

  @Test
  void one_that_heeds_no_signal_is_killed_with_all_below_it() throws Exception {
    TaskHandle handle =
        executor("trap '' TERM; sleep 600 & echo $! >new; mv new below; wait; wait").submit(order);
    handle.stop("enough", Duration.ofMillis(300));
    assertThat(handle.await().outcome()).isEqualTo(new Outcome.Stopped("enough"));
    if (Files.exists(folder().resolve("below"))) {
      long below = Long.parseLong(Files.readString(folder().resolve("below")).strip());
      var process = ProcessHandle.of(below);
      if (process.isPresent()) {
        process.get().onExit().get(30, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void the_lease_stands_in_its_folder() throws Exception {
    TaskHandle handle = executor("sleep 600").submit(order);
    handle.leaseUntil(Instant.ofEpochMilli(1234));
    assertThat(folder().resolve("lease")).hasContent("1234");
    handle.stop("over", Duration.ofSeconds(1));
    handle.await();
  }

  @Test
  void a_number_that_another_process_has_now_is_not_taken_for_ours() throws Exception {
    var executor = executor("exec sleep 600");
    TaskHandle handle = executor.submit(order);
    ProcessName name = ProcessName.parse(handle.externalId()).orElseThrow();
    String other = new ProcessName(name.host(), name.pid(), name.start() - 1).toString();
    assertThat(executor.attach(order, other).orElseThrow().await().outcome())
        .isInstanceOf(Outcome.Lost.class);
    assertThat(ProcessHandle.of(name.pid())).isPresent();
    handle.stop("over", Duration.ofSeconds(1));
    handle.await();
  }

  @Test
  void an_attempt_of_another_machine_can_not_be_reached() throws Exception {
    var executor = executor("exec sleep 600");
    TaskHandle handle = executor.submit(order);
    String elsewhere = handle.externalId().replaceFirst("local:[0-9a-f-]+", "local:0000-0000");
    assertThat(executor.attach(order, elsewhere)).isEmpty();
    handle.stop("over", Duration.ofSeconds(1));
    handle.await();
  }

  @Test
  void variables_of_the_server_do_not_reach_the_notebook() throws Exception {
    run("env | grep -c ^NIGHTJAR_ || :");
    assertThat(folder().resolve("log.txt")).hasContent("0");
  }

  @Test
  void a_process_that_has_not_noted_itself_may_not_start_any_more_once_it_is_given_up()
      throws Exception {
    run("exit 3");
    Files.delete(folder().resolve("process"));
    assertThat(executor("exit 3").attach(order, null)).isEmpty();
    assertThat(folder().resolve("revoked")).exists();
  }
}
