package dev.nightjar.task;

import dev.nightjar.engine.Cancellation;
import dev.nightjar.kernel.KernelException;
import dev.nightjar.notebook.NotebookException;
import dev.nightjar.storage.StorageException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `nightjar task FOLDER`: carries out the order in a folder and leaves the outcome there, whatever
/// happens. For one attempt; only [#stop()] is for other threads.
public final class TaskProgram {
  private final AttemptFiles files;
  private final Map<String, String> variables;
  private final PrintStream log;
  private final Clock clock;
  private final Cancellation cancellation = new Cancellation();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean stopped;
  private volatile AttemptWatch watch;

  /// @param folder of the attempt
  /// @param variables for the kernel
  /// @param log hears what is worth telling
  /// @param clock tells the times; its zone is that of names with a time in them
  public TaskProgram(Path folder, Map<String, String> variables, PrintStream log, Clock clock) {
    this.files = new AttemptFiles(folder);
    this.variables = Map.copyOf(variables);
    this.log = log;
    this.clock = clock;
    this.watch = new AttemptWatch(files, TaskOrder.Limits.NONE, clock, cancellation);
  }

  /// Has the run end, and waits until its outcome is written.
  public void stop() throws InterruptedException {
    stopped = true;
    if (ended.getCount() > 0) {
      watch.stop();
    }
    ended.await();
  }

  /// Carries out the order.
  ///
  /// @return the exit status: 0 if there is an outcome, whichever
  public int run() {
    try {
      if (!Files.isRegularFile(files.order())) {
        log.println("nightjar: no order.json in " + files.folder());
        return 1;
      }
      if (Files.exists(files.outcome())) {
        log.println("nightjar: this attempt has ended before: " + files.outcome());
        return 0;
      }
      carryOut();
      return 0;
    } catch (StorageException e) {
      log.println("nightjar: " + e.getMessage());
      return 1;
    } finally {
      ended.countDown();
    }
  }

  private void carryOut() {
    Instant start = clock.instant();
    NotebookAttempt attempt = null;
    AttemptEnd end;
    try {
      TaskOrder order = TaskOrder.read(files);
      OwnProcess.note(files.process(), order.host());
      if (Files.exists(files.revoked())) {
        log.println("nightjar: the server has given this attempt up");
        return;
      }
      try (var watching = new AttemptWatch(files, order.limits(), clock, cancellation)) {
        watch = watching;
        if (stopped) {
          watching.stop();
        }
        attempt = new NotebookAttempt(order, files, variables, log, clock);
        end = attempt.run(watching, cancellation);
      }
    } catch (NotebookException | KernelException | StorageException e) {
      log.println(e.getMessage());
      end = watch.end().orElse(new AttemptEnd.Failed(String.valueOf(e.getMessage()), null));
    } catch (InterruptedException e) {
      end = watch.end().orElse(new AttemptEnd.Lost("It was interrupted."));
    } catch (RuntimeException | OutOfMemoryError e) {
      e.printStackTrace(log);
      end = watch.end().orElse(new AttemptEnd.Failed("Nightjar itself failed: " + e, null));
    }
    log.flush();
    ObjectNode json = end.toJson();
    ArrayNode artifacts = json.putArray("artifacts");
    if (attempt != null) {
      attempt.describe(json, artifacts);
    }
    Artifacts.add(artifacts, files, "log", "txt", files.log());
    json.put("started_at", start.toString()).put("ended_at", clock.instant().toString());
    AttemptFiles.write(files.outcome(), json);
  }
}
