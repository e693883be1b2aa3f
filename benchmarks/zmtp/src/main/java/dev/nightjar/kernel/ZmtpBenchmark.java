package dev.nightjar.kernel;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/// Runs 1,000 cells `print(i)` in a new ipykernel, one after the other, and prints how long they
/// took: milliseconds for the cells, and CPU milliseconds of this JVM and of the kernel for them.
public final class ZmtpBenchmark {
  private static final int CELLS = 1_000;

  private ZmtpBenchmark() {}

  /// @param args `own` or `jeromq`
  public static void main(String... args) throws Exception {
    Path directory = Files.createTempDirectory("zmtp-benchmark");
    KernelSpec spec = new KernelSpecs(System.getenv()).find("python3");
    var surroundings =
        new KernelProvisioner.Surroundings(directory, System.getenv(), directory, false);
    try (Kernel started = new LocalKernelProvisioner().start(spec, surroundings)) {
      Kernel kernel = args[0].equals("jeromq") ? new OverJeromq(started) : started;
      try (KernelClient client =
          KernelClient.connect(kernel, Duration.ofSeconds(60), System.err::println)) {
        run(client, "pass");
        long cpu = cpu();
        long kernelCpu = kernelCpu(started);
        long start = System.nanoTime();
        for (int i = 0; i < CELLS; i++) {
          run(client, "print(%d)".formatted(i));
        }
        System.out.printf(
            "%s %d %d %d%n",
            args[0],
            (System.nanoTime() - start) / 1_000_000,
            (cpu() - cpu) / 1_000_000,
            kernelCpu(started) - kernelCpu);
      }
    }
  }

  private static long cpu() {
    return ((com.sun.management.OperatingSystemMXBean)
            ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static long kernelCpu(Kernel kernel) {
    return ProcessHandle.of(kernel.pid().orElseThrow())
        .orElseThrow()
        .info()
        .totalCpuDuration()
        .orElseThrow()
        .toMillis();
  }

  private static void run(KernelClient client, String code) {
    String id = client.execute(code, true);
    boolean replied = false;
    boolean idle = false;
    while (!replied || !idle) {
      Optional<KernelMessage> message = client.poll(Duration.ofSeconds(10));
      if (message.isPresent() && message.get().parentId().equals(id)) {
        replied |= message.get().content() instanceof KernelMessage.ExecuteReply;
        idle |= message.get().content().equals(new KernelMessage.Status("idle"));
      }
    }
  }

  /// The same kernel, spoken to by JeroMQ.
  private record OverJeromq(Kernel kernel) implements Kernel {
    @Override
    public KernelSpec spec() {
      return kernel.spec();
    }

    @Override
    public String describe() {
      return kernel.describe();
    }

    @Override
    public OptionalLong pid() {
      return kernel.pid();
    }

    @Override
    public Optional<Path> connectionFile() {
      return kernel.connectionFile();
    }

    @Override
    public KernelChannels open(Consumer<KernelEvent> listener, Duration timeout) {
      return new JeromqChannels(
          ConnectionInfo.read(kernel.connectionFile().orElseThrow()), listener);
    }

    @Override
    public CompletionStage<String> exited() {
      return kernel.exited();
    }

    @Override
    public void interrupt() {
      kernel.interrupt();
    }

    @Override
    public void keep(Duration time) {
      kernel.keep(time);
    }

    @Override
    public void close() {
      kernel.close();
    }
  }
}
