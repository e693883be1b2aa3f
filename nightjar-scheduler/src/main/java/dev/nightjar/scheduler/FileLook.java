package dev.nightjar.scheduler;

import dev.nightjar.files.FolderWatch;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What a look for files by a pattern found.
///
/// @param found files and folders that the pattern names
/// @param folders where others may appear, or these may change; they are watched from before they
///     were looked into
/// @param told whether the system will tell of that
record FileLook(List<Path> found, Set<Path> folders, boolean told) {
  static FileLook of(FolderWatch watch, String pattern, boolean recursive) {
    Set<Path> folders = new HashSet<>();
    Set<Path> silent = new HashSet<>();
    List<Path> found =
        FilePattern.found(
            pattern,
            recursive,
            folder -> {
              folders.add(folder);
              if (!watch.watch(folder)) {
                silent.add(folder);
              }
            });
    return new FileLook(found, folders, !folders.isEmpty() && silent.isEmpty());
  }
}
