package dev.nightjar.task;

import dev.nightjar.engine.RunListener;
import dev.nightjar.json.Json;
import dev.nightjar.kernel.Kernel;
import dev.nightjar.notebook.Cell;
import dev.nightjar.notebook.Notebook;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.node.ObjectNode;

/// Keeps `progress.json` up to date, five times a second at most; what comes in between is written
/// by [#writeIfDue()]. Thread-safe.
final class Progress implements RunListener {
  private static final long EVERY = TimeUnit.MILLISECONDS.toNanos(200);

  private final Path file;
  private final Clock clock;
  private final Runnable hasMore;
  private final ObjectNode json = Json.object();
  private boolean owed;
  private long written = System.nanoTime() - EVERY;

  /// @param notebook where the output is saved, below the attempt's folder
  /// @param hasMore called when something is left for [#writeIfDue()]
  Progress(AttemptFiles files, String notebook, Clock clock, Runnable hasMore) {
    this.file = files.progress();
    this.clock = clock;
    this.hasMore = hasMore;
    json.put("state", "starting").putNull("cell").put("cells", 0);
    json.put("notebook", notebook).put("started_at", clock.instant().toString());
    changed();
  }

  @Override
  public synchronized void started(Notebook notebook) {
    json.put("cells", notebook.cells().size());
    changed();
  }

  @Override
  public synchronized void kernelReady(String kernelName, Kernel kernel) {
    json.put("state", "running").put("kernel", kernelName);
    changed();
  }

  @Override
  public synchronized void cellStarted(int index, Cell cell) {
    json.put("cell", index);
    changed();
  }

  /// The cells are done, or no more are run; outputs are being made.
  synchronized void ending() {
    json.put("state", "ending");
    changed();
  }

  /// It is over, and nothing is written any more.
  synchronized void ended() {
    json.put("state", "ended");
    write();
  }

  private void changed() {
    owed = true;
    writeIfDue();
    if (owed) {
      hasMore.run();
    }
  }

  /// Writes what is owed, if the last time was long enough ago.
  ///
  /// @return how long to wait until it has something to do
  synchronized Duration writeIfDue() {
    long left = written + EVERY - System.nanoTime();
    if (owed && left <= 0) {
      write();
    }
    return owed ? Duration.ofNanos(Math.max(1, left)) : Duration.ofDays(1);
  }

  private void write() {
    AttemptFiles.write(file, json.put("updated_at", clock.instant().toString()));
    owed = false;
    written = System.nanoTime();
  }
}
