package dev.nightjar.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.files.FolderWatch;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.workflow.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that tasks wait for, on this machine's own disk.
final class AwaitedFilesTest {
  private static final TaskRunKey TASK = new TaskRunKey("run", "task");
  private static final Duration EVERY = Duration.ofSeconds(10);
  private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");

  @TempDir Path folder;
  private final Semaphore heard = new Semaphore(0);
  private final FolderWatch watch = new FolderWatch(heard::release);
  private final AwaitedFiles files = new AwaitedFiles(watch);

  @AfterEach
  void close() {
    watch.close();
  }

  private boolean isThere(String pattern) {
    var file = new Wait.ForFile(folder + "/" + pattern, pattern.contains("**"));
    return files.isThere(TASK, file, EVERY, NOW);
  }

  private List<TaskRunKey> heard() throws InterruptedException {
    assertThat(heard.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
    return files.arrived(NOW);
  }

  @Test
  void a_file_that_comes_is_told_and_looked_for_rarely() throws Exception {
    assertThat(isThere("*.csv")).isFalse();
    assertThat(files.pause(TASK, EVERY)).isEqualTo(FolderWatch.SAFETY);
    assertThat(files.pause(TASK, Duration.ofHours(1))).isEqualTo(Duration.ofHours(1));

    Files.createFile(folder.resolve("other.txt"));
    assertThat(heard()).isEmpty();

    Files.createFile(folder.resolve("a.csv"));
    assertThat(heard()).containsExactly(TASK);
    assertThat(isThere("*.csv")).isTrue();
  }

  @Test
  void so_is_one_in_folders_that_were_not_there() throws Exception {
    assertThat(isThere("in/*/**/a.csv")).isFalse();

    Files.createDirectory(folder.resolve("in"));
    assertThat(heard()).isEmpty();
    Files.createDirectory(folder.resolve("in/2027"));
    assertThat(heard()).isEmpty();
    Files.createDirectory(folder.resolve("in/2027/deep"));
    assertThat(heard()).isEmpty();
    Files.createFile(folder.resolve("in/2027/deep/a.csv"));

    assertThat(heard()).containsExactly(TASK);
  }

  @Test
  void one_in_a_folder_that_went_away_and_came_again_is_told() throws Exception {
    Path in = Files.createDirectory(folder.resolve("in"));
    assertThat(isThere("in/a.csv")).isFalse();

    Files.delete(in);
    assertThat(heard()).isEmpty();
    Files.createDirectory(in);
    assertThat(heard()).isEmpty();
    Files.createFile(in.resolve("a.csv"));

    assertThat(heard()).containsExactly(TASK);
  }

  @Test
  void what_no_event_can_tell_is_looked_for_as_often_as_the_task_says() throws IOException {
    Files.createDirectory(folder.resolve("a.csv"));

    assertThat(isThere("*.csv")).isFalse();
    assertThat(files.pause(TASK, EVERY)).isEqualTo(EVERY);
    assertThat(isThere("\0")).isFalse();
    assertThat(files.pause(TASK, EVERY)).isEqualTo(EVERY);
  }

  @Test
  void what_others_look_for_now_is_forgotten() throws Exception {
    assertThat(isThere("*.csv")).isFalse();
    Files.createFile(folder.resolve("a.csv"));
    assertThat(heard.tryAcquire(20, TimeUnit.SECONDS)).isTrue();

    assertThat(files.arrived(NOW.plus(FolderWatch.SAFETY).plusSeconds(1))).isEmpty();
  }
}
