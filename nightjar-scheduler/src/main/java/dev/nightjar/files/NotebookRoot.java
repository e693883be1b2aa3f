package dev.nightjar.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/// The folder below which notebooks may be handed in. Paths are relative to it, with `/`; links are
/// followed as long as they stay inside. Thread-safe; looks at the disk at each call.
public final class NotebookRoot {
  private final Path root;

  /// @param root an existing folder
  public NotebookRoot(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  /// The folder, absolute.
  public Path path() {
    return root;
  }

  /// Where the file really is, below the real root. To read it, use [#read(String)], which nobody
  /// can lead astray by changing a link meanwhile.
  ///
  /// @throws InputPathException if `path` is absolute, has a `..`, leads outside, or names no
  ///     regular file
  public Path find(String path) {
    try {
      Path real = root.toRealPath();
      return real.resolve(relative(real, path));
    } catch (IOException e) {
      throw new InputPathException(path);
    }
  }

  /// The file's content.
  ///
  /// @throws InputPathException as [#find(String)]
  public byte[] read(String path) {
    try (SeekableByteChannel channel = open(path);
        InputStream in = Channels.newInputStream(channel)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new InputPathException(path);
    }
  }

  /// The file, opened for reading.
  ///
  /// @throws InputPathException as [#find(String)]
  public SeekableByteChannel open(String path) {
    try {
      Path real = root.toRealPath();
      Path relative = relative(real, path);
      try (DirectoryStream<Path> top = Files.newDirectoryStream(real)) {
        return open(secure(top), relative);
      }
    } catch (IOException e) {
      throw new InputPathException(path);
    }
  }

  /// The path of the file below the real root, free of links.
  Path relative(Path realRoot, String path) throws IOException {
    try {
      Path given = Path.of(path);
      if (path.isEmpty() || given.isAbsolute()) {
        throw new InputPathException(path);
      }
      for (Path part : given) {
        if (part.toString().equals("..")) {
          throw new InputPathException(path);
        }
      }
      Path real = realRoot.resolve(given).toRealPath();
      if (!real.startsWith(realRoot) || !Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)) {
        throw new InputPathException(path);
      }
      return realRoot.relativize(real);
    } catch (InvalidPathException e) {
      throw new InputPathException(path);
    }
  }

  /// Opens what lies below a folder step by step, each in the folder opened before, and no links:
  /// who exchanges a folder for a link on the way makes this fail.
  static SeekableByteChannel open(SecureDirectoryStream<Path> folder, Path relative)
      throws IOException {
    Path name = relative.getName(0);
    if (relative.getNameCount() == 1) {
      return folder.newByteChannel(
          name, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    }
    try (var below = folder.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
      return open(below, relative.subpath(1, relative.getNameCount()));
    }
  }

  static SecureDirectoryStream<Path> secure(DirectoryStream<Path> folder) {
    if (folder instanceof SecureDirectoryStream<Path> secure) {
      return secure;
    }
    throw new SnapshotException(
        "this system can't open files relative to an open folder: use Linux or macOS");
  }
}
