package dev.nightjar.engine;

import dev.nightjar.json.Json;
import dev.nightjar.json.JsonException;
import dev.nightjar.json.PythonJson;
import dev.nightjar.notebook.Cell;
import dev.nightjar.notebook.Notebook;
import dev.nightjar.notebook.NotebookFormat;
import dev.nightjar.storage.FileReplacement;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Cells as they ended, appended one by one to a hidden file beside the output, so that a finished
/// cell is safe at a cost that grows with the cell and not with the notebook.
///
/// The file is the inside of a JSON list of cells, in just the text that they have in the
/// notebook's file; of two with one id the later counts. So the notebook's file is put together by
/// copying stretches of the journal, and a journal that ends in the middle of a cell is cut back to
/// its last whole one. Not thread-safe.
final class Journal implements AutoCloseable {
  private static final byte[] END_OF_CELL = "\n  },".getBytes(StandardCharsets.US_ASCII);

  private final Path file;
  private final FileChannel channel;
  private final PythonJson out;
  private final long[] starts;
  private final long[] ends;

  private Journal(Path file, FileChannel channel, int cells) {
    this.file = file;
    this.channel = channel;
    this.out = new PythonJson(Channels.newOutputStream(channel));
    this.starts = new long[cells];
    this.ends = new long[cells];
  }

  /// A new journal for the file `output`, holding all cells as they are now.
  static Journal create(Path output, List<Cell> cells) throws IOException {
    Path file = fileOf(output);
    FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    Journal journal = new Journal(file, channel, cells.size());
    for (int i = 0; i < cells.size(); i++) {
      journal.add(i, cells.get(i));
    }
    journal.out.flush();
    return journal;
  }

  private static Path fileOf(Path output) {
    return FileReplacement.sibling(output, "journal");
  }

  /// Appends the cell at `index` as it is now.
  void append(int index, Cell cell) throws IOException {
    add(index, cell);
    out.flush();
  }

  private void add(int index, Cell cell) throws IOException {
    starts[index] = out.written();
    NotebookFormat.writeCell(cell, out);
    out.ascii(NotebookFormat.Frame.SEPARATOR);
    ends[index] = out.written();
  }

  /// Has the system bring everything to the disk.
  void force() throws IOException {
    channel.force(false);
  }

  /// Writes the notebook's file: cells from the journal, but those in `changed` as they are now.
  void writeNotebook(Notebook notebook, BitSet changed, OutputStream out) throws IOException {
    NotebookFormat.Frame frame = NotebookFormat.frame(notebook);
    out.write(frame.before());
    int last = starts.length - 1;
    for (int i = 0; i <= last; ) {
      if (changed.get(i)) {
        PythonJson json = new PythonJson(out);
        NotebookFormat.writeCell(notebook.cells().get(i), json);
        json.ascii(i < last ? NotebookFormat.Frame.SEPARATOR : "");
        json.flush();
        i++;
      } else {
        long from = starts[i];
        while (i < last && !changed.get(i + 1) && starts[i + 1] == ends[i]) {
          i++;
        }
        copy(from, i < last ? ends[i] : ends[i] - NotebookFormat.Frame.SEPARATOR.length(), out);
        i++;
      }
    }
    out.write(frame.after());
  }

  private void copy(long from, long to, OutputStream out) throws IOException {
    if (!FileReplacement.copy(channel, from, to - from, out)) {
      throw new IOException("%s was cut short".formatted(file));
    }
  }

  /// Removes the file; the output holds everything.
  void delete() throws IOException {
    close();
    Files.deleteIfExists(file);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /// Puts the finished cells that a killed run left in the journal of `output` into the notebook
  /// that was read from it.
  ///
  /// @return whether there was a journal
  static boolean restore(Path output, Notebook notebook) throws IOException {
    byte[] text;
    try {
      text = Files.readAllBytes(fileOf(output));
    } catch (NoSuchFileException e) {
      return false;
    }
    int end = lastEndOfCell(text);
    byte[] list = new byte[end + 2];
    list[0] = '[';
    System.arraycopy(text, 0, list, 1, end);
    list[end + 1] = ']';
    Map<String, JsonNode> cells = new HashMap<>();
    try {
      Json.parse(list).forEach(cell -> cells.put(cell.path("id").asString(""), cell));
    } catch (JsonException e) {
      throw new IOException("%s is damaged: %s".formatted(fileOf(output), e.getMessage()), e);
    }
    NotebookFormat.replaceCells(notebook, cells);
    return true;
  }

  /// Where the comma after the last whole cell stands; 0 if there is none.
  private static int lastEndOfCell(byte[] text) {
    for (int i = text.length - END_OF_CELL.length; i >= 0; i--) {
      int matched = 0;
      while (matched < END_OF_CELL.length && text[i + matched] == END_OF_CELL[matched]) {
        matched++;
      }
      if (matched == END_OF_CELL.length) {
        return i + END_OF_CELL.length - 1;
      }
    }
    return 0;
  }
}
