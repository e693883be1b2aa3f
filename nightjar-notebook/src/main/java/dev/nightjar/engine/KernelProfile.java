package dev.nightjar.engine;

import dev.nightjar.kernel.Kernel;
import dev.nightjar.notebook.Cell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import tools.jackson.databind.node.ObjectNode;

/// CPU time and peak memory of a kernel's process per cell, kept in the cell's
/// `metadata.nightjar.profile` as `cpu_seconds` and, on Linux, `peak_memory_bytes`. Processes that
/// the kernel starts are not counted. Not thread-safe.
sealed interface KernelProfile {
  /// A cell begins.
  void begin();

  /// The cell has ended.
  void end(Cell cell);

  /// A profile of the kernel, or one that records nothing: where it is not wanted, or the process
  /// is not on this machine.
  static KernelProfile of(Kernel kernel, boolean wanted) {
    if (!wanted || kernel.pid().isEmpty()) {
      return new None();
    }
    return ProcessHandle.of(kernel.pid().getAsLong())
        .<KernelProfile>map(OfProcess::new)
        .orElseGet(None::new);
  }

  /// Records nothing.
  record None() implements KernelProfile {
    @Override
    public void begin() {}

    @Override
    public void end(Cell cell) {}
  }

  /// Reads what the system counts.
  final class OfProcess implements KernelProfile {
    private static final String PEAK = "VmHWM:";

    private final ProcessHandle process;
    private final Path proc;
    private Duration cpuBefore = Duration.ZERO;

    OfProcess(ProcessHandle process) {
      this.process = process;
      this.proc = Path.of("/proc", Long.toString(process.pid()));
    }

    @Override
    public void begin() {
      cpuBefore = cpu();
      try {
        Files.writeString(proc.resolve("clear_refs"), "5"); // proc(5): resets the peak
      } catch (IOException e) {
        // not on Linux, or not allowed: the peak is that of all cells so far
      }
    }

    @Override
    public void end(Cell cell) {
      ObjectNode nightjar =
          cell.metadata().get("nightjar") instanceof ObjectNode own
              ? own
              : cell.metadata().putObject("nightjar");
      ObjectNode profile = nightjar.putObject("profile");
      profile.put("cpu_seconds", cpu().minus(cpuBefore).toMillis() / 1e3);
      try {
        for (String line : Files.readAllLines(proc.resolve("status"))) {
          if (line.startsWith(PEAK)) {
            profile.put("peak_memory_bytes", Long.parseLong(line.replaceAll("\\D", "")) * 1024);
          }
        }
      } catch (IOException e) {
        // not on Linux, or the kernel has died
      }
    }

    private Duration cpu() {
      return process.info().totalCpuDuration().orElse(cpuBefore);
    }
  }
}
