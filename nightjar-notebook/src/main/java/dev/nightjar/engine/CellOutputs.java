package dev.nightjar.engine;

import dev.nightjar.json.Json;
import dev.nightjar.kernel.KernelMessage;
import dev.nightjar.kernel.KernelMessage.ClearOutput;
import dev.nightjar.kernel.KernelMessage.Display;
import dev.nightjar.kernel.KernelMessage.Raised;
import dev.nightjar.notebook.Cell;
import dev.nightjar.notebook.Output;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
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

  /// Text on a stream.
  Output stream(KernelMessage.Stream stream) {
    ObjectNode output = Json.object();
    output.put("output_type", "stream").put("name", stream.name()).put("text", stream.text());
    return add(output);
  }

  /// Something shown, or shown anew.
  ///
  /// @param type the message's type
  /// @return the output, unless the message only replaced one
  Optional<Output> display(String type, Display display) {
    if (display.displayId() != null) {
      replace(display.displayId(), display);
    }
    if (type.equals("update_display_data")) {
      return Optional.empty();
    }
    ObjectNode output = Json.object();
    output.put("output_type", type);
    output.set("data", display.data());
    output.set("metadata", display.metadata());
    if (type.equals("execute_result")) {
      output.put(
          "execution_count",
          display.executionCount().isPresent() ? display.executionCount().getAsInt() : null);
    }
    Output added = add(output);
    if (display.displayId() != null) {
      byDisplayId
          .computeIfAbsent(display.displayId(), _ -> new ArrayList<>())
          .add(new Shown(index, output));
    }
    return Optional.of(added);
  }

  /// An error.
  Output raised(Raised raised) {
    ObjectNode output = Json.object();
    output.put("output_type", "error").put("ename", raised.ename()).put("evalue", raised.evalue());
    ArrayNode traceback = output.putArray("traceback");
    raised.traceback().forEach(traceback::add);
    return add(output);
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

  private Output add(ObjectNode output) {
    if (clearsNext) {
      clear();
    }
    outputs.add(output);
    return Output.of(output);
  }

  private void replace(String displayId, Display by) {
    for (Shown shown : byDisplayId.getOrDefault(displayId, List.of())) {
      shown.output().set("data", by.data());
      shown.output().set("metadata", by.metadata());
      changedElsewhere.accept(shown.cell());
    }
  }
}
