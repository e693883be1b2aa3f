package dev.nightjar.workflow;

/// A workflow that cannot be: the message names the workflow or task, the value, and the remedy.
public final class WorkflowException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public WorkflowException(String message) {
    super(message);
  }
}
