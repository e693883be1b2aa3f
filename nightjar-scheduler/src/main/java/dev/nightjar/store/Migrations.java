package dev.nightjar.store;

import java.util.Arrays;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;

/// Brings the tables of a database up to this version of Nightjar.
final class Migrations {
  private Migrations() {}

  static void run(DataSource database, Dialect dialect) {
    Flyway flyway =
        Flyway.configure(Migrations.class.getClassLoader())
            .dataSource(database)
            .locations("classpath:dev/nightjar/store")
            .table("nightjar_schema")
            .placeholders(dialect.types())
            .baselineOnMigrate(false)
            .load();
    Arrays.stream(flyway.info().all())
        .filter(applied -> applied.getState().name().startsWith("FUTURE"))
        .findFirst()
        .ifPresent(newer -> refuse(newer, flyway));
    try {
      flyway.migrate();
    } catch (FlywayException problem) {
      throw new StoreException(
          "the tables of the database cannot be made or updated: " + problem.getMessage(), problem);
    }
  }

  private static void refuse(MigrationInfo newer, Flyway flyway) {
    String known =
        Arrays.stream(flyway.info().all())
            .filter(migration -> migration.getState().isResolved())
            .map(migration -> migration.getVersion().toString())
            .reduce("none", (_, later) -> later);
    throw new StoreException(
        "the database was made by a newer Nightjar (its tables have version %s, this one knows up to %s): start that version, or restore a backup from before the update"
            .formatted(newer.getVersion(), known),
        null);
  }
}
