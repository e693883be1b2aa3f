package dev.nightjar.cli;

import dev.nightjar.engine.RunListener;
import dev.nightjar.notebook.Notebook;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Keeps the notebook of a run that may come to no result. Not thread-safe.
final class NotebookHeard implements RunListener {
  private @Nullable Notebook notebook;

  /// As it is to be executed, if the run came so far.
  Optional<Notebook> notebook() {
    return Optional.ofNullable(notebook);
  }

  @Override
  public void started(Notebook notebook) {
    this.notebook = notebook;
  }
}
