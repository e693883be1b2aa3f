package dev.nightjar.kernel;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/// A kernel that somebody else runs, of which we know where it listens and perhaps its process.
record KernelAt(ConnectionInfo connection, OptionalLong pid, Heartbeat.Rhythm rhythm)
    implements Kernel {
  static KernelAt of(ConnectionInfo connection) {
    return new KernelAt(connection, OptionalLong.empty(), Heartbeat.Rhythm.DEFAULT);
  }

  @Override
  public KernelSpec spec() {
    return new KernelSpec(
        "far", Path.of("/"), List.of(), Map.of(), "Far", "", KernelSpec.InterruptMode.MESSAGE);
  }

  @Override
  public String describe() {
    return "far";
  }

  @Override
  public Optional<Path> connectionFile() {
    return Optional.empty();
  }

  @Override
  public KernelChannels open(Consumer<KernelEvent> listener, Duration timeout) {
    return ZmqChannels.open(connection, this, rhythm, listener, timeout);
  }

  @Override
  public CompletionStage<String> exited() {
    return new CompletableFuture<>();
  }

  @Override
  public void interrupt() {
    throw new UnsupportedOperationException("by message only");
  }

  @Override
  public void keep(Duration time) {
    throw new UnsupportedOperationException("it is kept by others");
  }

  @Override
  public void close() {}
}
