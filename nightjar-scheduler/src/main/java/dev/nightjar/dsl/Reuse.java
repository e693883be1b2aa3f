package dev.nightjar.dsl;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What work depends on besides code and parameters, and for how long it is reused; being written,
/// for [Task#reuse(Reuse)]. Each method adds to it and gives it back. Not thread-safe.
public final class Reuse {
  private final Map<String, @Nullable Object> said = new LinkedHashMap<>();

  /// Work that depends on nothing else, and is reused for ever.
  public Reuse() {}

  /// Files that it reads.
  ///
  /// @param files paths or glob patterns from the folder of the file; templates
  public Reuse inputs(String... files) {
    return set("inputs", List.of(files));
  }

  /// Environment variables that it depends on.
  public Reuse env(String... names) {
    return set("env", List.of(names));
  }

  /// It depends on the kernel's interpreter and packages.
  public Reuse interpreter() {
    return set("env", true);
  }

  /// Work from longer ago is done again.
  public Reuse ttl(Duration time) {
    return set("ttl", Nested.text(time));
  }

  private Reuse set(String key, Object value) {
    said.put(key, value);
    return this;
  }

  Map<String, @Nullable Object> said() {
    return said;
  }
}
