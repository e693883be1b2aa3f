package dev.nightjar.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A database with Nightjar's tables. Thread-safe.
///
/// SQLite takes one writer at a time: writers queue for one connection here rather than fail there,
/// and readers have connections of their own, which in WAL mode never wait.
public final class Database implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Database.class);
  private static final int TRIES = 20;

  private final Dialect dialect;
  private final HikariDataSource writers;
  private final HikariDataSource readers;
  private final Jdbi write;
  private final Jdbi read;

  @SuppressWarnings("ReferenceEquality") // whether there are two
  private Database(Dialect dialect, HikariDataSource writers, HikariDataSource readers) {
    this.dialect = dialect;
    this.writers = writers;
    this.readers = readers;
    this.write = jdbi(writers);
    this.read = readers == writers ? write : jdbi(readers);
  }

  private static Jdbi jdbi(DataSource source) {
    return Jdbi.create(source).registerArgument(new TextArgument());
  }

  /// The SQLite file in a folder, made when it is not there.
  public static String sqliteUrl(Path file) {
    return "jdbc:sqlite:" + file;
  }

  /// Opens it, and makes or updates its tables.
  ///
  /// @param url a JDBC URL of SQLite, PostgreSQL, MySQL or MariaDB
  /// @param user null where the URL says it, or none is needed
  /// @param password likewise
  /// @param connections at most so many at a time
  /// @throws StoreException if it cannot be reached, or was made by a newer Nightjar
  public static Database open(
      String url, @Nullable String user, @Nullable String password, int connections) {
    Dialect dialect = Dialect.of(url);
    HikariDataSource writers = null;
    try {
      writers = new HikariDataSource(pool(dialect, url, user, password, connections, true));
      new Migrations(dialect, Migrations.FILES).run(writers);
      HikariDataSource readers =
          dialect == Dialect.SQLITE
              ? new HikariDataSource(pool(dialect, url, user, password, connections, false))
              : writers;
      return new Database(dialect, writers, readers);
    } catch (StoreException problem) {
      close(writers);
      throw problem;
    } catch (RuntimeException | SQLException problem) {
      close(writers);
      throw new StoreException(
          "database %s cannot be opened: %s".formatted(shown(url), root(problem)), problem);
    }
  }

  private static void close(@Nullable HikariDataSource source) {
    if (source != null) {
      source.close();
    }
  }

  private static HikariConfig pool(
      Dialect dialect,
      String url,
      @Nullable String user,
      @Nullable String password,
      int connections,
      boolean writers) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    if (user != null) {
      config.setUsername(user);
    }
    if (password != null) {
      config.setPassword(password);
    }
    config.setConnectionTimeout(Duration.ofSeconds(30).toMillis());
    config.setMaximumPoolSize(connections);
    config.setMinimumIdle(1);
    switch (dialect) {
      case SQLITE -> {
        config.setMaximumPoolSize(writers ? 1 : connections);
        config.addDataSourceProperty("journal_mode", "WAL");
        config.addDataSourceProperty("synchronous", "FULL");
        config.addDataSourceProperty("busy_timeout", "10000");
        config.addDataSourceProperty("transaction_mode", writers ? "IMMEDIATE" : "DEFERRED");
        config.addDataSourceProperty("cache_size", "-8192");
      }
      case POSTGRESQL -> {
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        config.addDataSourceProperty("ApplicationName", "nightjar");
        // What runs need is in memory: a hundred rows by key are cheaper than a look at all.
        config.setConnectionInitSql("SET random_page_cost = 1.1");
      }
      case MYSQL -> {
        // Repeatable reads would lock the gaps of the queue's index against other workers.
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        config.addDataSourceProperty("useBulkStmts", "true");
      }
    }
    return config;
  }

  /// Whether only one server may use it.
  public boolean singleServer() {
    return dialect.singleServer();
  }

  /// Changes things, all or nothing. The action may run again from its start when the database
  /// says that others were in its way, so it must have no other effect.
  public <T extends @Nullable Object> T write(Function<Transaction, T> action) {
    return inTransaction(write, action);
  }

  /// As [#write(Function)], with nothing to tell.
  public void change(Consumer<Transaction> action) {
    write(
        transaction -> {
          action.accept(transaction);
          return true;
        });
  }

  /// Reads one state of things.
  public <T extends @Nullable Object> T read(Function<Transaction, T> action) {
    return inTransaction(read, action);
  }

  private <T extends @Nullable Object> T inTransaction(Jdbi jdbi, Function<Transaction, T> action) {
    for (int tried = 1; ; tried++) {
      try {
        return jdbi.inTransaction(handle -> action.apply(new Transaction(handle, dialect)));
      } catch (JdbiException problem) {
        SQLException sql = sql(problem);
        if (sql == null || tried == TRIES || !dialect.passing(sql)) {
          throw said(problem, sql);
        }
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(tried * 4_000_000L));
      }
    }
  }

  private StoreException said(JdbiException problem, @Nullable SQLException sql) {
    if (sql != null && dialect.duplicate(sql)) {
      return new StoreException.Duplicate(root(sql));
    }
    String message = "the database said: " + root(problem);
    return sql != null && dialect.away(sql)
        ? new StoreException.Away(message, problem)
        : new StoreException(message, problem);
  }

  /// Connections of a pool.
  ///
  /// @param waiting how many threads wait for one
  public record Pool(int active, int idle, int waiting) {}

  /// The connections by what they are for.
  public Map<String, Pool> pools() {
    return Map.of("read", pool(readers), "write", pool(writers));
  }

  private static Pool pool(HikariDataSource source) {
    var pool = source.getHikariPoolMXBean();
    return new Pool(
        pool.getActiveConnections(),
        pool.getIdleConnections(),
        pool.getThreadsAwaitingConnection());
  }

  /// Whether it answers now.
  public boolean answers() {
    try (Connection connection = readers.getConnection()) {
      return connection.isValid(2);
    } catch (SQLException problem) {
      return false;
    }
  }

  private static @Nullable SQLException sql(Throwable problem) {
    for (Throwable at = problem; at != null; at = at.getCause()) {
      if (at instanceof SQLException sql) {
        return sql;
      }
    }
    return null;
  }

  private static String root(Throwable problem) {
    Throwable at = problem;
    while (at.getCause() != null) {
      at = at.getCause();
    }
    String message = at.getMessage();
    return message == null ? at.getClass().getSimpleName() : message.lines().findFirst().orElse("");
  }

  /// Lets SQLite renew what it knows of its tables, by which it chooses indexes; the other
  /// databases do that by themselves.
  public void optimize() {
    if (dialect == Dialect.SQLITE) {
      try {
        // Of all tables that changed much, and within its bounds for how long that may take.
        write.useHandle(handle -> handle.execute("PRAGMA optimize=0x10002"));
      } catch (JdbiException problem) {
        LOG.warn("the database is not optimized for now: {}", root(problem));
      }
    }
  }

  /// The URL without what may be secret.
  static String shown(String url) {
    return url.replaceFirst("[?].*", "").replaceFirst("//[^@/]*@", "//");
  }

  @Override
  public void close() {
    optimize();
    readers.close();
    writers.close();
  }
}
