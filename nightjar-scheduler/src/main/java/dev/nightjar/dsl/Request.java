package dev.nightjar.dsl;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A request that is being written, for [Task#http] and [Task#waitForAnswer]. Texts in it are
/// templates. Each method adds to it and gives it back. Not thread-safe.
public final class Request {
  private final Map<String, @Nullable Object> said = new LinkedHashMap<>();

  private Request(String url) {
    said.put("url", url);
  }

  /// A request: `GET`, or `POST` if it is given a body.
  ///
  /// @param url with a connection a path below its address
  public static Request to(String url) {
    return new Request(url);
  }

  /// Such as `PUT`.
  public Request method(String name) {
    return set("method", name);
  }

  /// One header of it.
  public Request header(String name, String value) {
    Nested.put(said, "headers", name, value);
    return this;
  }

  /// What it carries.
  ///
  /// @param value text; or a map or list, which is sent as JSON
  public Request body(Object value) {
    return set("body", value);
  }

  /// The statuses that are well; `2xx` if nothing is said.
  ///
  /// @param statuses such as `200`, or `2xx` for all that begin so
  public Request expect(String... statuses) {
    return set("expect", List.of(statuses));
  }

  /// The connection of the server that says where to, and what lets in there.
  public Request connection(String name) {
    return set("connection", name);
  }

  private Request set(String key, Object value) {
    said.put(key, value);
    return this;
  }

  Map<String, @Nullable Object> said() {
    return said;
  }
}
