package dev.nightjar.http.jupyter;

import dev.nightjar.http.HttpProblem;
import io.javalin.http.Context;
import java.util.regex.Pattern;

/// Ids in addresses.
final class Paths {
  private static final Pattern ID = Pattern.compile("\\w+(-\\w+)+");

  private Paths() {}

  static String id(Context request) {
    String id = request.pathParam("id");
    if (!ID.matcher(id).matches()) {
      throw HttpProblem.missing("Not Found");
    }
    return id;
  }
}
