package dev.nightjar.http.jupyter;

import dev.nightjar.files.Snapshot;
import dev.nightjar.http.Services;
import dev.nightjar.run.Artifact;
import dev.nightjar.run.Run;
import dev.nightjar.store.AttemptStore;
import dev.nightjar.workflow.NotebookWork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Copies of what jobs left, in the folder `jobs` of the notebooks' root, where JupyterLab's file
/// browser shows them.
final class Downloads {
  private static final String FOLDER = "jobs";

  private final Services services;

  Downloads(Services services) {
    this.services = services;
  }

  /// The folder of a job's files, below the root.
  String folder(Run run, NotebookWork work) {
    String name = work.notebook();
    int dot = name.lastIndexOf('.');
    return "%s/%s-%s".formatted(FOLDER, dot > 0 ? name.substring(0, dot) : name, run.id());
  }

  /// The path of a job's file below the root; null if it is not there.
  @Nullable String find(Run run, NotebookWork work, String name) {
    String path = folder(run, work) + "/" + name;
    return Files.exists(services.root().path().resolve(path)) ? path : null;
  }

  /// The folder of a job's files; null if it is not there.
  @Nullable String findFolder(Run run, NotebookWork work) {
    String path = folder(run, work);
    return Files.isDirectory(services.root().path().resolve(path)) ? path : null;
  }

  /// What an artifact is called where it was made.
  static String name(Artifact artifact) {
    return artifact.path().substring(artifact.path().indexOf('/') + 1);
  }

  /// Copies what a job left.
  ///
  /// @param again also what is there already
  void copy(Run run, List<AttemptStore.Left> left, boolean again) {
    NotebookWork work = run.workflow().onlyNotebook();
    Path root = services.root().path();
    try {
      Path folder = safeFolder(root, folder(run, work));
      for (AttemptStore.Left one : left) {
        Artifact artifact = one.artifact();
        boolean wanted =
            artifact.kind() == Artifact.Kind.OUTPUT
                || artifact.kind() == Artifact.Kind.FILE && work.packageFolder();
        if (wanted) {
          copy(services.artifacts().resolve(one.location()), folder, name(artifact), again);
        }
      }
      Path snapshot = services.artifacts().resolve(run.snapshot());
      copy(snapshot.resolve(work.notebook()), folder, work.notebook(), again);
      if (work.packageFolder()) {
        for (String file : services.snapshots().files(new Snapshot(run.snapshot(), ""))) {
          copy(snapshot.resolve(file), folder, file, false);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("job %s: its files can't be copied".formatted(run.id()), e);
    }
  }

  /// The folder, made if need be; whoever put links in its place does not lead us out of the root.
  private static Path safeFolder(Path root, String below) throws IOException {
    Path folder = root.resolve(below);
    Files.createDirectories(folder);
    if (!folder.toRealPath().startsWith(root.toRealPath())) {
      throw new IOException(below + " leads out of the folder of the notebooks");
    }
    return folder;
  }

  private static void copy(Path from, Path folder, String name, boolean again) throws IOException {
    Path to = folder.resolve(name);
    if (!Files.isRegularFile(from, LinkOption.NOFOLLOW_LINKS)
        || !again && Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Path parent = to.getParent();
    if (parent != null && !parent.equals(folder)) {
      safeFolder(folder, folder.relativize(parent).toString());
    }
    Path temporary = Files.createTempFile(folder, ".download-", "");
    try {
      Files.copy(from, temporary, StandardCopyOption.REPLACE_EXISTING);
      Files.move(temporary, to, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
