package dev.nightjar.run;

/// A task within a run.
public record TaskRunKey(String run, String task) {
  @Override
  public String toString() {
    return run + "/" + task;
  }
}
