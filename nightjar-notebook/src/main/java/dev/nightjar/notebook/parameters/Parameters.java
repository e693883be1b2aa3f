package dev.nightjar.notebook.parameters;

import dev.nightjar.json.Json;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Named values for a notebook, in the order in which their names first appeared. Immutable,
/// thread-safe.
public final class Parameters {
  private static final Parameters EMPTY = new Parameters(Map.of());

  private final Map<String, ParameterValue> values;

  private Parameters(Map<String, ParameterValue> values) {
    this.values = values;
  }

  /// No parameters.
  public static Parameters empty() {
    return EMPTY;
  }

  /// Parameters in the order in which the map iterates.
  public static Parameters of(Map<String, ParameterValue> values) {
    return values.isEmpty()
        ? EMPTY
        : new Parameters(Collections.unmodifiableMap(new LinkedHashMap<>(values)));
  }

  /// These and one more; a name that is known keeps its place and takes the new value.
  public Parameters with(String name, ParameterValue value) {
    Map<String, ParameterValue> merged = new LinkedHashMap<>(values);
    merged.put(name, value);
    return of(merged);
  }

  /// These and all of `others`, whose values win; names that are known keep their places.
  public Parameters with(Parameters others) {
    Map<String, ParameterValue> merged = new LinkedHashMap<>(values);
    merged.putAll(others.values);
    return of(merged);
  }

  /// Whether there are none.
  public boolean isEmpty() {
    return values.isEmpty();
  }

  /// The names in order.
  public Set<String> names() {
    return values.keySet();
  }

  /// The value of a name, or null if there is none.
  public @Nullable ParameterValue get(String name) {
    return values.get(name);
  }

  /// Calls `action` with each name and value in order.
  public void forEach(BiConsumer<String, ParameterValue> action) {
    values.forEach(action);
  }

  /// The JSON that a notebook's metadata holds for them; see [ParameterValue#toJson()].
  ///
  /// @throws dev.nightjar.notebook.NotebookException naming the first parameter that can't be saved
  public ObjectNode toJson() {
    ObjectNode object = Json.object();
    values.forEach(
        (name, value) ->
            object.set(name, ParameterJson.of(value, "Parameter '%s'".formatted(name))));
    return object;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Parameters that && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
