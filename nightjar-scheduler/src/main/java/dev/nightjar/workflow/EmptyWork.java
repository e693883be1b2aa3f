package dev.nightjar.workflow;

/// Nothing: the task joins or divides what comes before and after it.
public record EmptyWork() implements Work {
  @Override
  public boolean immediate() {
    return true;
  }
}
