package dev.nightjar.workflow;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A command for `bash`. The last line it prints is its value.
///
/// @param command the text for `bash -c`, a template
/// @param environment variables by name, their values templates
/// @param wholeEnvironment whether it has the server's variables as well
/// @param folder where it runs, a template; null for a temporary folder of its own
/// @param skipCodes exit codes by which it says that it skipped itself
public record ShellWork(
    String command,
    Map<String, String> environment,
    boolean wholeEnvironment,
    @Nullable String folder,
    List<Integer> skipCodes)
    implements Work {
  public ShellWork {
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    skipCodes = List.copyOf(skipCodes);
  }

  /// A command with the server's variables, in a folder of its own; by the exit code 99 it skips
  /// itself, as in Airflow.
  public static ShellWork of(String command) {
    return new ShellWork(command, Map.of(), true, null, List.of(99));
  }
}
