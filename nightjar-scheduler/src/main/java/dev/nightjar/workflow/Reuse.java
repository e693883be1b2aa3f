package dev.nightjar.workflow;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// That a task need not do work again that was done for the same inputs before.
///
/// @param inputs paths of files that it reads, or glob patterns; templates
/// @param folder where relative ones start
/// @param interpreter whether its work is another when the kernel's interpreter or packages are
/// @param variables names of environment variables that its work depends on
/// @param ttl work from longer ago is done again; null for never
public record Reuse(
    List<String> inputs,
    String folder,
    boolean interpreter,
    List<String> variables,
    @Nullable Duration ttl) {
  public Reuse {
    inputs = List.copyOf(inputs);
    variables = List.copyOf(variables);
    if (ttl != null && !ttl.isPositive()) {
      throw new WorkflowException("ttl: %s makes no sense: give a time above 0".formatted(ttl));
    }
  }

  /// The same with other inputs.
  public Reuse with(List<String> others) {
    return new Reuse(others, folder, interpreter, variables, ttl);
  }
}
