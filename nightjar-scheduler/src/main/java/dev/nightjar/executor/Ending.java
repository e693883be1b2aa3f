package dev.nightjar.executor;

import dev.nightjar.run.Artifact;
import dev.nightjar.run.Outcome;
import java.util.List;

/// How an attempt ended, and what it left.
public record Ending(Outcome outcome, List<Artifact> artifacts) {
  public Ending {
    artifacts = List.copyOf(artifacts);
  }

  /// An end that left nothing.
  public static Ending of(Outcome outcome) {
    return new Ending(outcome, List.of());
  }
}
