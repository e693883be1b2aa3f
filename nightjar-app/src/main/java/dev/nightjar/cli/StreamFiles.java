package dev.nightjar.cli;

import dev.nightjar.engine.RunListener;
import dev.nightjar.notebook.Output;
import dev.nightjar.storage.StorageException;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// `--stdout-file` and `--stderr-file`: what cells write to the streams, as it comes. A file is
/// made when there is something to write. Not thread-safe.
final class StreamFiles implements RunListener, AutoCloseable {
  private final StreamFile out;
  private final StreamFile err;

  StreamFiles(@Nullable Path out, @Nullable Path err) {
    this.out = new StreamFile(out);
    this.err = new StreamFile(err);
  }

  @Override
  public void output(int index, Output output) {
    if (output instanceof Output.Stream(String name, String text)) {
      (name.equals("stderr") ? err : out).write(text);
    }
  }

  @Override
  public void close() {
    out.close();
    err.close();
  }

  private static final class StreamFile {
    private final @Nullable Path path;
    private @Nullable Writer writer;

    StreamFile(@Nullable Path path) {
      this.path = path;
    }

    void write(String text) {
      if (path == null) {
        return;
      }
      try {
        if (writer == null) {
          writer = Files.newBufferedWriter(path, StandardCharsets.UTF_8);
        }
        writer.write(text);
        writer.flush();
      } catch (IOException e) {
        throw new StorageException("'%s' can't be written: %s".formatted(path, e.getMessage()), e);
      }
    }

    void close() {
      if (writer != null) {
        try {
          writer.close();
        } catch (IOException e) {
          throw new StorageException(
              "'%s' can't be written: %s".formatted(path, e.getMessage()), e);
        }
      }
    }
  }
}
