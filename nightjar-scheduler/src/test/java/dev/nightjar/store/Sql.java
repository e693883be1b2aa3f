package dev.nightjar.store;

import java.util.List;

/// SQL by hand, for tests of other packages.
public final class Sql {
  private Sql() {}

  public static void execute(Database database, String sql, Object... values) {
    database.change(tx -> tx.handle().execute(sql, values));
  }

  public static void execute(Transaction tx, String sql, Object... values) {
    tx.handle().execute(sql, values);
  }

  /// The first column.
  public static List<String> select(Database database, String sql) {
    return database.read(tx -> tx.handle().createQuery(sql).mapTo(String.class).list());
  }
}
