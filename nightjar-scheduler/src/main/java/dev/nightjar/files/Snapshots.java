package dev.nightjar.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Copies of notebooks and their folders, below `snapshots` in the artifact root. Each is there
/// wholly or not at all, and never changes. Thread-safe.
public final class Snapshots {
  /// How much of a folder is copied at most.
  ///
  /// @param files how many files
  /// @param bytes all of them together
  public record Bounds(int files, long bytes) {
    /// 10,000 files, 1 GiB.
    public static final Bounds DEFAULT = new Bounds(10_000, 1L << 30);
  }

  private static final String FOLDER = "snapshots";
  private static final int LONGEST_NAME = 200;
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  private final Path artifactRoot;
  private final Bounds bounds;

  /// @param artifactRoot the folder of all that runs leave; made when it is needed
  public Snapshots(Path artifactRoot, Bounds bounds) {
    this.artifactRoot = artifactRoot.toAbsolutePath().normalize();
    this.bounds = bounds;
  }

  /// Copies one notebook.
  ///
  /// @param id names the snapshot; one that is there already is replaced
  /// @param path of the notebook below `root`
  /// @param name of the copy; null for the name that the notebook has
  /// @throws InputPathException if there is no such notebook below `root`
  /// @throws SnapshotException if `name` is none for a file, or the disk fails
  public Snapshot ofNotebook(NotebookRoot root, String path, @Nullable String name, String id) {
    Path file = root.find(path);
    String target = name(name, file);
    return make(id, target, copy -> copy.file(root, path, target));
  }

  /// Copies a notebook with the folder that it is in. Left out are `.git`, `.ipynb_checkpoints`,
  /// links that lead outside the root or to folders, and what is no regular file.
  ///
  /// @param id names the snapshot; one that is there already is replaced
  /// @param path of the notebook below `root`
  /// @param name of the notebook's copy; null for the name that it has
  /// @throws InputPathException if there is no such notebook below `root`
  /// @throws SnapshotException if `name` is none for a file or taken, the folder is too large, or
  ///     the disk fails
  public Snapshot ofFolder(NotebookRoot root, String path, @Nullable String name, String id) {
    Path file = root.find(path);
    String target = name(name, file);
    return make(
        id,
        target,
        copy -> {
          copy.file(root, path, target);
          copy.folder(root, file, target);
        });
  }

  /// Keeps a notebook that was handed in.
  ///
  /// @param id names the snapshot; one that is there already is replaced
  /// @throws SnapshotException if `name` is none for a file, or the disk fails
  public Snapshot ofContent(byte[] notebook, String name, String id) {
    return make(id, checkedName(name), copy -> copy.content(notebook, name));
  }

  /// Copies files of a folder, under the names that they have in it. The same files make the same
  /// snapshot.
  ///
  /// @param folder absolute
  /// @param names paths below the folder, with `/`; no link may lead out of it
  /// @return its folder below the artifact root
  /// @throws SnapshotException if one is not there, is not in the folder, or can't be read
  public String ofFiles(Path folder, Collection<String> names) {
    Map<String, byte[]> contents = new TreeMap<>();
    try {
      Path real = folder.toRealPath();
      for (String name : names) {
        Path file = real.resolve(name).toRealPath();
        if (!file.startsWith(real)) {
          throw new SnapshotException(name + " leads out of " + folder);
        }
        contents.put(name, Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new SnapshotException("%s can't be read: %s".formatted(folder, e), e);
    }
    String id = "files-" + hash(contents);
    return Files.isDirectory(folder(FOLDER + "/" + id))
        ? FOLDER + "/" + id
        : make(id, "", copy -> fill(copy, contents)).folder();
  }

  private static void fill(FolderCopy copy, Map<String, byte[]> contents) throws IOException {
    for (Map.Entry<String, byte[]> one : contents.entrySet()) {
      copy.content(one.getValue(), one.getKey());
    }
  }

  private static String hash(Map<String, byte[]> contents) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      contents.forEach(
          (name, content) -> {
            digest.update(
                "%s\n%d\n".formatted(name, content.length).getBytes(StandardCharsets.UTF_8));
            digest.update(content);
          });
      return HexFormat.of().formatHex(digest.digest(), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Makes a snapshot without files, of what once had some.
  ///
  /// @param id names the snapshot; one that is there already is replaced
  /// @return its folder below the artifact root
  public String empty(String id) {
    return make(id, "", _ -> {}).folder();
  }

  /// Copies a snapshot, for one who will delete it by himself.
  ///
  /// @param snapshot its folder below the artifact root
  /// @param id names the copy
  /// @return the folder of the copy below the artifact root
  public String copy(String snapshot, String id) {
    copyTo(snapshot, folder(FOLDER + "/" + id));
    return FOLDER + "/" + id;
  }

  /// What is in a snapshot: paths below its folder, with `/`, sorted.
  public List<String> files(Snapshot snapshot) {
    Path folder = folder(snapshot.folder());
    List<String> files = new ArrayList<>();
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              files.add(FolderCopy.slashed(folder.relativize(file)));
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new SnapshotException("%s can't be read: %s".formatted(folder, e.getMessage()), e);
    }
    files.sort(null);
    return files;
  }

  /// Copies the files of a snapshot into `target`, a folder that is made.
  ///
  /// @param snapshot its folder below the artifact root
  public void copyTo(String snapshot, Path target) {
    Path folder = folder(snapshot);
    try {
      FolderCopy.ofOurs(folder, target);
    } catch (IOException e) {
      throw new SnapshotException(
          "the files of %s can't be copied to %s: %s".formatted(folder, target, e), e);
    }
  }

  /// Deletes a snapshot; one that is not there is no problem.
  ///
  /// @param snapshot its folder below the artifact root
  public void delete(String snapshot) {
    Path folder = folder(snapshot);
    try {
      Folders.delete(folder);
    } catch (UncheckedIOException e) {
      throw new SnapshotException(String.valueOf(e.getMessage()), e);
    }
  }

  /// The folder of a snapshot; a path that is none of ours is refused, whoever stored it.
  private Path folder(String snapshot) {
    String id = snapshot.startsWith(FOLDER + "/") ? snapshot.substring(FOLDER.length() + 1) : "";
    return artifactRoot.resolve(FOLDER).resolve(checked(id, snapshot));
  }

  private static String checked(String id, String given) {
    if (!ID.matcher(id).matches()) {
      throw new SnapshotException(
          "'%s' names no snapshot: give letters, digits, '-', '_' and '.'".formatted(given));
    }
    return id;
  }

  private static String name(@Nullable String wanted, Path file) {
    return checkedName(wanted == null ? file.getFileName().toString() : wanted);
  }

  private static String checkedName(String name) {
    try {
      boolean plain =
          !name.isBlank()
              && !name.equals(".")
              && !name.equals("..")
              && name.chars().noneMatch(c -> c == '/' || c == '\\' || Character.isISOControl(c))
              && name.getBytes(StandardCharsets.UTF_8).length <= LONGEST_NAME
              && Path.of(name).getNameCount() == 1;
      if (plain) {
        return name;
      }
    } catch (InvalidPathException e) {
      // not plain
    }
    throw new SnapshotException(
        "'%s' is no name for a notebook: give a file name of at most %d bytes, without folders"
            .formatted(name, LONGEST_NAME));
  }

  private interface Filling {
    void fill(FolderCopy copy) throws IOException;
  }

  private Snapshot make(String id, String notebook, Filling filling) {
    Path target = artifactRoot.resolve(FOLDER).resolve(checked(id, id));
    Path parent = artifactRoot.resolve(FOLDER);
    try {
      Files.createDirectories(parent);
      Path temporary = Files.createTempDirectory(parent, ".new-");
      try {
        filling.fill(new FolderCopy(temporary, artifactRoot, bounds));
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
          Folders.delete(target);
        }
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        FolderCopy.force(parent);
      } finally {
        Folders.delete(temporary);
      }
    } catch (IOException | UncheckedIOException e) {
      throw new SnapshotException(
          "the files can't be copied to %s: %s".formatted(target, e.getMessage()), e);
    }
    return new Snapshot(FOLDER + "/" + id, notebook);
  }
}
