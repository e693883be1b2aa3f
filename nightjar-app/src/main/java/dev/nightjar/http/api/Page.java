package dev.nightjar.http.api;

import dev.nightjar.json.Json;
import dev.nightjar.store.Sort;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Which page of a list is asked for. The cursor of the next one is opaque to whoever gets it:
/// newest first, it is the last id; in another order, a number of entries.
///
/// @param sort null for newest first
/// @param last the id after which it begins; null for the first page, and in another order
/// @param offset so many entries are before it, in another order
/// @param limit at most so many entries
record Page(
    @Nullable String order, @Nullable Sort sort, @Nullable String last, long offset, int limit) {
  private static final int USUAL = 50;
  private static final int MOST = 1_000;
  private static final Pattern CURSOR = Pattern.compile("(?:id:([0-9a-f-]{36})|(\\d{1,9}):(.+))");

  /// Reads `after`, `limit` and `sort`.
  ///
  /// @param sorts by the names that people use
  static Page of(Query query, Map<String, Sort.By> sorts) {
    String order = query.text("sort");
    Sort sort = order == null ? null : sort(query, order, sorts);
    int limit = (int) query.whole("limit", USUAL, 1, MOST);
    String cursor = query.text("after");
    if (cursor == null) {
      return new Page(order, sort, null, 0, limit);
    }
    Matcher parts = CURSOR.matcher(decoded(cursor));
    if (parts.matches() && parts.group(1) != null && order == null) {
      return new Page(null, null, parts.group(1), 0, limit);
    }
    if (parts.matches() && parts.group(2) != null && parts.group(3).equals(order)) {
      return new Page(order, sort, null, Long.parseLong(parts.group(2)), limit);
    }
    faultOfCursor(query);
    return new Page(order, sort, null, 0, limit);
  }

  /// Reads them for a list that has no order but those.
  ///
  /// @param orders by the names that people use
  /// @param usual where none is asked for
  static Page of(Query query, Set<String> orders, String usual) {
    String asked = query.text("sort");
    String order = asked == null ? usual : asked;
    if (!orders.contains(order.startsWith("-") ? order.substring(1) : order)) {
      faultOfSort(query, orders);
      order = usual;
    }
    int limit = (int) query.whole("limit", USUAL, 1, MOST);
    String cursor = query.text("after");
    Matcher parts = CURSOR.matcher(cursor == null ? "" : decoded(cursor));
    if (cursor == null) {
      return new Page(order, null, null, 0, limit);
    }
    if (parts.matches() && parts.group(2) != null && parts.group(3).equals(order)) {
      return new Page(order, null, null, Long.parseLong(parts.group(2)), limit);
    }
    faultOfCursor(query);
    return new Page(order, null, null, 0, limit);
  }

  /// By what it is ordered.
  <O> O by(Map<String, O> orders, O usual) {
    String name = order == null ? "" : order;
    return orders.getOrDefault(descending() ? name.substring(1) : name, usual);
  }

  boolean descending() {
    return order != null && order.startsWith("-");
  }

  private static void faultOfSort(Query query, Set<String> orders) {
    query.fault(
        "sort",
        "must be one of %s; with - before it, the other way round."
            .formatted(String.join(", ", orders.stream().sorted().toList())));
  }

  private static void faultOfCursor(Query query) {
    query.fault("after", "is no cursor of this list: take `next` of the page before as it is.");
  }

  private static @Nullable Sort sort(Query query, String text, Map<String, Sort.By> sorts) {
    boolean descending = text.startsWith("-");
    Sort.By by = sorts.get(descending ? text.substring(1) : text);
    if (by == null) {
      faultOfSort(query, sorts.keySet());
      return null;
    }
    return new Sort(by, descending);
  }

  private static String decoded(String cursor) {
    try {
      return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /// The page as JSON.
  ///
  /// @param found one entry more than the page has, if there is a next page
  <T> ObjectNode of(List<T> found, Function<T, String> id, Function<T, JsonNode> view) {
    List<T> shown = found.subList(0, Math.min(limit, found.size()));
    ObjectNode json = Json.object();
    ArrayNode items = json.putArray("items");
    shown.forEach(one -> items.add(view.apply(one)));
    json.put("next", found.size() > limit ? next(id.apply(shown.getLast())) : null);
    return json;
  }

  private String next(String id) {
    String text = order == null ? "id:" + id : "%d:%s".formatted(offset + limit, order);
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
