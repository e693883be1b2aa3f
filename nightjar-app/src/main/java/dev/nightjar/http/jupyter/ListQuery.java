package dev.nightjar.http.jupyter;

import dev.nightjar.http.HttpProblem;
import dev.nightjar.store.Sort;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which page of a list is asked for, and in which order.
///
/// @param sort never empty
/// @param limit at most so many
/// @param offset so many before
record ListQuery(List<Sort> sort, int limit, long offset) {
  private static final int MOST = 1_000;
  private static final Pattern SORT = Pattern.compile("(?:(asc|desc)\\((\\w+)\\)|(\\w+))");

  private static final Map<String, Sort.By> COMMON =
      Map.ofEntries(
          Map.entry("name", Sort.By.NAME),
          Map.entry("input_filename", Sort.By.NOTEBOOK),
          Map.entry("runtime_environment_name", Sort.By.ENVIRONMENT),
          Map.entry("compute_type", Sort.By.COMPUTE_TYPE),
          Map.entry("create_time", Sort.By.CREATED),
          Map.entry("update_time", Sort.By.UPDATED));
  private static final Map<String, Sort.By> JOBS =
      Map.of(
          "job_id", Sort.By.ID,
          "status", Sort.By.STATE,
          "start_time", Sort.By.STARTED,
          "end_time", Sort.By.ENDED,
          "job_definition_id", Sort.By.WORKFLOW);
  private static final Map<String, Sort.By> DEFINITIONS =
      Map.of("job_definition_id", Sort.By.ID, "active", Sort.By.PAUSED);

  static ListQuery ofJobs(Context request) {
    return of(request, JOBS);
  }

  static ListQuery ofDefinitions(Context request) {
    return of(request, DEFINITIONS);
  }

  private static ListQuery of(Context request, Map<String, Sort.By> more) {
    List<Sort> sort = new ArrayList<>();
    for (String text : request.queryParams("sort_by")) {
      sort.add(sort(text, more));
    }
    long limit = number(request, "max_items", MOST);
    return new ListQuery(
        sort.isEmpty() ? List.of(Sort.NEWEST) : sort,
        limit < 0 ? Integer.MAX_VALUE : (int) Math.min(limit, Integer.MAX_VALUE),
        Math.max(0, number(request, "next_token", 0)));
  }

  private static Sort sort(String text, Map<String, Sort.By> more) {
    Matcher parts = SORT.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (parts.matches()) {
      String field = parts.group(2) == null ? parts.group(3) : parts.group(2);
      Sort.By by = COMMON.containsKey(field) ? COMMON.get(field) : more.get(field);
      if (by != null) {
        // What is not active is paused.
        return new Sort(by, "desc".equals(parts.group(1)) != (by == Sort.By.PAUSED));
      }
    }
    throw HttpProblem.bad(
        "sort_by=%s: sort by asc(FIELD) or desc(FIELD), where FIELD is one of %s"
            .formatted(text, String.join(", ", known(more))));
  }

  private static List<String> known(Map<String, Sort.By> more) {
    List<String> names = new ArrayList<>(COMMON.keySet());
    names.addAll(more.keySet());
    names.sort(null);
    return names;
  }

  private static long number(Context request, String name, long otherwise) {
    String text = request.queryParam(name);
    if (text == null || text.isEmpty()) {
      return otherwise;
    }
    try {
      return Long.parseLong(text.strip());
    } catch (NumberFormatException e) {
      throw HttpProblem.bad("%s=%s is not a whole number".formatted(name, text));
    }
  }

  /// A time of the query in milliseconds; null where none is given.
  static @Nullable Instant time(Context request, String name) {
    long millis = number(request, name, 0);
    return millis == 0 ? null : Instant.ofEpochMilli(millis);
  }

  /// The token of the page after one of `size` entries; null if there is none.
  @Nullable String next(int size, long total) {
    long end = offset + size;
    return end < total ? Long.toString(end) : null;
  }
}
