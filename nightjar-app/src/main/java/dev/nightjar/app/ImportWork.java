package dev.nightjar.app;

import dev.nightjar.alert.JobSecrets;
import dev.nightjar.alert.SlackParameters;
import dev.nightjar.cli.Program;
import dev.nightjar.cli.ServerWork;
import dev.nightjar.config.ConfigException;
import dev.nightjar.json.Json;
import dev.nightjar.store.Database;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `nightjar import jupyter-scheduler`.
final class ImportWork {
  private ImportWork() {}

  static int run(Program program, ServerWork.ImportJupyterScheduler work) throws IOException {
    if (!Files.isDirectory(work.staging())) {
      throw new ConfigException(
          List.of(
              "there is no folder %s: give jupyter-scheduler's staging area by --staging"
                  .formatted(work.staging())));
    }
    Path artifacts = Files.createDirectories(work.config().folders().artifacts());
    var secrets = new JobSecrets(work.config().folders().secrets().resolve("jobs"));
    var settings =
        new JupyterSchedulerImport.Settings(
            work.paused(), work.dryRun(), new SlackParameters(secrets));
    List<JupyterSchedulerImport.Line> lines;
    try (Database database = Databases.open(work.config())) {
      lines =
          new JupyterSchedulerImport(database, artifacts, work.staging(), settings, program.clock())
              .run(work.file());
    }
    if (work.json()) {
      byte[] report = Json.compact(json(lines, work.dryRun()));
      program.terminal().out().println(new String(report, StandardCharsets.UTF_8));
    } else {
      print(program, lines, work.dryRun());
    }
    return 0;
  }

  private static long count(List<JupyterSchedulerImport.Line> lines, String result) {
    return lines.stream().filter(line -> line.result().equals(result)).count();
  }

  private static ObjectNode json(List<JupyterSchedulerImport.Line> lines, boolean dryRun) {
    ObjectNode report = Json.object();
    report.put("dry_run", dryRun);
    for (String result : List.of("imported", "present", "skipped")) {
      report.put(result, count(lines, result));
    }
    ArrayNode items = report.putArray("items");
    lines.forEach(
        line ->
            items
                .addObject()
                .put("kind", line.kind())
                .put("id", line.id())
                .put("name", line.name())
                .put("result", line.result())
                .put("new_id", line.now())
                .put("note", line.note()));
    return report;
  }

  private static void print(
      Program program, List<JupyterSchedulerImport.Line> lines, boolean dryRun) {
    var out = program.terminal().out();
    int names = lines.stream().mapToInt(line -> line.name().length()).max().orElse(0);
    int width = Math.clamp(names, 4, 40);
    String form = "%%-10s  %%-36s  %%-%ds  %%-8s  %%s".formatted(width);
    out.println(form.formatted("KIND", "OLD ID", "NAME", "RESULT", "").stripTrailing());
    for (var line : lines) {
      String note = line.note().replaceAll("\\s*\\R\\s*", " ");
      String name = line.name().replaceAll("\\s*\\R\\s*", " ");
      out.println(
          form.formatted(line.kind(), line.id(), name, line.result(), note).stripTrailing());
    }
    out.println(
        "%d %s, %d there already, %d skipped"
            .formatted(
                count(lines, "imported"),
                dryRun ? "would be imported" : "imported",
                count(lines, "present"),
                count(lines, "skipped")));
  }
}
