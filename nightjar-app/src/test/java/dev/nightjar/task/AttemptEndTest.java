package dev.nightjar.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.executor.Ending;
import dev.nightjar.executor.TaskHandle;
import dev.nightjar.run.Outcome;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.workflow.Limits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Attempts that do not end by themselves: the real program, a real kernel.
@Timeout(120)
final class AttemptEndTest {
  private static final Duration GRACE = Duration.ofSeconds(60);

  /// Says that it runs, by a file with the kernel's process id, then goes on for ever.
  private static final String ENDLESS =
      """
      import os, time
      open('new', 'w').write(str(os.getpid()))
      os.rename('new', 'running')
      time.sleep(600)
      """;

  private static final String STUBBORN =
      """
      import os, signal, time
      signal.signal(signal.SIGINT, signal.SIG_IGN)
      open('new', 'w').write(str(os.getpid()))
      os.rename('new', 'running')
      while True: time.sleep(1)
      """;

  @TempDir private Path directory;
  private AttemptFixture attempt;

  @BeforeEach
  void set_up() {
    attempt = new AttemptFixture(directory);
  }

  private ProcessHandle awaitKernel() throws Exception {
    return ProcessHandle.of(Long.parseLong(Files.readString(attempt.awaitFile("running"))))
        .orElseThrow();
  }

  private static void awaitEnd(ProcessHandle process) throws Exception {
    process.onExit().get(30, TimeUnit.SECONDS);
  }

  @Test
  void stopped_it_keeps_what_it_had_done() throws Exception {
    attempt.notebook("print('first')", ENDLESS);
    TaskHandle handle = attempt.submit();
    ProcessHandle kernel = awaitKernel();
    handle.stop("Ann asked for it", GRACE);
    Ending ending = handle.await();
    assertThat(ending.outcome()).isEqualTo(new Outcome.Stopped("Ann asked for it"));
    assertThat(Files.readString(attempt.output(ending, "ipynb")))
        .contains("first\\n")
        .contains("KeyboardInterrupt");
    awaitEnd(kernel);
  }

  @Test
  void while_it_runs_the_output_and_the_progress_can_be_read() throws Exception {
    attempt.notebook("print('first')", ENDLESS);
    TaskHandle handle = attempt.submit();
    awaitKernel();
    var progress = attempt.json("progress.json");
    assertThat(progress.path("state").asString("")).isIn("starting", "running");
    assertThat(progress.path("cells").asInt()).isEqualTo(2);
    assertThat(attempt.folder().resolve(progress.path("notebook").asString(""))).isRegularFile();
    handle.stop("the test is over", GRACE);
    handle.await();
  }

  @Test
  void one_that_does_not_heed_is_killed_after_the_grace() throws Exception {
    attempt.notebook(STUBBORN);
    TaskHandle handle = attempt.submit();
    ProcessHandle kernel = awaitKernel();
    handle.stop("enough", Duration.ofMillis(500));
    assertThat(handle.await().outcome()).isEqualTo(new Outcome.Stopped("enough"));
    awaitEnd(kernel);
  }

  @Test
  void stopped_before_its_kernel_is_there_it_ends_all_the_same() throws Exception {
    attempt.notebook(ENDLESS);
    TaskHandle handle = attempt.submit();
    handle.stop("changed my mind", GRACE);
    assertThat(handle.await().outcome()).isEqualTo(new Outcome.Stopped("changed my mind"));
  }

  private KeptKernels left() {
    return KeptKernels.ofRun(directory.resolve(TaskRunKey.folderOfRun("019a1b2c-run")));
  }

  @Test
  void one_that_times_out_keeps_its_kernel_if_it_is_told_to() throws Exception {
    attempt
        .notebook("1", ENDLESS)
        .within(
            new Limits(Duration.ofSeconds(8), null, null).keepingKernel(Duration.ofMinutes(10)));
    TaskHandle handle = attempt.submit();
    ProcessHandle kernel = awaitKernel();
    assertThat(handle.await().outcome()).isEqualTo(new Outcome.TimedOut(Duration.ofSeconds(8)));
    assertThat(kernel.isAlive()).isTrue();
    var told = attempt.json("outcome.json").path("kept_kernel");
    assertThat(told.path("pid").asLong()).isEqualTo(kernel.pid());
    assertThat(told.path("cell").asInt()).isEqualTo(2);
    assertThat(Path.of(told.path("connection_file").asString(""))).isRegularFile();
    assertThat(Instant.parse(told.path("until").asString("")))
        .isBetween(Instant.now(), Instant.now().plus(Duration.ofMinutes(10)));
    left().end();
    awaitEnd(kernel);
    assertThat(left().newest()).isEmpty();
  }

  @Test
  void one_that_is_stopped_keeps_none_whatever_it_is_told() throws Exception {
    attempt.notebook(ENDLESS).within(Limits.NONE.keepingKernel(Duration.ofMinutes(10)));
    TaskHandle handle = attempt.submit();
    ProcessHandle kernel = awaitKernel();
    handle.stop("enough", GRACE);
    assertThat(handle.await().outcome()).isEqualTo(new Outcome.Stopped("enough"));
    awaitEnd(kernel);
    assertThat(attempt.json("outcome.json").path("kept_kernel").isMissingNode()).isTrue();
  }

  @Test
  void its_time_is_that_of_the_whole_attempt() throws Exception {
    attempt.notebook("1", ENDLESS).within(new Limits(Duration.ofSeconds(4), null, null));
    assertThat(attempt.run().outcome()).isEqualTo(new Outcome.TimedOut(Duration.ofSeconds(4)));
  }

  @Test
  void its_memory_is_that_of_the_kernel_and_all_below() throws Exception {
    attempt
        .notebook(
            """
            import subprocess, sys, time
            hog = "x = bytearray(700 << 20)\\nfor i in range(0, len(x), 4096): x[i] = 1\\nimport time; time.sleep(600)"
            subprocess.run([sys.executable, '-c', hog])
            """)
        .within(new Limits(null, null, 600L << 20));
    assertThat(attempt.run().outcome())
        .isEqualTo(
            new Outcome.Failed(
                "It used more than its limit of 600 MiB of memory, and was ended. Give its task more, or have it use less.",
                null));
  }

  @Test
  void it_ends_itself_when_its_lease_is_over() throws Exception {
    attempt.notebook(ENDLESS);
    TaskHandle handle = attempt.submit();
    handle.leaseUntil(Instant.now().plusSeconds(600));
    ProcessHandle kernel = awaitKernel();
    handle.leaseUntil(Instant.now());
    assertThat(handle.await().outcome())
        .isInstanceOfSatisfying(
            Outcome.Lost.class,
            lost -> assertThat(lost.reason()).startsWith("Its lease ended at "));
    awaitEnd(kernel);
  }

  @Test
  void killed_it_is_lost_and_its_kernel_ends() throws Exception {
    attempt.notebook(ENDLESS);
    TaskHandle handle = attempt.submit();
    ProcessHandle kernel = awaitKernel();
    process(handle).destroyForcibly();
    assertThat(handle.await().outcome()).isInstanceOf(Outcome.Lost.class);
    awaitEnd(kernel);
    assertThat(attempt.executor().attach(attempt.order(1), handle.externalId()))
        .get()
        .extracting(AttemptEndTest::outcome)
        .isInstanceOfSatisfying(
            Outcome.Lost.class,
            lost ->
                assertThat(lost.reason())
                    .startsWith(
                        "The process %d is gone and left no outcome: "
                            .formatted(process(handle.externalId()))));
  }

  private static Outcome outcome(TaskHandle handle) {
    try {
      return handle.await().outcome();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static ProcessHandle process(TaskHandle handle) {
    return ProcessHandle.of(process(handle.externalId())).orElseThrow();
  }

  private static long process(String externalId) {
    return Long.parseLong(java.util.List.of(externalId.split(":", -1)).get(2));
  }

  @Test
  void it_outlives_a_server_that_is_killed() throws Exception {
    attempt.notebook(ENDLESS);
    Process server = Submitter.start(directory);
    ProcessHandle kernel = awaitKernel();
    server.destroyForcibly().waitFor();
    assertThat(kernel.isAlive()).isTrue();
    TaskHandle handle = attempt.executor().attach(attempt.order(1), null).orElseThrow();
    assertThat(kernel.isAlive()).isTrue();
    handle.stop("found again", GRACE);
    assertThat(handle.await().outcome()).isEqualTo(new Outcome.Stopped("found again"));
    awaitEnd(kernel);
  }

  @Test
  void it_ends_well_after_its_server_was_killed() throws Exception {
    attempt.notebook(
        ENDLESS.replace("time.sleep(600)", "while not os.path.exists('go on'): time.sleep(0.01)"));
    Process server = Submitter.start(directory);
    awaitKernel();
    server.destroyForcibly().waitFor();
    TaskHandle handle = attempt.executor().attach(attempt.order(1), null).orElseThrow();
    Files.createFile(attempt.folder().resolve("files/go on"));
    assertThat(handle.await().outcome()).isEqualTo(new Outcome.Succeeded());
  }
}
