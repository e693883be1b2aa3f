package dev.nightjar.app;

import dev.nightjar.run.Artifact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The outputs of a job of jupyter-scheduler, which are beside its notebook in its folder of the
/// staging area: `<notebook>-2026-11-21-12-46-11-PM.html`, by the clocks of the machine it ran on.
final class OldOutputs {
  /// The same on all clocks but those of a few places.
  private static final DateTimeFormatter MINUTE_AND_SECOND =
      DateTimeFormatter.ofPattern("mm-ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private OldOutputs() {}

  /// Copies the outputs into the folder of an attempt.
  ///
  /// @param folder of the job in the staging area
  /// @param attempt made when there is an output
  static List<Artifact> copy(Path folder, OldRow job, Path attempt) throws IOException {
    List<Artifact> artifacts = new ArrayList<>();
    for (String format : job.formats()) {
      for (Path output : find(folder, job.notebook(), format, job.created())) {
        String path = "outputs/" + output.getFileName();
        Path target = attempt.resolve(path);
        Files.createDirectories(attempt.resolve("outputs"));
        Files.copy(output, target, LinkOption.NOFOLLOW_LINKS);
        artifacts.add(new Artifact(Artifact.Kind.OUTPUT, format, path, Files.size(target)));
      }
    }
    return artifacts;
  }

  /// The output of that format; empty if there is none.
  private static List<Path> find(Path folder, String notebook, String format, Instant created)
      throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    int dot = notebook.lastIndexOf('.');
    String stem = dot > 0 ? notebook.substring(0, dot) : notebook;
    Pattern name =
        Pattern.compile(
            "%s-\\d{4}(-\\d\\d){5}-(AM|PM)\\.%s"
                .formatted(Pattern.quote(stem), Pattern.quote(format)));
    String stamp = MINUTE_AND_SECOND.format(created);
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> name.matcher(file.getFileName().toString()).matches())
          .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .sorted(
              Comparator.comparing(
                      (Path file) -> !file.getFileName().toString().contains("-" + stamp + "-"))
                  .thenComparing(Path::getFileName))
          .limit(1)
          .toList();
    }
  }
}
