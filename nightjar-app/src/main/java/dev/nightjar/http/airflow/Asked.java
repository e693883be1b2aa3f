package dev.nightjar.http.airflow;

import dev.nightjar.http.AirflowProblem;
import dev.nightjar.workflow.Grid;
import io.javalin.http.Context;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The parameters behind an address's `?`.
final class Asked {
  private static final int MOST = 100;

  private final Context request;

  Asked(Context request) {
    this.request = request;
  }

  /// Null if it is none.
  @Nullable String text(String name) {
    String text = request.queryParam(name);
    if (text != null && text.length() > 4_000) {
      throw AirflowProblem.bad("Query parameter '%s' is too long".formatted(name));
    }
    return text;
  }

  /// Given as often as one likes, or with commas.
  List<String> texts(String name) {
    return request.queryParams(name).stream()
        .flatMap(text -> Arrays.stream(text.split(",")))
        .filter(text -> !text.isEmpty())
        .limit(1_000)
        .toList();
  }

  @Nullable Boolean flag(String name) {
    String text = text(name);
    if (text == null) {
      return null;
    }
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default -> throw wrong("boolean", name);
    };
  }

  @Nullable Double number(String name) {
    String text = text(name);
    try {
      return text == null ? null : (Double) Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw wrong("number", name);
    }
  }

  private int whole(String name, int otherwise) {
    String text = text(name);
    if (text == null) {
      return otherwise;
    }
    if (!text.strip().matches("[+-]?\\d{1,9}")) {
      throw wrong("integer", name);
    }
    return Integer.parseInt(text.strip());
  }

  private static AirflowProblem wrong(String type, String name) {
    return AirflowProblem.bad(
        "Wrong type, expected '%s' for query parameter '%s'".formatted(type, name));
  }

  /// The task of the address; of a mapped one the point that `map_index` says.
  String task() {
    String task = request.pathParam("task_id");
    int index = whole("map_index", -1);
    return index < 0 ? task : Grid.point(task, index);
  }

  @Nullable Instant time(String name) {
    String text = text(name);
    if (text == null) {
      return null;
    }
    OffsetDateTime time = Moments.parse(text);
    if (time == null) {
      throw new AirflowProblem(
          400,
          "Incorrect datetime argument",
          "Could not parse '%s' as a time"
              .formatted(text.substring(0, Math.min(50, text.length()))));
    }
    return time.toInstant();
  }

  int limit() {
    int limit = whole("limit", MOST);
    if (limit < 0) {
      throw AirflowProblem.bad("Page limit must be greater than 0");
    }
    return limit == 0 ? MOST : Math.min(limit, MOST);
  }

  int offset() {
    int offset = whole("offset", 0);
    if (offset < 0) {
      throw AirflowProblem.bad("Page offset must not be negative");
    }
    return offset;
  }

  /// By what a list is sorted.
  record Order<T>(T by, boolean descending) {}

  /// By what a list is to be sorted.
  ///
  /// @param orders by Airflow's names
  <T> Order<T> order(Map<String, T> orders, T otherwise) {
    return order(text("order_by"), orders, otherwise);
  }

  static <T> Order<T> order(@Nullable String text, Map<String, T> orders, T otherwise) {
    if (text == null || text.isEmpty()) {
      return new Order<>(otherwise, false);
    }
    boolean descending = text.startsWith("-");
    String name = descending ? text.substring(1) : text;
    T by = orders.get(name);
    if (by == null) {
      throw AirflowProblem.bad(
          "Ordering with '%s' is disallowed or the attribute does not exist on the model"
              .formatted(name.substring(0, Math.min(100, name.length()))));
    }
    return new Order<>(by, descending);
  }

  /// The page of a list that is small enough to be read as a whole.
  ///
  /// @param items all of them, each with a field for every name
  /// @param names by which it may be sorted, the usual one first
  ObjectNode page(ObjectNode answer, String name, List<ObjectNode> items, List<String> names) {
    Map<String, String> orders = new HashMap<>();
    names.forEach(one -> orders.put(one, one));
    orders.put("id", names.getFirst());
    Order<String> order = order(orders, names.getFirst());
    Comparator<ObjectNode> sorter =
        Comparator.comparing(item -> item.path(order.by()).asString(""));
    ArrayNode page = answer.putArray(name);
    items.stream()
        .sorted(order.descending() ? sorter.reversed() : sorter)
        .skip(offset())
        .limit(limit())
        .forEach(page::add);
    return answer.put("total_entries", items.size());
  }

  /// The item with only those fields that are asked for by `fields`.
  JsonNode fields(ObjectNode item) {
    List<String> wanted = texts("fields");
    return wanted.isEmpty() ? item : item.retain(wanted);
  }
}
