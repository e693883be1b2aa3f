package dev.nightjar.task;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import tools.jackson.databind.node.ArrayNode;

/// The list of what an attempt leaves.
final class Artifacts {
  private Artifacts() {}

  /// Adds a file, unless it is not there, or no regular file.
  static void add(ArrayNode list, AttemptFiles files, String kind, String format, Path file) {
    try {
      var attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (attributes.isRegularFile()) {
        list.addObject()
            .put("kind", kind)
            .put("format", format)
            .put("path", files.relative(file))
            .put("size", attributes.size());
      }
    } catch (IOException e) {
      // it is not there
    }
  }

  /// The format that a file's name tells.
  static String format(Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(dot + 1) : "";
  }
}
