package dev.nightjar.reuse;

import dev.nightjar.config.SecretNames;
import dev.nightjar.run.Fingerprint.Kind;
import dev.nightjar.run.Fingerprint.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Parameters as parts of a fingerprint: typed, so that `1` and `"1"` are not the same, and
/// whatever their order.
final class ParameterParts {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private static final int LONGEST_SHOWN = 60;

  /// The server's variables are kept encrypted.
  private static final Pattern FROM_VARIABLES = Pattern.compile("\\{[{%].*\\b(variables|var)\\b");

  private ParameterParts() {}

  /// @param written them as the file has them, with templates; null for those of the run
  static List<Part> of(Map<String, Object> parameters, @Nullable Map<String, Object> written) {
    List<Part> parts = new ArrayList<>();
    parameters.forEach(
        (name, value) -> {
          String json = JSON.writeValueAsString(value);
          Object template = written == null ? null : written.get(name);
          boolean shown =
              json.length() <= LONGEST_SHOWN
                  && !SecretNames.matches(name)
                  && !FROM_VARIABLES.matcher(String.valueOf(template)).find();
          parts.add(
              shown ? Part.shown(Kind.PARAMETER, name, json) : Part.of(Kind.PARAMETER, name, json));
        });
    return parts;
  }
}
