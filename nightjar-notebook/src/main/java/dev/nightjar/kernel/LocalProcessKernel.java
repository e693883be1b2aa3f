package dev.nightjar.kernel;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// A kernel that is a process of this machine, with its ports and its connection file.
abstract sealed class LocalProcessKernel implements Kernel permits LocalKernel, KeptKernel {
  private final KernelSpec spec;
  private final ConnectionInfo connection;
  private final Path file;

  LocalProcessKernel(KernelSpec spec, ConnectionInfo connection, Path file) {
    this.spec = spec;
    this.connection = connection;
    this.file = file;
  }

  Path file() {
    return file;
  }

  @Override
  public final KernelSpec spec() {
    return spec;
  }

  @Override
  public final String describe() {
    OptionalLong pid = pid();
    return pid.isPresent()
        ? "%s (process %d)".formatted(spec.name(), pid.getAsLong())
        : spec.name();
  }

  @Override
  public final Optional<Path> connectionFile() {
    return Optional.of(file);
  }

  @Override
  public final KernelChannels open(Consumer<KernelEvent> listener, Duration timeout) {
    return ZmqChannels.open(connection, this, listener, timeout);
  }
}
