package dev.nightjar.http;

import dev.nightjar.run.RunState;
import dev.nightjar.store.AlertStore;
import dev.nightjar.store.Database;
import dev.nightjar.store.Measures;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Numbers in Prometheus' text format, version 0.0.4.
final class Metrics {
  private static final List<Double> QUANTILES = List.of(0.5, 0.9, 0.99);

  private final StringBuilder text = new StringBuilder();

  String text() {
    return text.toString();
  }

  void gauge(String name, String help, double value) {
    head(name, help, "gauge");
    line(name, "", value);
  }

  private void gauge(String name, String help, long value) {
    gauge(name, help, (double) value);
  }

  private void head(String name, String help, String type) {
    text.append("# HELP %s %s\n# TYPE %s %s\n".formatted(name, help, name, type));
  }

  private void line(String name, String labels, long value) {
    line(name, labels, (double) value);
  }

  private void line(String name, String labels, double value) {
    String number =
        value == Math.rint(value) && Math.abs(value) < 1e15
            ? Long.toString((long) value)
            : Double.toString(value);
    text.append(name)
        .append(labels.isEmpty() ? "" : "{" + labels + "}")
        .append(' ')
        .append(number)
        .append('\n');
  }

  private static String label(String name, String value) {
    return "%s=\"%s\"".formatted(name, value.toLowerCase(Locale.ROOT));
  }

  void add(Measures measures, AlertStore.Counts alerts) {
    head("nightjar_runs", "Runs that have not ended, by state.", "gauge");
    measures
        .runs()
        .forEach(
            (state, runs) -> line("nightjar_runs", label("state", state.name()), runs.longValue()));
    head(
        "nightjar_runs_ended_last_day", "Runs that ended in the last 24 hours, by state.", "gauge");
    for (RunState state : RunState.values()) {
      if (state.ended()) {
        line(
            "nightjar_runs_ended_last_day",
            label("state", state.name()),
            measures.endedLastDay().getOrDefault(state, 0L));
      }
    }
    gauge("nightjar_queue_depth", "Task runs that wait for a worker.", measures.queued());
    gauge(
        "nightjar_queue_oldest_seconds",
        "How long the first of them has waited.",
        measures.longestQueued().toMillis() / 1e3);
    gauge(
        "nightjar_schedule_lag_seconds",
        "How long the schedule that is most behind has been due.",
        measures.lag().toMillis() / 1e3);
    durations(measures.seconds());
    head("nightjar_alerts", "Alerts in the outbox, by state.", "gauge");
    line("nightjar_alerts", label("state", "pending"), alerts.pending());
    line("nightjar_alerts", label("state", "failed"), alerts.failed());
  }

  private void durations(List<Double> seconds) {
    String name = "nightjar_run_seconds";
    head(name, "How long runs took that ended in the last ten minutes.", "summary");
    for (double quantile : QUANTILES) {
      int index = (int) Math.ceil(quantile * seconds.size()) - 1;
      if (index >= 0) {
        line(name, label("quantile", Double.toString(quantile)), seconds.get(index));
      }
    }
    line(name + "_sum", "", seconds.stream().mapToDouble(Double::doubleValue).sum());
    line(name + "_count", "", seconds.size());
  }

  void addPools(Map<String, Database.Pool> pools) {
    String name = "nightjar_database_connections";
    head(name, "Connections to the database, by what they are for and do.", "gauge");
    new TreeMap<>(pools)
        .forEach(
            (use, pool) -> {
              String which = label("pool", use) + ",";
              line(name, which + label("state", "active"), pool.active());
              line(name, which + label("state", "idle"), pool.idle());
              line(name, which + label("state", "waiting"), pool.waiting());
            });
  }

  void addJvm() {
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    gauge("jvm_memory_heap_used_bytes", "Heap in use.", heap.getUsed());
    gauge("jvm_memory_heap_max_bytes", "Heap that may be used.", heap.getMax());
    gauge("jvm_threads", "Platform threads.", ManagementFactory.getThreadMXBean().getThreadCount());
    gauge(
        "process_uptime_seconds",
        "How long the server has run.",
        ManagementFactory.getRuntimeMXBean().getUptime() / 1e3);
    head("jvm_gc_seconds_total", "Time spent collecting garbage.", "counter");
    line(
        "jvm_gc_seconds_total",
        "",
        ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .sum()
            / 1e3);
  }
}
