package dev.nightjar.workflow;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Runs SQL statements in one transaction; the rows of the last one are its value.
///
/// @param connection the name of the connection that says to which database
/// @param query the statements, with `:name` where a parameter is; null if they stand in a file
/// @param file the absolute path of a file with them; null if they stand here
/// @param parameters bound, never put into the text; templates in their texts
public record SqlWork(
    String connection,
    @Nullable String query,
    @Nullable String file,
    Map<String, Object> parameters)
    implements Work {
  public SqlWork {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    if ((query == null) == (file == null)) {
      throw new WorkflowException("SQL must be a query or a file: give one of them");
    }
  }

  /// The same with other parameters.
  public SqlWork with(Map<String, Object> others) {
    return new SqlWork(connection, query, file, others);
  }
}
