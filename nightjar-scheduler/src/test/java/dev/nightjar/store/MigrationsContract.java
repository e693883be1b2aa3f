package dev.nightjar.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

abstract class MigrationsContract {
  private static final int NEWER = Migrations.FILES.size() + 1;
  private static final List<String> VERSIONS =
      IntStream.range(1, NEWER).mapToObj(String::valueOf).toList();

  private final TestDatabase kind;

  MigrationsContract(TestDatabase kind) {
    this.kind = kind;
  }

  private static Database open(String url) {
    return Database.open(url, null, null, 2);
  }

  private static List<String> versions(Database database) {
    return database.read(
        transaction ->
            transaction
                .handle()
                .createQuery("SELECT version FROM nightjar_schema ORDER BY version")
                .mapTo(String.class)
                .list());
  }

  @Test
  void an_empty_database_gets_its_tables_once() {
    String url = kind.newUrl();
    try (Database first = open(url)) {
      assertThat(versions(first)).isEqualTo(VERSIONS);
    }
    try (Database again = open(url)) {
      assertThat(versions(again)).isEqualTo(VERSIONS);
      assertThat(again.<Long>read(transaction -> new RunLists().count(transaction, RunFilter.ALL)))
          .isZero();
    }
  }

  @Test
  void servers_that_start_at_once_do_not_disturb_each_other() throws Exception {
    String url = kind.newUrl();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Integer> start =
          () -> {
            try (Database database = open(url)) {
              return versions(database).size();
            }
          };
      List<Future<Integer>> started =
          Stream.generate(() -> start).limit(4).map(threads::submit).collect(Collectors.toList());
      for (Future<Integer> one : started) {
        assertThat(one.get()).isEqualTo(VERSIONS.size());
      }
    }
  }

  @Test
  void a_newer_database_is_refused_and_left_alone() {
    String url = kind.newUrl();
    try (Database database = open(url)) {
      database.change(
          transaction ->
              transaction
                  .handle()
                  .execute("INSERT INTO nightjar_schema VALUES (?, 'of later')", NEWER));
    }
    assertThatThrownBy(() -> open(url))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "the database was made by a newer Nightjar (its tables have version %d, this one knows up to %d): start that version, or restore a backup from before the update"
                .formatted(NEWER, NEWER - 1));
    try (Database database = changed(url, "DELETE FROM nightjar_schema WHERE version = " + NEWER)) {
      assertThat(versions(database)).isEqualTo(VERSIONS);
    }
  }

  @Test
  void tables_that_are_not_ours_are_refused() {
    String url = kind.newUrl();
    try (Database database = open(url)) {
      database.change(
          transaction ->
              transaction.handle().execute("UPDATE nightjar_schema SET checksum = 'another'"));
    }
    assertThatThrownBy(() -> open(url))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("another edition of V1__runs.sql");
  }

  /// Opens it although it cannot be opened by itself, after a repair by hand.
  private static Database changed(String url, String sql) {
    try (var connection = java.sql.DriverManager.getConnection(url);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (java.sql.SQLException e) {
      throw new AssertionError(e);
    }
    return open(url);
  }
}
