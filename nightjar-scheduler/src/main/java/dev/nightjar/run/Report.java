package dev.nightjar.run;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an attempt tells beside how it ended.
///
/// @param values what it left for others, in the order it left them
/// @param rendered its templates' results, a JSON object; null if it tells none
/// @param skips tasks of its run that it leaves out, whatever their trigger rules say
public record Report(List<Value> values, @Nullable String rendered, List<String> skips) {
  /// Nothing to tell.
  public static final Report NOTHING = new Report(List.of(), null, List.of());

  public Report {
    values = List.copyOf(values);
    skips = List.copyOf(skips);
  }

  /// A value that a task leaves: what Airflow calls an XCom.
  ///
  /// @param key its name; that of what a task returns is [#RETURNED]
  /// @param json the value as JSON
  /// @param pickled as Python's pickle in Base64, for what is no JSON; null for nothing
  public record Value(String key, String json, @Nullable String pickled) {
    /// The key of what a task returns, or of the last line that a command prints.
    public static final String RETURNED = "return_value";
  }
}
