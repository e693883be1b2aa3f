package dev.nightjar.app;

import dev.nightjar.cli.Program;
import dev.nightjar.cli.ServerWork;
import dev.nightjar.config.ServerConfig;
import dev.nightjar.store.SqliteFile;
import dev.nightjar.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// `nightjar backup` and `nightjar restore`: copies of the SQLite file.
final class Backups {
  private Backups() {}

  static int backup(Program program, ServerWork.Backup work) throws IOException {
    Path database = sqlite(work.config());
    SqliteFile.backup(database, work.file());
    program
        .terminal()
        .out()
        .println("%s: %d bytes".formatted(work.file(), Files.size(work.file())));
    return 0;
  }

  /// The database that was there stays beside the restored one.
  static int restore(Program program, ServerWork.Restore work) throws IOException {
    Path database = sqlite(work.config());
    SqliteFile.check(work.file());
    try (DataFolder _ = DataFolder.lock(database.resolveSibling(""))) {
      Path copy = database.resolveSibling("nightjar.sqlite.restored");
      Files.copy(work.file(), copy, StandardCopyOption.REPLACE_EXISTING);
      if (Files.exists(database)) {
        Path before =
            database.resolveSibling(
                "nightjar.sqlite.before-" + program.clock().instant().getEpochSecond());
        SqliteFile.backup(database, before);
        program.terminal().out().println("what was there is in " + before);
      }
      for (String suffix : new String[] {"-wal", "-shm"}) {
        Files.deleteIfExists(database.resolveSibling(database.getFileName() + suffix));
      }
      Files.move(
          copy, database, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
    program.terminal().out().println(database + ": restored from " + work.file());
    return 0;
  }

  private static Path sqlite(ServerConfig config) throws IOException {
    if (config.database().url() != null) {
      throw new StoreException(
          "this is for the SQLite file; use your database's own tools, such as pg_dump or mariadb-dump",
          null);
    }
    return Databases.file(config);
  }
}
