package dev.nightjar.http.api;

import dev.nightjar.http.HttpProblem;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The parameters of an address, behind its `?`. What is wrong with them is collected. For one
/// thread.
final class Query {
  private final Context request;
  private final List<HttpProblem.Field> faults = new ArrayList<>();
  private final TreeSet<String> asked = new TreeSet<>(Set.of("token"));

  Query(Context request) {
    this.request = request;
  }

  void fault(String name, String detail) {
    faults.add(new HttpProblem.Field(name, detail));
  }

  /// Null if it is none, or empty.
  @Nullable String text(String name) {
    asked.add(name);
    String text = request.queryParam(name);
    if (text == null || text.isEmpty()) {
      return null;
    }
    String fault = Texts.fault(text, 4_000);
    if (fault != null) {
      fault(name, fault);
      return null;
    }
    return text;
  }

  List<String> texts(String name) {
    asked.add(name);
    List<String> texts = request.queryParams(name);
    for (String text : texts) {
      String fault = Texts.fault(text, 250);
      if (fault != null) {
        fault(name, fault);
      }
    }
    if (texts.size() > 20) {
      fault(name, "is given %d times: at most 20.".formatted(texts.size()));
    }
    return texts;
  }

  boolean flag(String name) {
    String text = text(name);
    if (text != null && !text.equals("true") && !text.equals("false")) {
      fault(name, "must be true or false.");
    }
    return "true".equals(text);
  }

  /// Null if it is none.
  @Nullable Boolean flagOrNull(String name) {
    boolean flag = flag(name);
    return text(name) == null ? null : (Boolean) flag;
  }

  long whole(String name, long otherwise, long least, long most) {
    String text = text(name);
    if (text == null) {
      return otherwise;
    }
    try {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    fault(name, "must be a whole number from %d to %d.".formatted(least, most));
    return otherwise;
  }

  @Nullable Instant time(String name) {
    String text = text(name);
    if (text == null) {
      return null;
    }
    Instant time = Amounts.time(text);
    if (time == null) {
      fault(name, "is no time: write it as 2026-12-01T06:00:00Z, in a year from 1970 to 9999.");
    }
    return time;
  }

  <E extends Enum<E>> Set<E> words(String name, Class<E> type) {
    Set<E> found = EnumSet.noneOf(type);
    for (String text : texts(name)) {
      for (String word : text.split(",", -1)) {
        Stream.of(type.getEnumConstants())
            .filter(one -> one.name().equalsIgnoreCase(word.strip()))
            .findFirst()
            .ifPresentOrElse(
                found::add,
                () ->
                    fault(
                        name,
                        "must be one or more of %s."
                            .formatted(
                                String.join(
                                    ", ",
                                    Stream.of(type.getEnumConstants()).map(Enum::name).toList()))));
      }
    }
    return found;
  }

  /// @throws HttpProblem 400 if something is wrong
  void check() {
    for (String name : request.queryParamMap().keySet()) {
      if (!asked.contains(name)) {
        String shown = name.length() > 50 ? name.substring(0, 50) + "…" : name;
        fault(shown, "is not known here (known: %s).".formatted(String.join(", ", asked)));
      }
    }
    if (!faults.isEmpty()) {
      throw HttpProblem.badQuery(faults);
    }
  }
}
