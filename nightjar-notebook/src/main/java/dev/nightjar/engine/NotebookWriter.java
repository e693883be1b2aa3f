package dev.nightjar.engine;

import dev.nightjar.notebook.Notebook;
import dev.nightjar.notebook.NotebookFormat;
import dev.nightjar.storage.FileReplacement;
import dev.nightjar.storage.NotebookStorage;
import dev.nightjar.storage.StorageException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Saves a notebook while it is being executed. A file is replaced in one step each time, and
/// finished cells go to a [Journal] at once. Saving the whole notebook is put off as long as it
/// would take more than its share of the time; then the save is *owed*, and who waits for the
/// kernel makes it when it is due. Not thread-safe.
final class NotebookWriter implements AutoCloseable {
  /// Saving may take one part in this many of the run's time …
  private static final int SHARE = 20;

  /// … but the first saves are free as long as each is quick, so that they are made at once also
  /// on a machine that is busy with something else.
  private static final int FREE_SAVES = 40;

  private static final long FREE_COST = TimeUnit.MILLISECONDS.toNanos(50);

  private static final long FORCE_EVERY = TimeUnit.SECONDS.toNanos(2);
  private static final long NOT_OWED = Long.MAX_VALUE;

  private final Notebook notebook;
  private final @Nullable String uri;
  private final NotebookStorage storage;
  private final @Nullable Path file;
  private final boolean savesOnTheWay;
  private final BitSet changed = new BitSet();
  private @Nullable Journal journal;
  private final long began = System.nanoTime();
  private int saves;
  private long spent;
  private long lastCost;
  private long lastForce = began;
  private boolean owed;
  private boolean forceOwed;

  /// @param uri where the notebook goes; null for nowhere
  /// @param savesOnTheWay whether it is saved before the end
  NotebookWriter(
      Notebook notebook, @Nullable String uri, NotebookStorage storage, boolean savesOnTheWay) {
    this.notebook = notebook;
    this.uri = uri;
    this.storage = storage;
    this.file = uri == null ? null : storage.file(uri).orElse(null);
    this.savesOnTheWay = savesOnTheWay && uri != null && !uri.startsWith("-");
  }

  /// The first save. A regular file gets its journal. The kernel comes up meanwhile, so this save
  /// is not counted.
  void begin() {
    if (!savesOnTheWay) {
      return;
    }
    if (file != null && (Files.isRegularFile(file) || Files.notExists(file))) {
      FileReplacement.checkDirectory(file);
      try {
        journal = Journal.create(file, notebook.cells());
      } catch (IOException e) {
        journal = null; // a directory in which no file can be made: the output is written in place
      }
    }
    write();
    saves = 0;
    spent = 0;
    lastCost = 0;
  }

  /// The cell at `index` changed, and is not at its end.
  void changed(int index) {
    changed.set(index);
  }

  /// The cell at `index` has ended. With a journal, it survives a kill from here on.
  void finished(int index) {
    changed.set(index);
    if (journal == null) {
      return;
    }
    try {
      long start = System.nanoTime();
      for (int i = changed.nextSetBit(0); i >= 0; i = changed.nextSetBit(i + 1)) {
        journal.append(i, notebook.cells().get(i));
      }
      changed.clear();
      forceOwed = true;
      lastCost = Math.max(lastCost, System.nanoTime() - start); // a save writes that much, and more
    } catch (IOException e) {
      throw journalFailed(e);
    }
  }

  private StorageException journalFailed(IOException e) {
    return new StorageException(
        "The journal of '%s' can't be written: %s. Is the disk full?"
            .formatted(uri, e.getMessage()),
        e);
  }

  /// Saves, now or when it is due.
  void save() {
    if (!savesOnTheWay) {
      return;
    }
    owed = true;
    saveIfDue();
  }

  /// Saves if a save is owed and due; brings the journal to the disk if that is.
  void saveIfDue() {
    if (saveInNanos() <= 0) {
      write();
    }
    if (journal != null && forceInNanos() <= 0) {
      long start = System.nanoTime();
      try {
        journal.force();
      } catch (IOException e) {
        throw journalFailed(e);
      }
      forceOwed = false;
      lastForce = System.nanoTime();
      spent += lastForce - start;
    }
  }

  /// When something owed is due, in nanoseconds from now; `Long.MAX_VALUE` if nothing is owed.
  long owedInNanos() {
    return Math.min(saveInNanos(), forceInNanos());
  }

  private long saveInNanos() {
    return owed ? began + (spent + price()) * SHARE - System.nanoTime() : NOT_OWED;
  }

  /// What a save like the last one takes of the share.
  private long price() {
    return saves < FREE_SAVES ? Math.max(0, lastCost - FREE_COST) : lastCost;
  }

  private long forceInNanos() {
    return forceOwed ? lastForce + FORCE_EVERY - System.nanoTime() : NOT_OWED;
  }

  /// The file that is written, if it is one.
  Optional<Path> file() {
    return Optional.ofNullable(file);
  }

  /// What the last save took, in nanoseconds.
  long lastCost() {
    return lastCost;
  }

  /// Saves everything for good.
  ///
  /// @param asJournalled whether the cells are just those that the journal holds, and those told to
  ///     have changed since
  void end(boolean asJournalled) {
    if (uri == null) {
      return;
    }
    if (asJournalled) {
      write();
    } else {
      storage.write(uri, this::writeNotebook);
    }
    if (journal != null) {
      try {
        journal.delete();
      } catch (IOException e) {
        throw new StorageException(
            "The journal of '%s' can't be removed: %s".formatted(uri, e.getMessage()), e);
      }
    }
  }

  private void writeNotebook(OutputStream out) throws IOException {
    try {
      NotebookFormat.write(notebook, out);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void write() {
    long start = System.nanoTime();
    String target = Objects.requireNonNull(uri);
    Journal source = journal;
    storage.write(
        target,
        out -> {
          if (source == null) {
            writeNotebook(out);
          } else {
            source.writeNotebook(notebook, changed, out);
          }
        });
    lastCost = System.nanoTime() - start;
    spent += price();
    saves++;
    owed = false;
  }

  @Override
  public void close() {
    if (journal != null) {
      try {
        journal.close();
      } catch (IOException e) {
        // nothing is written any more
      }
    }
  }
}
