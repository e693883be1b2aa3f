package dev.nightjar.engine;

import dev.nightjar.engine.ExecutionEngine.Outcome;
import dev.nightjar.kernel.KernelClient;
import dev.nightjar.kernel.KernelException;
import dev.nightjar.kernel.KernelMessage;
import dev.nightjar.notebook.Cell;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Runs code cells one after the other in one kernel. A cell ends with its reply and the idle
/// status, in either order (messaging protocol, "Request-Reply"). Not thread-safe.
final class CellExecution {
  /// How long the rest of a cell's outputs may take once its reply is there.
  private static final Duration IDLE_PATIENCE = Duration.ofSeconds(4);

  /// How long a cell that ran out of time may take to show where it was.
  private static final Duration INTERRUPT_PATIENCE = Duration.ofSeconds(2);

  private final NotebookRun run;
  private final KernelClient client;
  private final CellOutputs outputs;
  private final WidgetState widgets = new WidgetState();

  CellExecution(NotebookRun run, KernelClient client) {
    this.run = run;
    this.client = client;
    this.outputs = new CellOutputs(run::changed);
  }

  /// How the execution of one cell ended.
  sealed interface CellOutcome {
    /// The kernel said `ok`, or an error that the cell is allowed.
    record Passed() implements CellOutcome {}

    /// The kernel said `error`.
    record Raised() implements CellOutcome {}

    /// It is not only this cell that ended.
    ///
    /// @param outcome of the whole run
    record Stopped(Outcome outcome) implements CellOutcome {}
  }

  /// Writes what widgets there are into the notebook.
  void saveWidgets() {
    widgets.save(run.notebook());
  }

  /// Runs the cell at `index`.
  CellOutcome run(int index) {
    Cell cell = run.notebook().cells().get(index);
    boolean mayRaise = cell.hasTag("raises-exception");
    ObjectNode timing = cell.metadata().putObject("execution");
    outputs.begin(index, cell);
    Progress progress = new Progress(index, cell, timing);
    try {
      String request = client.execute(cell.source(), !mayRaise);
      return await(request, progress, mayRaise);
    } catch (KernelException.Died e) {
      return new CellOutcome.Stopped(new Outcome.KernelDied(index, String.valueOf(e.getMessage())));
    }
  }

  private CellOutcome await(String request, Progress progress, boolean mayRaise) {
    Duration limit = run.options().cellTimeout();
    long deadline = limit == null ? Long.MAX_VALUE : System.nanoTime() + limit.toNanos();
    while (!progress.isOver()) {
      if (run.cancellation().isCancelled()) {
        return stop(request, progress, new Outcome.Cancelled());
      }
      long left = deadline == Long.MAX_VALUE ? Long.MAX_VALUE : deadline - System.nanoTime();
      if (left <= 0 && progress.reply == null) {
        return stop(request, progress, new Outcome.TimedOut(progress.index));
      }
      Duration patience = progress.reply == null ? Duration.ofNanos(left) : IDLE_PATIENCE;
      Duration untilSave = run.untilSave();
      boolean savesFirst = untilSave.compareTo(patience) < 0;
      Optional<KernelMessage> message = client.poll(savesFirst ? untilSave : patience);
      if (message.isPresent()) {
        accept(request, message.get(), progress);
        run.autosave();
      } else if (!savesFirst && progress.reply != null) {
        run.listener().warned("Timeout waiting for IOPub output");
        break;
      }
      run.saveIfDue();
    }
    widgets.outputs().update(client::updateWidget);
    boolean raised = progress.reply != null && progress.reply.status().equals("error");
    return raised && !mayRaise ? new CellOutcome.Raised() : new CellOutcome.Passed();
  }

  /// Interrupts the cell, so that its traceback shows where it was, and the kernel can be used
  /// further.
  private CellOutcome stop(String request, Progress progress, Outcome outcome) {
    long deadline = System.nanoTime() + INTERRUPT_PATIENCE.toNanos();
    try {
      client.interrupt();
      while (!progress.isOver() && deadline - System.nanoTime() > 0) {
        client
            .poll(Duration.ofNanos(deadline - System.nanoTime()))
            .ifPresent(message -> accept(request, message, progress));
      }
    } catch (KernelException e) {
      // it did not bear the interrupt, or is out of reach; it was to end anyway
      return new CellOutcome.Stopped(outcome);
    }
    return new CellOutcome.Stopped(outcome);
  }

  private void accept(String request, KernelMessage message, Progress progress) {
    if (!message.parentId().equals(request)) {
      return; // of an earlier cell, or of another client
    }
    int index = progress.index;
    switch (message.content()) {
      case KernelMessage.Status(String state) -> {
        if (state.equals("busy")) {
          progress.time("iopub.status.busy", message);
        } else if (state.equals("idle")) {
          progress.time("iopub.status.idle", message);
          progress.idle = true;
        }
      }
      case KernelMessage.ExecuteInput(OptionalInt count) -> {
        progress.count(count);
        progress.time("iopub.execute_input", message);
      }
      case KernelMessage.ExecuteReply reply -> {
        progress.count(reply.executionCount());
        progress.time("shell.execute_reply", message);
        progress.reply = reply;
      }
      case KernelMessage.Stream stream -> show(request, index, OutputJson.of(stream), null);
      case KernelMessage.Display display -> {
        progress.count(display.executionCount());
        outputs.replace(display);
        if (!message.type().equals("update_display_data")) {
          show(request, index, OutputJson.of(message.type(), display), display.displayId());
        }
      }
      case KernelMessage.Raised raised -> show(request, index, OutputJson.of(raised), null);
      case KernelMessage.ClearOutput clear ->
          widgets
              .outputs()
              .taker(request)
              .ifPresentOrElse(
                  widget -> widget.clear(clear),
                  () -> {
                    outputs.clear(clear);
                    run.changed(index);
                  });
      case KernelMessage.Comm comm ->
          widgets.accept(message, comm).ifPresent(run.listener()::warned);
      case KernelMessage.KernelInfo _, KernelMessage.InputRequest _, KernelMessage.Other _ -> {}
    }
  }

  /// Puts an output into the widget that takes in what the request shows, else into the cell.
  private void show(String request, int index, ObjectNode output, @Nullable String displayId) {
    widgets
        .outputs()
        .taker(request)
        .ifPresentOrElse(
            widget -> widget.add(output), () -> run.output(index, outputs.add(output, displayId)));
  }

  /// What has arrived of one cell's execution.
  private static final class Progress {
    final int index;
    private final Cell cell;
    private final ObjectNode timing;
    private KernelMessage.@Nullable ExecuteReply reply;
    private boolean idle;

    Progress(int index, Cell cell, ObjectNode timing) {
      this.index = index;
      this.cell = cell;
      this.timing = timing;
    }

    boolean isOver() {
      return reply != null && idle;
    }

    void count(OptionalInt count) {
      count.ifPresent(number -> cell.json().put("execution_count", number));
    }

    void time(String what, KernelMessage message) {
      String date = message.date();
      boolean asWritten = date.length() == 27 && date.endsWith("Z");
      timing.put(what, asWritten ? date : RunMetadata.isoZulu(instant(date)));
    }

    private static Instant instant(String date) {
      try {
        return OffsetDateTime.parse(date).toInstant();
      } catch (DateTimeParseException withoutZone) {
        try {
          return LocalDateTime.parse(date).toInstant(ZoneOffset.UTC);
        } catch (DateTimeParseException none) {
          return Instant.now();
        }
      }
    }
  }
}
