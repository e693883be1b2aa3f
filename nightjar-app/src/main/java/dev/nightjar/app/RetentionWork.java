package dev.nightjar.app;

import dev.nightjar.cli.Program;
import dev.nightjar.cli.ServerWork;
import dev.nightjar.store.Database;
import java.io.IOException;
import java.nio.file.Path;

/// `nightjar retention`.
final class RetentionWork {
  private RetentionWork() {}

  static int run(Program program, ServerWork.Retain work) throws IOException {
    try (Database database = Databases.open(work.config())) {
      Path artifacts = work.config().folders().artifacts();
      var retention =
          new Retention(database, artifacts, work.config().retention(), program.clock());
      Retention.Deleted deleted = work.dryRun() ? retention.due() : retention.apply();
      var out = program.terminal().out();
      if (work.dryRun()) {
        deleted.runs().forEach(run -> out.println("run " + run));
        deleted.snapshots().forEach(snapshot -> out.println("snapshot " + snapshot));
        deleted.folders().forEach(folder -> out.println("folder " + folder));
      }
      out.println(
          "%d runs, %d snapshots, %d folders, %d versions, %d events %s"
              .formatted(
                  deleted.runs().size(),
                  deleted.snapshots().size(),
                  deleted.folders().size(),
                  deleted.versions(),
                  deleted.events(),
                  work.dryRun() ? "would be deleted" : "deleted"));
    }
    return 0;
  }
}
