package dev.nightjar.workflow;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A request to another program, and what it is to answer.
///
/// @param method such as `GET`
/// @param url where to, a template; below the address of the connection if there is one
/// @param headers by name, their values templates
/// @param body text, or what is sent as JSON; texts in it are templates. Null for none
/// @param expect statuses that are well: `200`, or `2xx` for all that begin so
/// @param connection the name of the connection that says where to, and what lets in there; null
///     for none
public record HttpRequest(
    String method,
    String url,
    Map<String, String> headers,
    @Nullable Object body,
    List<String> expect,
    @Nullable String connection) {
  /// What is expected where nothing is said.
  public static final List<String> WELL = List.of("2xx");

  private static final Pattern STATUS = Pattern.compile("[1-5](xx|\\d\\d)");

  public HttpRequest {
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    expect = List.copyOf(expect);
    for (String status : expect) {
      if (!STATUS.matcher(status).matches()) {
        throw new WorkflowException(
            "must be a status such as 200, or 2xx, not '%s'".formatted(status));
      }
    }
  }

  /// Without what may be secret.
  @Override
  public String toString() {
    return method + " " + url;
  }

  /// Whether that status is one of those.
  public boolean expects(int status) {
    return expect.contains(Integer.toString(status)) || expect.contains(status / 100 + "xx");
  }
}
