package dev.nightjar.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;

/// The WHERE of a list: conditions that all must hold, with what is bound in them.
final class Conditions {
  /// The last character there is: what starts with a text lies between it, and it with this.
  static final String LAST = Character.toString(Character.MAX_CODE_POINT);

  private static final int LONGEST_KEY = 250;

  private final List<String> conditions = new ArrayList<>();
  private final Map<String, Object> values = new LinkedHashMap<>();

  /// Adds a condition with one named value.
  Conditions and(String condition, String name, Object value) {
    conditions.add(condition);
    values.put(name, value);
    return this;
  }

  /// Names that start so, in any case. Without wildcards it is a range, which an index answers.
  Conditions nameStarts(String prefix) {
    String key = key(prefix);
    if (key.indexOf('%') >= 0 || key.indexOf('_') >= 0) {
      return and(
          "name_key LIKE :namePattern ESCAPE '!'", "namePattern", key.replace("!", "!!") + "%");
    }
    return and("name_key >= :nameFrom", "nameFrom", key)
        .and("name_key < :nameTo", "nameTo", key + LAST);
  }

  String where() {
    return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
  }

  <S extends SqlStatement<S>> S bind(S statement) {
    values.forEach(
        (name, value) -> {
          if (value instanceof List<?> list) {
            statement.bindList(name, list);
          } else {
            statement.bind(name, value);
          }
        });
    return statement;
  }

  /// One page of what they let through.
  ///
  /// @param select whose WHERE they are
  /// @param columns it is sorted by the first; what that leaves open is settled by those behind it
  /// @param descending whether by each of them the other way round
  Query page(
      Transaction transaction,
      String select,
      List<String> columns,
      boolean descending,
      int limit,
      long offset) {
    String way = descending ? " DESC" : " ASC";
    return bind(transaction
            .handle()
            .createQuery(
                "%s%s ORDER BY %s%s LIMIT :limit OFFSET :offset"
                    .formatted(select, where(), String.join(way + ", ", columns), way)))
        .bind("limit", limit)
        .bind("offset", offset);
  }

  /// Adds a condition without values.
  Conditions and(String condition) {
    conditions.add(condition);
    return this;
  }

  /// A name as it is found: in lower case, which may be longer than it was.
  static String key(String name) {
    String key = name.toLowerCase(Locale.ROOT);
    return key.length() <= LONGEST_KEY
        ? key
        : key.substring(
            0,
            key.offsetByCodePoints(0, Math.min(LONGEST_KEY, key.codePointCount(0, key.length()))));
  }
}
