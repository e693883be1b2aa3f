package dev.nightjar.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.run.Event;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteOptimizeTest {
  @TempDir private Path folder;

  @Test
  void what_sqlite_knows_of_its_tables_is_renewed_at_the_end() {
    String url = Database.sqliteUrl(folder.resolve("db"));
    try (Database database = Database.open(url, null, null, 2)) {
      var event =
          new Event(0, Instant.now(), new Event.Subject("w", null, null), null, "X", "me", null);
      database.change(
          transaction ->
              new EventStore()
                  .append(transaction, Stream.generate(() -> event).limit(99).toList()));
    }
    try (Database database = Database.open(url, null, null, 2)) {
      long known =
          database.read(
              transaction ->
                  transaction
                      .handle()
                      .createQuery("SELECT COUNT(*) FROM sqlite_stat1 WHERE tbl = 'event'")
                      .mapTo(Long.class)
                      .one());
      assertThat(known).isPositive();
    }
  }
}
