package dev.nightjar.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Why files of the workflow folder could not be read.
public final class ImportErrorStore {
  /// Why one could not.
  ///
  /// @param id of this error, 0 before it is stored
  /// @param file its path below the workflow folder, with `/`
  /// @param message one line
  /// @param traceback all that there is to say; null for no more than the message
  /// @param line where in the file; null if that is not known
  public record ImportError(
      long id,
      String file,
      String message,
      @Nullable String traceback,
      @Nullable Integer line,
      Instant happened) {}

  /// Stores an error in place of the one of its file.
  public void put(Transaction transaction, ImportError error) {
    int changed =
        transaction
            .handle()
            .execute(
                """
                UPDATE import_error SET message = ?, traceback = ?, line = ?, happened_at = ?
                 WHERE file = ?
                """,
                error.message(),
                error.traceback(),
                error.line(),
                error.happened().toEpochMilli(),
                error.file());
    if (changed == 0) {
      transaction
          .handle()
          .execute(
              """
              INSERT INTO import_error (file, message, traceback, line, happened_at)
              VALUES (?, ?, ?, ?, ?)
              """,
              error.file(),
              error.message(),
              error.traceback(),
              error.line(),
              error.happened().toEpochMilli());
    }
  }

  /// The file can be read, or is gone; false if there was no error.
  public boolean remove(Transaction transaction, String file) {
    return 1 == transaction.handle().execute("DELETE FROM import_error WHERE file = ?", file);
  }

  /// The error of that id.
  public Optional<ImportError> find(Transaction transaction, long id) {
    return transaction
        .handle()
        .createQuery("SELECT * FROM import_error WHERE id = :id")
        .bind("id", id)
        .map((row, _) -> read(row))
        .findOne();
  }

  /// All, the oldest first.
  public List<ImportError> list(Transaction transaction) {
    return transaction
        .handle()
        .createQuery("SELECT * FROM import_error ORDER BY id")
        .map((row, _) -> read(row))
        .list();
  }

  private static ImportError read(ResultSet row) throws SQLException {
    int number = row.getInt("line");
    Integer line = row.wasNull() ? null : (Integer) number;
    return new ImportError(
        row.getLong("id"),
        row.getString("file"),
        row.getString("message"),
        row.getString("traceback"),
        line,
        Rows.time(row, "happened_at"));
  }
}
