package dev.nightjar.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.testkit.DatabaseServers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SharedDatabaseTest {
  @TempDir Path folder;

  private Map<String, String> settings(String database, int kernels) {
    return Map.of(
        "server.db", database,
        "server.artifacts-dir", folder.resolve("artifacts").toString(),
        "worker.kernels", Integer.toString(kernels));
  }

  @Test
  void a_worker_runs_what_a_server_was_given() {
    String database = DatabaseServers.postgresql();
    try (var server = new ApiServer(folder.resolve("server"), settings(database, 0), true);
        var worker = new ApiServer(folder.resolve("worker"), settings(database, 1), false)) {
      assertThat(worker.port()).isZero();
      var job = server.ended(server.submit("day"));
      assertThat(job.path("state").asString("")).isEqualTo("SUCCESS");
    }
  }
}
