package dev.nightjar.task;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where notebooks can be run: a kernel, or an environment of conda or venv that has one.
///
/// @param name by which it is asked for
/// @param label what people call it
/// @param description where it is
/// @param language of its kernel
/// @param formats in which outputs can be had
/// @param folder of the environment; null for a kernel of Jupyter's own places
public record RuntimeEnvironment(
    String name,
    String label,
    String description,
    String language,
    List<Format> formats,
    @Nullable Path folder) {
  /// What can be run in each.
  public static final List<String> FILE_EXTENSIONS = List.of("ipynb");

  /// A format of outputs.
  ///
  /// @param name as orders have it
  /// @param label what people call it
  public record Format(String name, String label) {}

  public RuntimeEnvironment {
    formats = List.copyOf(formats);
  }
}
