package dev.nightjar.http.api;

import dev.nightjar.http.HttpProblem;
import io.javalin.http.Context;
import java.util.regex.Pattern;

/// Ids in addresses.
final class Ids {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private Ids() {}

  static String job(Context request) {
    String id = request.pathParam("id");
    if (!FORM.matcher(id).matches()) {
      throw noJob(id);
    }
    return id;
  }

  static String definition(Context request) {
    String id = request.pathParam("id");
    if (!FORM.matcher(id).matches()) {
      throw noDefinition(id);
    }
    return id;
  }

  static String run(Context request) {
    return run(request, "id");
  }

  /// @param parameter what the address calls it
  static String run(Context request, String parameter) {
    String id = request.pathParam(parameter);
    if (!FORM.matcher(id).matches()) {
      throw noRun(id);
    }
    return id;
  }

  static HttpProblem noRun(String id) {
    return HttpProblem.missing("There is no run %s.".formatted(shown(id)));
  }

  static HttpProblem noJob(String id) {
    return HttpProblem.missing("There is no job %s.".formatted(shown(id)));
  }

  static HttpProblem noDefinition(String id) {
    return HttpProblem.missing("There is no definition %s.".formatted(shown(id)));
  }

  private static String shown(String id) {
    return id.length() > 50 ? id.substring(0, 50) + "…" : id;
  }
}
