package dev.nightjar.workflow;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Python in a process of its own. What the function returns, or the code leaves as `return_value`,
/// is its value.
///
/// @param file the absolute path of a Python file; null for code that stands in the workflow file
/// @param code the name of the file's function; without a file, the code itself
/// @param environment variables by name beside those of the server, their values templates
/// @param folder where it runs, a template
/// @param decision what its value decides
public record PythonWork(
    @Nullable String file,
    String code,
    Map<String, String> environment,
    String folder,
    Decision decision)
    implements Work {
  public PythonWork {
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
  }

  /// The same at another place with other variables.
  public PythonWork with(Map<String, String> otherEnvironment, String otherFolder) {
    return new PythonWork(file, code, otherEnvironment, otherFolder, decision);
  }
}
