package dev.nightjar.call;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Rows of a query as a value.
///
/// @param rows by the names of their columns
/// @param whole whether these are all
record SqlRows(List<Map<String, @Nullable Object>> rows, boolean whole) {
  /// A value of more rows is not for other tasks.
  static final int MOST = 1_000;

  static SqlRows of(ResultSet result) throws SQLException {
    ResultSetMetaData columns = result.getMetaData();
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    while (result.next()) {
      if (rows.size() == MOST) {
        return new SqlRows(rows, false);
      }
      Map<String, @Nullable Object> row = new LinkedHashMap<>();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        row.put(columns.getColumnLabel(i), plain(result.getObject(i)));
      }
      rows.add(row);
    }
    return new SqlRows(rows, true);
  }

  /// What JSON has, or text.
  private static @Nullable Object plain(@Nullable Object value) throws SQLException {
    return switch (value) {
      case null -> null;
      case Boolean flag -> flag;
      case Double number when !Double.isFinite(number) -> number.toString();
      case Float number when !Float.isFinite(number) -> number.toString();
      case Integer _, Long _, Short _, Byte _, Double _, Float _, BigDecimal _ -> value;
      case java.math.BigInteger _ -> value;
      case java.sql.Timestamp time -> time.toInstant().toString();
      case java.sql.Array array -> String.valueOf(array);
      case byte[] bytes -> java.util.Base64.getEncoder().encodeToString(bytes);
      default -> value.toString();
    };
  }
}
