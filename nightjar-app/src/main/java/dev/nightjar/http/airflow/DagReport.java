package dev.nightjar.http.airflow;

import dev.nightjar.store.KeyedWorkflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What `airflow list_dags --report` tells of the files of DAGs, but for how long they took to
/// read.
final class DagReport {
  private static final String LINE = "-".repeat(67);
  private static final List<String> HEADER =
      List.of("file", "duration", "dag_num", "task_num", "dags");

  private DagReport() {}

  /// @param folder of the files
  static String of(String folder, List<KeyedWorkflow> dags) {
    Map<String, List<KeyedWorkflow>> files =
        dags.stream()
            .collect(
                Collectors.groupingBy(
                    dag -> "/" + Objects.requireNonNullElse(dag.file(), dag.key()),
                    TreeMap::new,
                    Collectors.toList()));
    List<List<String>> rows = new ArrayList<>();
    files.forEach(
        (file, some) ->
            rows.add(
                List.of(
                    file,
                    "None",
                    Integer.toString(some.size()),
                    Integer.toString(tasks(some)),
                    some.stream()
                        .map(dag -> "'%s'".formatted(dag.key()))
                        .collect(Collectors.joining(", ", "[", "]")))));
    return """


        %s
        DagBag loading stats for %s
        %s
        Number of DAGs: %d
        Total task number: %d
        DagBag parsing time: None
        %s
        """
        .formatted(LINE, folder, LINE, dags.size(), tasks(dags), table(rows));
  }

  private static int tasks(List<KeyedWorkflow> dags) {
    return dags.stream().mapToInt(dag -> dag.stored().workflow().tasks().size()).sum();
  }

  private static String table(List<List<String>> rows) {
    List<Integer> widths = new ArrayList<>();
    for (int i = 0; i < HEADER.size(); i++) {
      int column = i;
      widths.add(
          Stream.concat(Stream.of(HEADER), rows.stream())
              .mapToInt(row -> row.get(column).length())
              .max()
              .orElse(0));
    }
    String rule = widths.stream().map("-"::repeat).collect(Collectors.joining("-+-", "", "\n"));
    return rows.stream()
        .map(row -> line(row, widths))
        .collect(Collectors.joining("", rule + line(HEADER, widths) + rule, rule));
  }

  private static String line(List<String> row, List<Integer> widths) {
    List<String> cells = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      String blank = " ".repeat(widths.get(i) - row.get(i).length());
      cells.add(row.get(i).matches("\\d+") ? blank + row.get(i) : row.get(i) + blank);
    }
    return String.join(" | ", cells) + "\n";
  }
}
