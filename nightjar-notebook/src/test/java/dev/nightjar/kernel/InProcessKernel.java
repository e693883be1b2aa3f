package dev.nightjar.kernel;

import dev.nightjar.testkit.FakeAction;
import dev.nightjar.testkit.FakeKernel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;

/// A fake kernel on a thread of the test, interrupted by message.
record InProcessKernel(FakeKernel fake, Path file) implements Kernel {
  static InProcessKernel start(Path directory, Function<String, List<FakeAction>> script) {
    return of(FakeKernel.start(script), directory);
  }

  static InProcessKernel of(FakeKernel fake, Path directory) {
    return new InProcessKernel(fake, fake.writeConnectionFile(directory.resolve("fake.json")));
  }

  @Override
  public KernelSpec spec() {
    return new KernelSpec(
        "fake",
        Path.of("/"),
        List.of("fake"),
        Map.of(),
        "Fake",
        "fake",
        KernelSpec.InterruptMode.MESSAGE);
  }

  @Override
  public String describe() {
    return "fake";
  }

  @Override
  public OptionalLong pid() {
    return OptionalLong.empty();
  }

  @Override
  public Optional<Path> connectionFile() {
    return Optional.of(file);
  }

  @Override
  public KernelChannels open(Consumer<KernelEvent> listener, Duration timeout) {
    return ZmqChannels.open(ConnectionInfo.read(file), this, listener, timeout);
  }

  @Override
  public CompletionStage<String> exited() {
    return fake.ended().thenApply("it exited with status %d"::formatted);
  }

  @Override
  public void interrupt() {
    throw new UnsupportedOperationException("by message only");
  }

  @Override
  public void keep(Duration time) {
    throw new UnsupportedOperationException("lives as long as the test");
  }

  @Override
  public void close() {
    fake.close();
  }
}
