package dev.nightjar.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbi.v3.core.statement.SqlStatement;

/// The WHERE of a list: conditions that all must hold, with what is bound in them.
final class Conditions {
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
      return and("name_key LIKE :namePattern", "namePattern", key + "%");
    }
    return and("name_key >= :nameFrom", "nameFrom", key)
        .and("name_key < :nameTo", "nameTo", key + "\uffff");
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

  /// A name as it is found: in lower case.
  static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
