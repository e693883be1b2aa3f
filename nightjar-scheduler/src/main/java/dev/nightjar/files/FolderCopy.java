package dev.nightjar.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Copies files of others into a folder of ours, within bounds, and forces each to disk. For one
/// copy; not thread-safe.
final class FolderCopy {
  private static final Set<String> LEFT_OUT = Set.of(".git", ".ipynb_checkpoints");

  private final Path target;
  private final Path artifactRoot;
  private final Snapshots.Bounds bounds;
  private int files;
  private long bytes;

  /// @param target an empty folder
  /// @param artifactRoot is not copied, should it lie in what is copied
  FolderCopy(Path target, Path artifactRoot, Snapshots.Bounds bounds) {
    this.target = target;
    this.artifactRoot = artifactRoot;
    this.bounds = bounds;
  }

  /// Copies the file at `path` below `root` to `name`.
  void file(NotebookRoot root, String path, String name) throws IOException {
    try (SeekableByteChannel from = root.open(path)) {
      copy(from, target.resolve(name));
    }
    force(target);
  }

  /// Writes a file of this content.
  ///
  /// @param name may lead into folders, which are made
  void content(byte[] content, String name) throws IOException {
    Path folder = Objects.requireNonNull(target.resolve(name).getParent());
    Files.createDirectories(folder);
    try (FileChannel to =
        FileChannel.open(
            target.resolve(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer rest = ByteBuffer.wrap(content);
      while (rest.hasRemaining()) {
        to.write(rest);
      }
      to.force(true);
    }
    force(folder);
  }

  /// Copies all that lies beside a notebook and below; its own copy is there already.
  ///
  /// @param notebook where the notebook really is
  /// @param notebookName the name of its copy
  void folder(NotebookRoot root, Path notebook, String notebookName) throws IOException {
    Path real = root.path().toRealPath();
    Path beside = real.relativize(notebook).getParent();
    try (DirectoryStream<Path> top = Files.newDirectoryStream(real)) {
      var source = new Source(root, real, notebook, notebookName);
      descend(NotebookRoot.secure(top), beside, real, source);
    }
  }

  private record Source(NotebookRoot root, Path real, Path notebook, String notebookName) {}

  private void descend(
      SecureDirectoryStream<Path> folder, @Nullable Path steps, Path path, Source source)
      throws IOException {
    if (steps == null) {
      copy(folder, path, target, source);
      return;
    }
    Path name = steps.getName(0);
    Path rest = steps.getNameCount() == 1 ? null : steps.subpath(1, steps.getNameCount());
    try (var below = folder.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
      descend(below, rest, path.resolve(name), source);
    }
  }

  private void copy(SecureDirectoryStream<Path> folder, Path path, Path to, Source source)
      throws IOException {
    for (Path entry : folder) {
      Path name = entry.getFileName();
      Path here = path.resolve(name);
      BasicFileAttributes attributes =
          folder
              .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
              .readAttributes();
      if (here.equals(source.notebook()) || LEFT_OUT.contains(name.toString())) {
        continue;
      }
      Path copy = to.resolve(name.toString());
      if (to.equals(target) && name.toString().equals(source.notebookName())) {
        throw new SnapshotException(
            "the notebook can't be named '%s': its folder has another file of that name"
                .formatted(source.notebookName()));
      }
      if (attributes.isDirectory() && !isArtifactRoot(here)) {
        Files.createDirectory(copy);
        try (var below = folder.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
          copy(below, here, copy, source);
        }
      } else if (attributes.isRegularFile()) {
        try (var from = NotebookRoot.open(folder, name)) {
          copy(from, copy);
        }
        if (isExecutable(folder, name)) {
          Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
      } else if (attributes.isSymbolicLink()) {
        linked(source, here, copy);
      }
    }
    force(to);
  }

  private static boolean isExecutable(SecureDirectoryStream<Path> folder, Path name)
      throws IOException {
    return folder
        .getFileAttributeView(name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .readAttributes()
        .permissions()
        .contains(PosixFilePermission.OWNER_EXECUTE);
  }

  /// Copies what a link names, if that is a file inside.
  private void linked(Source source, Path link, Path copy) throws IOException {
    try (var from = source.root().open(slashed(source.real().relativize(link)))) {
      copy(from, copy);
    } catch (InputPathException e) {
      // it leads outside, to a folder, or nowhere
    }
  }

  private boolean isArtifactRoot(Path folder) throws IOException {
    return Files.exists(artifactRoot) && Files.isSameFile(folder, artifactRoot);
  }

  private void copy(SeekableByteChannel from, Path to) throws IOException {
    files++;
    try (FileChannel out =
            FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        InputStream in = Channels.newInputStream(from)) {
      OutputStream sink = Channels.newOutputStream(out);
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        bytes += n;
        if (files > bounds.files() || bytes > bounds.bytes()) {
          throw new SnapshotException(
              "the notebook's folder is too large to be copied for a run (at most %,d files and %,d MiB). Hand in the notebook alone, or move it to a folder of its own."
                  .formatted(bounds.files(), bounds.bytes() >> 20));
        }
        sink.write(buffer, 0, n);
      }
      out.force(true);
    }
  }

  /// Copies a folder of ours, which has no links.
  static void ofOurs(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(to.resolve(from.relativize(folder)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (attributes.isRegularFile()) {
              Files.copy(file, to.resolve(from.relativize(file)), LinkOption.NOFOLLOW_LINKS);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /// Makes sure that the names in a folder are on disk.
  static void force(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  static String slashed(Path relative) {
    return relative.toString().replace(relative.getFileSystem().getSeparator(), "/");
  }
}
