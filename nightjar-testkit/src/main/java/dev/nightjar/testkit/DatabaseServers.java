package dev.nightjar.testkit;

import java.util.EnumMap;
import java.util.Map;

/// The database servers that all tests of a JVM share. They are started when first asked for.
public final class DatabaseServers {
  private static final Map<DatabaseServer.Kind, DatabaseServer> RUNNING =
      new EnumMap<>(DatabaseServer.Kind.class);

  private DatabaseServers() {}

  /// The JDBC URL of a new database on PostgreSQL.
  public static String postgresql() {
    return server(DatabaseServer.Kind.POSTGRESQL).newDatabase();
  }

  /// The JDBC URL of a new database on MariaDB.
  public static String mariadb() {
    return server(DatabaseServer.Kind.MARIADB).newDatabase();
  }

  private static synchronized DatabaseServer server(DatabaseServer.Kind kind) {
    return RUNNING.computeIfAbsent(kind, one -> DatabaseServer.start(one, false));
  }
}
