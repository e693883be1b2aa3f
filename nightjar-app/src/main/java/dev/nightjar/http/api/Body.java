package dev.nightjar.http.api;

import dev.nightjar.http.HttpProblem;
import dev.nightjar.json.Json;
import dev.nightjar.json.JsonException;
import io.javalin.http.Context;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The fields of a JSON object in a request. What is wrong with them is collected; a field that was
/// not asked for when [#check()] is called is wrong, too. For one thread.
final class Body {
  private final ObjectNode json;
  private final String path;
  private final List<HttpProblem.Field> faults;
  private final TreeSet<String> asked = new TreeSet<>();
  private final List<Body> below = new ArrayList<>();

  private Body(ObjectNode json, String path, List<HttpProblem.Field> faults) {
    this.json = json;
    this.path = path;
    this.faults = faults;
  }

  /// That of a request; an empty one counts as `{}`.
  ///
  /// @param most bytes
  static Body of(Context request, int most) {
    byte[] bytes = Bytes.of(request, most);
    JsonNode body;
    try {
      body = bytes.length == 0 ? Json.object() : Json.parse(bytes);
    } catch (JsonException e) {
      throw HttpProblem.bad("The body is not JSON: %s.".formatted(e.getMessage()));
    }
    if (body instanceof ObjectNode object) {
      return new Body(object, "", new ArrayList<>());
    }
    throw HttpProblem.bad("The body is not a JSON object: send one, such as {}.");
  }

  /// Notes that a field is wrong.
  void fault(String name, String detail) {
    faults.add(new HttpProblem.Field(path + name, detail));
  }

  /// Whether nothing was wrong so far.
  boolean isFine() {
    return faults.isEmpty();
  }

  /// Whether the field is there; it may be null.
  boolean has(String name) {
    asked.add(name);
    return json.has(name);
  }

  /// Whether the field is there and null.
  boolean isNull(String name) {
    return has(name) && json.path(name).isNull();
  }

  /// The value; null if it is none, or null.
  @Nullable JsonNode value(String name) {
    asked.add(name);
    JsonNode value = json.path(name);
    return value.isMissingNode() || value.isNull() ? null : value;
  }

  /// @param most characters
  @Nullable String text(String name, int most) {
    JsonNode value = value(name);
    if (value == null) {
      return null;
    }
    if (!value.isString()) {
      fault(name, "must be a string.");
      return null;
    }
    String fault = Texts.fault(value.stringValue(), most);
    if (fault != null) {
      fault(name, fault);
      return null;
    }
    return value.stringValue();
  }

  @Nullable Boolean flag(String name) {
    JsonNode value = value(name);
    if (value == null || value.isBoolean()) {
      return value == null ? null : (Boolean) value.booleanValue();
    }
    fault(name, "must be true or false.");
    return null;
  }

  @Nullable Long whole(String name, long least, long most) {
    JsonNode value = value(name);
    if (value == null) {
      return null;
    }
    if (value.isIntegralNumber() && value.canConvertToLong()) {
      long number = value.longValue();
      if (number >= least && number <= most) {
        return number;
      }
    }
    fault(name, "must be a whole number from %d to %d.".formatted(least, most));
    return null;
  }

  @Nullable Double number(String name, double least, double most) {
    JsonNode value = value(name);
    if (value == null) {
      return null;
    }
    if (value.isNumber() && value.doubleValue() >= least && value.doubleValue() <= most) {
      return value.doubleValue();
    }
    fault(name, "must be a number from %s to %s.".formatted(least, most));
    return null;
  }

  /// Seconds, `90s`, `15m`, `2h`, `1d` or `PT15M`.
  @Nullable Duration duration(String name) {
    JsonNode value = value(name);
    if (value == null) {
      return null;
    }
    Duration duration = Amounts.duration(value);
    if (duration == null) {
      fault(name, "is no time of at most 1000 days: write seconds, or 90s, 15m, 2h, 1d or PT15M.");
    }
    return duration;
  }

  /// Bytes, or `512M`, `2G`.
  @Nullable Long bytes(String name) {
    JsonNode value = value(name);
    if (value == null) {
      return null;
    }
    Long bytes = Amounts.bytes(value);
    if (bytes == null) {
      fault(name, "is no amount of memory: write bytes, or 512M or 2G.");
    }
    return bytes;
  }

  @Nullable Instant time(String name) {
    String text = text(name, 100);
    if (text == null) {
      return null;
    }
    Instant time = Amounts.time(text);
    if (time == null) {
      fault(name, "is no time: write it as 2026-12-01T06:00:00Z, in a year from 1970 to 9999.");
    }
    return time;
  }

  @Nullable ZoneId zone(String name) {
    String text = text(name, 100);
    try {
      return text == null ? null : ZoneId.of(text);
    } catch (DateTimeException e) {
      fault(name, "is no time zone: write a name of the tz database, such as Europe/Paris.");
      return null;
    }
  }

  /// One of an enum's words, in any case.
  <E extends Enum<E>> @Nullable E word(String name, E[] words) {
    String text = text(name, 100);
    if (text == null) {
      return null;
    }
    for (E word : words) {
      if (word.name().equalsIgnoreCase(text)) {
        return word;
      }
    }
    fault(
        name,
        "must be one of %s."
            .formatted(
                String.join(
                    ", ", Stream.of(words).map(w -> w.name().toLowerCase(Locale.ROOT)).toList())));
    return null;
  }

  /// @param most characters of each
  @Nullable List<String> texts(String name, int most) {
    JsonNode value = value(name);
    if (value == null) {
      return null;
    }
    if (!value.isArray() || value.size() > 100) {
      fault(name, "must be a list of at most 100 strings.");
      return null;
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode one : value) {
      String at = "%s[%d]".formatted(name, texts.size());
      String fault = one.isString() ? Texts.fault(one.stringValue(), most) : "must be a string.";
      if (fault != null) {
        fault(at, fault);
      }
      texts.add(one.asString(""));
    }
    return texts;
  }

  /// Names with values of any JSON type.
  @Nullable Map<String, Object> values(String name) {
    JsonNode value = value(name);
    return value == null ? null : Values.read(value, name, this);
  }

  /// All that is there, as names with values of any JSON type.
  @Nullable Map<String, Object> values() {
    asked.addAll(json.propertyNames());
    return Values.read(json, "body", this);
  }

  /// An object in the object.
  @Nullable Body object(String name) {
    JsonNode value = value(name);
    return value == null ? null : object(value, name);
  }

  /// A list of objects in the object.
  @Nullable List<Body> objects(String name) {
    JsonNode value = value(name);
    if (value == null) {
      return null;
    }
    if (!value.isArray() || value.size() > 100) {
      fault(name, "must be a list of at most 100 objects.");
      return null;
    }
    List<Body> objects = new ArrayList<>();
    int index = 0;
    for (JsonNode one : value) {
      Body object = object(one, "%s[%d]".formatted(name, index++));
      if (object != null) {
        objects.add(object);
      }
    }
    return objects;
  }

  private @Nullable Body object(JsonNode value, String name) {
    if (value instanceof ObjectNode object) {
      Body body = new Body(object, path + name + ".", faults);
      below.add(body);
      return body;
    }
    fault(name, "must be an object.");
    return null;
  }

  /// Says all that is wrong.
  ///
  /// @throws HttpProblem 422 if something is
  void check() {
    checkNames();
    if (!faults.isEmpty()) {
      throw HttpProblem.invalid(faults);
    }
  }

  private void checkNames() {
    for (String name : json.propertyNames()) {
      if (!asked.contains(name)) {
        String shown = name.length() > 50 ? name.substring(0, 50) + "…" : name;
        fault(shown, "is not known here (known: %s).".formatted(String.join(", ", asked)));
      }
    }
    below.forEach(Body::checkNames);
  }
}
