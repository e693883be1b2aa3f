package dev.nightjar.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// `-`: read from one stream, written to another. As in papermill, every path that starts with a
/// dash means this.
public final class StandardStreamStorage implements NotebookStorage {
  private final InputStream in;
  private final OutputStream out;

  /// @param in read to its end; stays open
  /// @param out written; stays open
  public StandardStreamStorage(InputStream in, OutputStream out) {
    this.in = in;
    this.out = out;
  }

  @Override
  public boolean handles(String uri) {
    return uri.startsWith("-");
  }

  @Override
  public byte[] read(String uri) {
    try {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new StorageException("standard input can't be read: " + e.getMessage(), e);
    }
  }

  @Override
  public void write(String uri, Content content) {
    try {
      content.writeTo(out);
      out.flush();
    } catch (IOException e) {
      throw new StorageException("standard output can't be written: " + e.getMessage(), e);
    }
  }
}
