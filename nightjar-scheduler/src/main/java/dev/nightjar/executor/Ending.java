package dev.nightjar.executor;

import dev.nightjar.run.Artifact;
import dev.nightjar.run.Outcome;
import dev.nightjar.run.Report;
import java.util.List;

/// How an attempt ended, what it left, and what else it tells.
public record Ending(Outcome outcome, List<Artifact> artifacts, Report report) {
  public Ending {
    artifacts = List.copyOf(artifacts);
  }

  /// An end with nothing else to tell.
  public Ending(Outcome outcome, List<Artifact> artifacts) {
    this(outcome, artifacts, Report.NOTHING);
  }

  /// An end that left nothing.
  public static Ending of(Outcome outcome) {
    return new Ending(outcome, List.of());
  }
}
