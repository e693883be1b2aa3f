package dev.nightjar.workflowfile;

import dev.nightjar.yaml.YamlValue.Place;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/// The reading of one file: what its parts share. Not thread-safe.
///
/// @param folder the absolute folder of the file
/// @param zone whose clocks times of day are about
/// @param problems what is wrong so far
/// @param places where things are said, by their path
record FileReading(Path folder, ZoneId zone, Problems problems, Map<String, Place> places) {
  FileReading(String file, Path folder) {
    this(folder, ZoneOffset.UTC, new Problems(file), new HashMap<>());
  }

  /// The same, but by other clocks.
  FileReading in(ZoneId other) {
    return new FileReading(folder, other, problems, places);
  }

  /// A path of this machine: relative ones start at the file's folder. What begins with a template
  /// stays as it is.
  String absolute(String path) {
    if (path.startsWith("{")) {
      return path;
    }
    try {
      return path.startsWith("/") ? path : folder.resolve(path).normalize().toString();
    } catch (InvalidPathException e) {
      return path;
    }
  }
}
