package dev.nightjar.workflowfile;

import java.util.List;

/// What came of reading a workflow file.
public sealed interface WorkflowReading {
  /// It is fine.
  record Read(WorkflowFile file) implements WorkflowReading {}

  /// It is not.
  ///
  /// @param problems all of them, in the order of their places
  record Broken(List<FileProblem> problems) implements WorkflowReading {
    public Broken {
      problems = List.copyOf(problems);
    }
  }
}
