package dev.nightjar.call;

import dev.nightjar.executor.AttemptOrder;
import dev.nightjar.executor.Executor;
import dev.nightjar.executor.TaskHandle;
import dev.nightjar.files.Folders;
import dev.nightjar.workflow.Placement;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Does within the server what takes no process of its own, so that no secret leaves it. A call
/// ends with the server that makes it, and is made again by the next one.
public final class ServerExecutor implements Executor {
  private final Path artifactRoot;
  private final Calls calls;
  private final Clock clock;

  /// @param artifactRoot the folder of all that runs leave
  public ServerExecutor(Path artifactRoot, Calls calls, Clock clock) {
    this.artifactRoot = artifactRoot;
    this.calls = calls;
    this.clock = clock;
  }

  @Override
  public String name() {
    return Placement.SERVER;
  }

  @Override
  public TaskHandle submit(AttemptOrder order) {
    Path folder = artifactRoot.resolve(order.folder());
    Folders.empty(folder);
    return CallAttempt.start(calls.of(order), folder, order.task().limits().timeout(), clock);
  }

  @Override
  public Optional<TaskHandle> attach(AttemptOrder order, @Nullable String externalId) {
    return Optional.empty();
  }

  @Override
  public void close() {
    // what goes on ends with the process
  }
}
