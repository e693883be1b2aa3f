package dev.nightjar.web;

import dev.nightjar.http.HttpProblem;
import dev.nightjar.store.Database;
import dev.nightjar.store.PoolStore;
import java.util.Arrays;
import java.util.List;

/// `/pools`.
record PoolsPage(Database database) {
  private static final String ADDRESS = "/pools";
  private static final List<String> COLUMNS = List.of("Name", "Slots", "Taken");
  private static final int MOST = 1_000_000;

  Page show(Visit visit) {
    List<Html> rows =
        database.<List<PoolStore.Pool>>read(new PoolStore()::list).stream()
            .map(
                pool ->
                    Shared.row(
                        visit,
                        ADDRESS,
                        COLUMNS,
                        Arrays.asList(pool.name(), pool.slots(), pool.taken())))
            .toList();
    return Shared.page(
        ADDRESS,
        "Tasks of a pool share its slots. A task whose pool is not there waits.",
        COLUMNS,
        rows,
        Shared.form(
            visit,
            ADDRESS,
            Html.of(
                "{}{}",
                Shared.input("name", "Name", Html.of(" required")),
                Shared.input("slots", "Slots", Html.of(" required inputmode=\"numeric\"")))));
  }

  void change(Visit visit) {
    String name = Shared.name(visit);
    var pools = new PoolStore();
    Shared.act(
        visit,
        ADDRESS,
        () -> {
          Integer slots = Shared.whole(visit, "slots", MOST);
          if (slots == null) {
            throw HttpProblem.bad("Go back and give the number of slots.");
          }
          database.change(transaction -> pools.put(transaction, name, slots));
        },
        () -> database.change(transaction -> pools.remove(transaction, name)));
  }
}
