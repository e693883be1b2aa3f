package dev.nightjar.engine;

import dev.nightjar.json.Json;
import dev.nightjar.kernel.KernelMessage.ClearOutput;
import dev.nightjar.kernel.KernelMessage.Display;
import dev.nightjar.notebook.Cell;
import dev.nightjar.notebook.Output;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Folds what a kernel shows into the outputs of cells, by nbclient's rules: one output per
/// message, delayed clearing, display ids that reach back to earlier cells. For all cells of one
/// run; not thread-safe.
final class CellOutputs {
  private record Shown(int cell, ObjectNode output) {}

  private final Map<String, List<Shown>> byDisplayId = new HashMap<>();
  private final IntConsumer changedElsewhere;
  private int index;
  private ArrayNode outputs = Json.array();
  private boolean clearsNext;

  /// @param changedElsewhere hears which other cell's output was replaced
  CellOutputs(IntConsumer changedElsewhere) {
    this.changedElsewhere = changedElsewhere;
  }

  /// From now on outputs belong to this cell.
  void begin(int index, Cell cell) {
    this.index = index;
    this.outputs = cell.outputsJson();
    this.clearsNext = false;
  }

  /// Adds an output to the cell.
  ///
  /// @param displayId by which it may be replaced; null if it can't be
  Output add(ObjectNode output, @Nullable String displayId) {
    if (clearsNext) {
      clear();
    }
    outputs.add(output);
    if (displayId != null) {
      byDisplayId.computeIfAbsent(displayId, _ -> new ArrayList<>()).add(new Shown(index, output));
    }
    return Output.of(output);
  }

  /// Clears now, or when the next output is there.
  void clear(ClearOutput clear) {
    if (clear.waits()) {
      clearsNext = true;
    } else {
      clear();
    }
  }

  private void clear() {
    outputs.removeAll();
    clearsNext = false;
    byDisplayId.values().forEach(shown -> shown.removeIf(one -> one.cell() == index));
  }

  /// Shows anew what was shown before with the same display id.
  void replace(Display by) {
    if (by.displayId() == null) {
      return;
    }
    for (Shown shown : byDisplayId.getOrDefault(by.displayId(), List.of())) {
      shown.output().set("data", by.data());
      shown.output().set("metadata", by.metadata());
      changedElsewhere.accept(shown.cell());
    }
  }
}
