package dev.nightjar.cli;

import dev.nightjar.notebook.Cell;
import dev.nightjar.notebook.Notebook;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// What `--profile` has recorded, in one line: the CPU time of all cells, and the cell that took
/// most memory.
final class ProfileSummary {
  private ProfileSummary() {}

  /// Such as `CPU 12.40 s; peak memory 1.2 GB, in cell 7`; nothing if no cell has a profile.
  static Optional<String> of(Notebook notebook) {
    List<Cell> cells = notebook.cells();
    double cpu = 0;
    long peak = 0;
    int largest = 0;
    boolean any = false;
    for (int i = 0; i < cells.size(); i++) {
      JsonNode profile = cells.get(i).metadata().path("nightjar").path("profile");
      any |= profile.isObject();
      cpu += profile.path("cpu_seconds").asDouble(0);
      long memory = profile.path("peak_memory_bytes").asLong(0);
      if (memory > peak) {
        peak = memory;
        largest = i + 1;
      }
    }
    String memory =
        peak == 0 ? "" : "; peak memory %s, in cell %d".formatted(Sizes.words(peak), largest);
    return any
        ? Optional.of(String.format(Locale.ROOT, "CPU %.2f s%s", cpu, memory))
        : Optional.empty();
  }
}
