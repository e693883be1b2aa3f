package dev.nightjar.comparison;

import dev.nightjar.comparison.RunComparison.TaskPair;
import dev.nightjar.comparison.RunComparison.ValuePair;
import dev.nightjar.json.Json;
import dev.nightjar.json.JsonException;
import dev.nightjar.notebook.Notebook;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.store.Database;
import dev.nightjar.store.KeyedRun;
import dev.nightjar.store.StoredTaskRun;
import dev.nightjar.store.TaskRunLists;
import dev.nightjar.store.Transaction;
import dev.nightjar.store.ValueStore;
import dev.nightjar.task.AttemptDisk;
import dev.nightjar.workflow.NotebookWork;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

/// Compares runs by what the database and the folders of their attempts have.
///
/// @param artifacts the folder of all that runs leave
public record RunComparisons(Database database, Path artifacts) {
  /// So many pairs of notebooks are read: a workflow may have thousands.
  private static final int MOST_NOTEBOOKS = 20;

  private static final JsonMapper MAPPER = new JsonMapper();

  private record Side(
      KeyedRun run, Map<String, StoredTaskRun> tasks, Map<String, Map<String, JsonNode>> values) {}

  private record Sides(Side a, Side b) {}

  /// Compares two runs of a workflow.
  public RunComparison of(KeyedRun a, KeyedRun b) {
    Sides sides = database.read(tx -> new Sides(side(tx, a), side(tx, b)));
    Set<String> names = new LinkedHashSet<>(sides.a().tasks().keySet());
    names.addAll(sides.b().tasks().keySet());
    List<TaskPair> tasks = new ArrayList<>();
    int notebooks = 0;
    for (String name : names) {
      TaskPair task = task(name, sides, notebooks < MOST_NOTEBOOKS);
      notebooks += task.notebook() == null ? 0 : 1;
      tasks.add(task);
    }
    tasks.sort(Comparator.comparing(task -> !task.differs()));
    return new RunComparison(a, b, pairs(parameters(a), parameters(b)), tasks);
  }

  private static Side side(Transaction transaction, KeyedRun run) {
    String id = run.run().id();
    Map<String, StoredTaskRun> tasks = new LinkedHashMap<>();
    new TaskRunLists().ofRun(transaction, id).forEach(task -> tasks.put(task.key().task(), task));
    Map<String, Map<String, JsonNode>> values = new LinkedHashMap<>();
    for (ValueStore.Left left : new ValueStore().ofRun(transaction, id)) {
      values
          .computeIfAbsent(left.taskRun().task(), _ -> new LinkedHashMap<>())
          .put(left.value().key(), json(left.value().json()));
    }
    return new Side(run, tasks, values);
  }

  private static JsonNode json(String text) {
    try {
      return Json.parse(text);
    } catch (JsonException e) {
      return StringNode.valueOf(text);
    }
  }

  private static Map<String, JsonNode> parameters(KeyedRun keyed) {
    Map<String, JsonNode> parameters = new LinkedHashMap<>();
    keyed
        .run()
        .workflow()
        .parameters()
        .forEach((name, value) -> parameters.put(name, MAPPER.valueToTree(value)));
    keyed
        .run()
        .parameters()
        .forEach((name, value) -> parameters.put(name, MAPPER.valueToTree(value)));
    return parameters;
  }

  private static List<ValuePair> pairs(Map<String, JsonNode> a, Map<String, JsonNode> b) {
    Set<String> names = new LinkedHashSet<>(a.keySet());
    names.addAll(b.keySet());
    return names.stream()
        .map(name -> new ValuePair(name, a.get(name), b.get(name)))
        .sorted(Comparator.comparing(pair -> !pair.differs()))
        .toList();
  }

  private TaskPair task(String name, Sides sides, boolean withNotebook) {
    StoredTaskRun a = sides.a().tasks().get(name);
    StoredTaskRun b = sides.b().tasks().get(name);
    return new TaskPair(
        name,
        a,
        b,
        pairs(
            sides.a().values().getOrDefault(name, Map.of()),
            sides.b().values().getOrDefault(name, Map.of())),
        withNotebook ? notebook(sides, a, b) : null);
  }

  private @Nullable NotebookComparison notebook(
      Sides sides, @Nullable StoredTaskRun a, @Nullable StoredTaskRun b) {
    if (a == null || b == null) {
      return null;
    }
    Optional<Notebook> first = notebook(sides.a().run(), a);
    return first.isEmpty()
        ? null
        : notebook(sides.b().run(), b)
            .map(second -> NotebookComparison.of(first.get(), second))
            .orElse(null);
  }

  /// What the last attempt of a task left, or has so far.
  private Optional<Notebook> notebook(KeyedRun keyed, StoredTaskRun task) {
    TaskRunKey key = task.key();
    return keyed.run().task(key.baseTask()).work() instanceof NotebookWork
        ? new AttemptDisk(artifacts.resolve(key.folder(Math.max(1, task.tries().attempts()))))
            .notebook()
        : Optional.empty();
  }
}
