package dev.nightjar.workflowfile;

import dev.nightjar.yaml.YamlValue.Place;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/// Reads workflow files from disk.
public final class WorkflowFiles {
  private WorkflowFiles() {}

  /// What is in a file; that it can't be read is one of its problems.
  ///
  /// @param name how messages and the workflow's source call it
  public static WorkflowReading read(Path file, String name) {
    Path absolute = file.toAbsolutePath().normalize();
    if (Files.isDirectory(absolute)) {
      return broken(name, "this is a folder: name the files in it");
    }
    if (name.endsWith(".java") && Files.exists(absolute)) {
      return JavaWorkflow.read(absolute, name, folder(absolute));
    }
    byte[] content;
    try (InputStream in = Files.newInputStream(absolute)) {
      content = in.readNBytes(YamlWorkflow.LARGEST + 1);
    } catch (NoSuchFileException e) {
      return broken(name, "there is no such file");
    } catch (IOException e) {
      return broken(name, "the file can't be read: " + e);
    }
    return YamlWorkflow.read(content, name, folder(absolute));
  }

  /// Whether a file is about workflows: a Java file that does not name the package with which they
  /// are written is not, and may lie beside those that do.
  public static boolean isMeant(Path file) {
    return !file.toString().endsWith(".java") || JavaWorkflow.isMeant(file);
  }

  private static Path folder(Path file) {
    Path parent = file.getParent();
    return parent == null ? file : parent;
  }

  private static WorkflowReading broken(String name, String problem) {
    return new WorkflowReading.Broken(List.of(new FileProblem(name, Place.START, problem)));
  }
}
