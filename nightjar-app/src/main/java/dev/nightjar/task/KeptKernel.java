package dev.nightjar.task;

import dev.nightjar.engine.Leftovers;
import dev.nightjar.engine.Leftovers.KernelProcess;
import dev.nightjar.json.Json;
import dev.nightjar.notebook.Cell;
import dev.nightjar.notebook.Notebook;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A kernel that an attempt left when it failed, as `outcome.json` tells of it.
///
/// @param pid its process
/// @param connectionFile by which consoles attach; its owner alone can read it
/// @param cell the number of the cell that a resumed attempt begins with, from 1
/// @param until when it ends unless somebody comes back to it
public record KeptKernel(long pid, Path connectionFile, int cell, Instant until) {
  /// The one that is left of a run that wrote this notebook.
  ///
  /// @param now when it begins to wait
  static Optional<KeptKernel> left(Notebook notebook, Path output, Instant now) {
    return Leftovers.beside(output).keptKernel().map(kept -> of(kept, notebook, now));
  }

  private static KeptKernel of(KernelProcess kept, Notebook notebook, Instant now) {
    List<String> cells = notebook.cells().stream().map(Cell::id).toList();
    String next = kept.nextCell();
    int cell = next == null ? 0 : Math.max(0, cells.indexOf(next));
    return new KeptKernel(kept.pid(), kept.connectionFile(), cell + 1, now.plus(kept.keep()));
  }

  ObjectNode toJson() {
    return Json.object()
        .put("pid", pid)
        .put("connection_file", connectionFile.toString())
        .put("cell", cell)
        .put("until", until.toString());
  }

  static Optional<KeptKernel> read(JsonNode json) {
    try {
      return json.isObject()
          ? Optional.of(
              new KeptKernel(
                  json.path("pid").asLong(-1),
                  Path.of(json.path("connection_file").asString("")),
                  json.path("cell").asInt(1),
                  Instant.parse(json.path("until").asString(""))))
          : Optional.empty();
    } catch (DateTimeException | InvalidPathException e) {
      return Optional.empty(); // not ours
    }
  }

  boolean isAlive(Instant now) {
    return now.isBefore(until) && ProcessHandle.of(pid).isPresent() && Files.exists(connectionFile);
  }
}
