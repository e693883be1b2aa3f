package dev.nightjar.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Shows one task of a file: what its templates became, then all that it prints, then how it ended.
final class FileTestView implements FileRunView {
  private static final int LONGEST = 10_000;

  private final Terminal terminal;
  private @Nullable JsonNode shown;

  FileTestView(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public synchronized void starts(String task, JsonNode work) {
    if (work.equals(shown)) {
      return; // a wait that looks again
    }
    shown = work;
    work.properties()
        .forEach(
            one -> {
              JsonNode value = one.getValue();
              String text = value.isString() ? value.stringValue() : value.toString();
              terminal.err().println("# " + one.getKey());
              text.lines()
                  .limit(LONGEST)
                  .forEach(line -> terminal.err().println("  " + Ansi.line(line)));
            });
    terminal.err().flush();
  }

  @Override
  public void shows(Standing standing) {
    // what it prints is enough
  }

  @Override
  public synchronized void printed(String task, String text) {
    terminal.out().print(text);
    terminal.out().flush();
  }

  @Override
  public synchronized void ends(Standing standing, @Nullable Path outputs) {
    for (TaskStanding task : standing.tasks()) {
      String reason = task.reason() == null ? "" : ": " + Ansi.line(task.reason());
      terminal.err().println("%s: %s%s".formatted(task.name(), task.state(), reason));
    }
    terminal.err().flush();
  }
}
