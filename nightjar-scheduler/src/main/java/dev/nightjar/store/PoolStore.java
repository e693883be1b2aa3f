package dev.nightjar.store;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Pools: named numbers of slots that tasks share.
public final class PoolStore {
  /// A pool and how many of its slots are taken.
  public record Pool(String name, int slots, int taken) {}

  /// Stores a pool in place of the one of that name.
  public void put(Transaction transaction, String name, int slots) {
    remove(transaction, name);
    transaction.handle().execute("INSERT INTO pool (name, slots) VALUES (?, ?)", name, slots);
  }

  /// Stores a pool in place of the one of that name, with what people say of it.
  public void put(Transaction transaction, String name, int slots, @Nullable String description) {
    remove(transaction, name);
    transaction
        .handle()
        .execute(
            "INSERT INTO pool (name, slots, description) VALUES (?, ?, ?)",
            name,
            slots,
            description);
  }

  /// Takes a pool away; tasks that ask for it wait until it is there again.
  public boolean remove(Transaction transaction, String name) {
    return 1 == transaction.handle().execute("DELETE FROM pool WHERE name = ?", name);
  }

  /// All pools by name.
  public List<Pool> list(Transaction transaction) {
    return transaction
        .handle()
        .createQuery(
            """
            SELECT name, slots,
                   (SELECT COALESCE(SUM(task_run.slots), 0) FROM task_run
                     WHERE task_run.pool = pool.name AND state IN ('RUNNING', 'STOPPING')) AS taken
              FROM pool ORDER BY name
            """)
        .map((row, _) -> new Pool(row.getString("name"), row.getInt("slots"), row.getInt("taken")))
        .list();
  }

  /// The pools that have free slots now, as far as others do not take them meanwhile.
  List<String> open(Transaction transaction) {
    return list(transaction).stream()
        .filter(pool -> pool.taken() < pool.slots())
        .map(Pool::name)
        .toList();
  }

  /// The free slots of these pools, which no other transaction gives away until this one ends.
  Map<String, Integer> lockFree(Transaction transaction, List<String> names) {
    Map<String, Integer> free = new HashMap<>();
    if (names.isEmpty()) {
      return free;
    }
    transaction
        .handle()
        .createQuery(
            "SELECT name, slots FROM pool WHERE name IN (<names>) ORDER BY name"
                + transaction.dialect().lock())
        .bindList("names", names)
        .map((row, _) -> Map.entry(row.getString("name"), row.getInt("slots")))
        .forEach(pool -> free.put(pool.getKey(), pool.getValue()));
    transaction
        .handle()
        .createQuery(
            """
            SELECT pool, SUM(slots) AS taken FROM task_run
             WHERE state IN ('RUNNING', 'STOPPING') AND pool IN (<names>) GROUP BY pool
            """)
        .bindList("names", names)
        .map((row, _) -> Map.entry(row.getString("pool"), row.getInt("taken")))
        .forEach(pool -> free.merge(pool.getKey(), -pool.getValue(), Integer::sum));
    return free;
  }
}
