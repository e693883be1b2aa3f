package dev.nightjar.task;

import dev.nightjar.engine.Leftovers;
import dev.nightjar.engine.Leftovers.KernelProcess;
import dev.nightjar.kernel.KernelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// The kernels that attempts left when they failed.
///
/// @param outputs the notebooks that those attempts wrote, the newest first
public record KeptKernels(List<Path> outputs) {
  public KeptKernels {
    outputs = List.copyOf(outputs);
  }

  /// Those of all attempts of a run.
  ///
  /// @param folder of all that the run leaves
  public static KeptKernels ofRun(Path folder) {
    return new KeptKernels(
        below(folder).stream()
            .flatMap(task -> below(task).stream())
            .flatMap(attempt -> new AttemptDisk(attempt).output().stream())
            .toList());
  }

  /// Those of the attempts of the same task that were before.
  static KeptKernels before(AttemptFiles attempt) {
    int own = number(attempt.folder());
    return new KeptKernels(
        newestFirst(Objects.requireNonNull(attempt.folder().getParent()))
            .filter(folder -> number(folder) < own)
            .flatMap(folder -> new AttemptDisk(folder).output().stream())
            .toList());
  }

  /// The one that a task would go on in, if it were resumed now.
  ///
  /// @param folder of all attempts of the task
  public static Optional<KeptKernel> newest(Path folder, Instant now) {
    return newestFirst(folder)
        .flatMap(attempt -> new AttemptDisk(attempt).keptKernel(now).stream())
        .findFirst();
  }

  private static Stream<Path> newestFirst(Path task) {
    return below(task).stream().sorted(Comparator.comparingInt(KeptKernels::number).reversed());
  }

  /// The notebook of the newest attempt whose kernel is still there.
  Optional<Path> newest() {
    return outputs.stream().filter(output -> kernel(output).isPresent()).findFirst();
  }

  /// Ends them all; one that some program uses stays.
  public void end() {
    for (Path output : outputs) {
      try {
        kernel(output).ifPresent(KernelProcess::end);
      } catch (KernelException inUse) {
        // who uses it ends it
      }
    }
  }

  private static Optional<KernelProcess> kernel(Path output) {
    return Leftovers.beside(output).keptKernel();
  }

  private static int number(Path folder) {
    String name = folder.getFileName().toString();
    return name.matches("\\d{1,9}") ? Integer.parseInt(name) : Integer.MAX_VALUE;
  }

  private static List<Path> below(Path folder) {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(Files::isDirectory).toList();
    } catch (IOException e) {
      return List.of(); // it is not there, or no folder
    }
  }
}
