package dev.nightjar.reuse;

import dev.nightjar.executor.PreparationException;
import dev.nightjar.run.Fingerprint.Kind;
import dev.nightjar.run.Fingerprint.Part;
import dev.nightjar.scheduler.FilePattern;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The files that a task reads, by their bytes.
///
/// @param task its name
/// @param folder where relative paths start
record InputParts(String task, Path folder) {
  private static final int CHUNK = 1 << 16;

  /// @param inputs paths and glob patterns
  List<Part> of(List<String> inputs) {
    Set<Path> files = new LinkedHashSet<>();
    for (String input : inputs) {
      List<Path> found = find(input);
      if (found.isEmpty()) {
        throw new PreparationException(
            "tasks.%s.reuse.inputs: there is no file %s in %s: have it made before, or take it out"
                .formatted(task, input, folder));
      }
      files.addAll(found);
    }
    List<Part> parts = new ArrayList<>();
    files.forEach(file -> parts.add(new Part(Kind.INPUT, name(file), hash(file), null)));
    return parts;
  }

  private List<Path> find(String input) {
    try {
      String path = folder.resolve(input).normalize().toString();
      return FilePattern.files(path, input.contains("**"));
    } catch (InvalidPathException e) {
      return List.of();
    }
  }

  private String name(Path file) {
    return (file.startsWith(folder) ? folder.relativize(file) : file).toString();
  }

  private String hash(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] chunk = new byte[CHUNK];
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        digest.update(chunk, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new PreparationException(
          "tasks.%s.reuse.inputs: %s can't be read: %s".formatted(task, file, e.getMessage()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
