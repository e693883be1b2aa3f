package dev.nightjar.cli;

import dev.nightjar.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The options of commands that list, and the pages that they get.
final class Pages {
  private static final int USUAL = 20;
  private static final int MOST = 1_000;

  private final Option<Integer> limit;
  private final Option<Boolean> all;
  private final Option<String> sort;
  private final Option<String> name;
  private final Option<String> tags;

  Pages(Options options, String sorts) {
    this(options, options, sorts);
  }

  /// Those of a list that is not searched by name and tag, or in its own way.
  static Pages plain(Options options, String sorts) {
    return new Pages(options, new Options(""), sorts);
  }

  private Pages(Options options, Options search, String sorts) {
    name = search.text("--name TEXT", "Those whose names start so.");
    tags = search.text("--tag TEXT", "Those that have this tag; may be repeated.");
    sort =
        options.text(
            "--sort FIELD",
            "In this order: %s; with - before it, the other way round.".formatted(sorts));
    limit = options.integer("--limit N", "At most so many (default: 20).");
    all = options.flag("--all", "All of them.");
  }

  /// The entries as one page; `next` tells whether there are more.
  ///
  /// @param more further parameters, each with its value
  ObjectNode get(Client client, String path, List<String> more) {
    StringBuilder query = new StringBuilder();
    more.forEach(one -> query.append('&').append(one));
    tags.values().forEach(tag -> query.append("&tag=").append(Client.encoded(tag)));
    add(query, "name", name.orNull());
    add(query, "sort", sort.orNull());
    long left = all.isGiven() ? Long.MAX_VALUE : Math.max(1, limit.or(USUAL));
    ObjectNode found = Json.object();
    var items = found.putArray("items");
    String after = null;
    do {
      String page =
          "?limit=%d%s%s"
              .formatted(Math.min(MOST, left), query, after == null ? "" : "&after=" + after);
      JsonNode answer = client.get(path + page);
      answer.path("items").forEach(items::add);
      left -= answer.path("items").size();
      after = answer.path("next").isString() ? answer.path("next").stringValue() : null;
    } while (after != null && left > 0);
    return found.put("next", after);
  }

  private static void add(StringBuilder query, String name, @Nullable String value) {
    if (value != null) {
      query.append('&').append(name).append('=').append(Client.encoded(value));
    }
  }

  /// Tells that there are more, if so.
  static void tellMore(JsonNode page, Connection connection) {
    if (page.path("next").isString()) {
      connection.err().println("There are more: --all shows them, --limit N the first.");
    }
  }
}
