package dev.nightjar.workflow;

import java.time.Duration;

/// Files each of which starts a run.
///
/// @param files an absolute path or glob pattern, in which `**` stands for any folders
/// @param settle a file counts as whole when its size and time have not changed for so long
public record FileTrigger(String files, Duration settle) {
  /// How long a file must not change where nothing is said.
  public static final Duration USUAL = Duration.ofSeconds(2);

  /// The parameter of the run that is the path of its file.
  public static final String PARAMETER = "file";

  public FileTrigger {
    if (!settle.isPositive()) {
      throw new WorkflowException(
          "settling for %s makes no sense: give a time above 0".formatted(settle));
    }
  }
}
