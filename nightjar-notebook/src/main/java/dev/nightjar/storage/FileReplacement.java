package dev.nightjar.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;

/// Replaces a file in one step: whoever reads it sees the old content or the new, whatever happens
/// in between. A link is followed, and the permissions stay. Where that can't be done – a device, a
/// pipe, a directory in which no file can be made – the file is written in place.
public final class FileReplacement {
  /// As many as Linux follows.
  private static final int MOST_LINKS = 40;

  private FileReplacement() {}

  /// Replaces `file`.
  ///
  /// @param name how messages call it
  /// @throws StorageException if its directory does not exist, or it can't be written
  public static void write(Path file, String name, NotebookStorage.Content content) {
    Path directory = file.toAbsolutePath().getParent();
    if (directory != null && !Files.isDirectory(directory)) {
      throw new StorageException(
          "The output folder %s doesn't exist. Make it first, or choose another output path."
              .formatted(directory));
    }
    if (Files.isDirectory(file)) {
      throw new StorageException(
          "'%s' is a directory; the output path must name a file.".formatted(name));
    }
    try {
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        inPlace(file, content);
      } else {
        replace(target(file), content);
      }
    } catch (IOException e) {
      throw new StorageException("'%s' can't be written: %s".formatted(name, reason(e)), e);
    }
  }

  /// Checks that the directory in which `file` is to be is there.
  ///
  /// @throws StorageException if not
  public static void checkDirectory(Path file) {
    Path directory = file.toAbsolutePath().getParent();
    if (directory != null && !Files.isDirectory(directory)) {
      throw new StorageException(
          "The output folder %s doesn't exist. Make it first, or choose another output path."
              .formatted(directory));
    }
  }

  /// Where the links lead, be there a file or not yet.
  private static Path target(Path file) throws IOException {
    if (Files.exists(file)) {
      return file.toRealPath();
    }
    Path target = file;
    for (int links = 0; Files.isSymbolicLink(target); links++) {
      if (links > MOST_LINKS) {
        throw new FileSystemLoopException(file.toString());
      }
      target = target.resolveSibling(Files.readSymbolicLink(target));
    }
    return target;
  }

  private static void replace(Path target, NotebookStorage.Content content) throws IOException {
    Path temporary = sibling(target, "tmp");
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      content.writeTo(new FileStream(channel));
      keepPermissions(target, temporary);
    } catch (AccessDeniedException e) {
      inPlace(target, content);
      return;
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(temporary);
      throw e;
    }
    Files.move(
        temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void keepPermissions(Path from, Path to) throws IOException {
    var old = Files.getFileAttributeView(from, PosixFileAttributeView.class);
    var young = Files.getFileAttributeView(to, PosixFileAttributeView.class);
    if (old != null && young != null && Files.exists(from)) {
      var permissions = old.readAttributes().permissions();
      if (!permissions.equals(young.readAttributes().permissions())) {
        young.setPermissions(permissions);
      }
    }
  }

  private static void inPlace(Path target, NotebookStorage.Content content) throws IOException {
    try (OutputStream out = Files.newOutputStream(target)) {
      content.writeTo(out);
    }
  }

  /// Copies bytes of a file to `to`. Where that is the content of another file, the system does it
  /// without handing them to us.
  ///
  /// @return whether the file had so many
  public static boolean copy(FileChannel from, long position, long count, OutputStream to)
      throws IOException {
    WritableByteChannel target =
        to instanceof FileStream file ? file.channel() : Channels.newChannel(to);
    long end = position + count;
    for (long at = position; at < end; ) {
      long copied = from.transferTo(at, end - at, target);
      if (copied <= 0) {
        return false;
      }
      at += copied;
    }
    return true;
  }

  /// A hidden file beside `file` that belongs to it.
  public static Path sibling(Path file, String role) {
    return file.resolveSibling(".%s.nightjar-%s".formatted(file.getFileName(), role));
  }

  private static String reason(IOException e) {
    return e instanceof AccessDeniedException ? "no permission" : String.valueOf(e.getMessage());
  }
}
