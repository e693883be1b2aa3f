package dev.nightjar.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Jobs with memory limits, on a server that gives 1 GiB to all of them together.
@Timeout(60)
final class MemoryLimitsTest {
  @TempDir private Path folder;

  private static String submit(ApiServer server, String memory) {
    return server
        .post("/api/jobs", "{\"notebook\":\"report.ipynb\",\"memory\":\"%s\"}".formatted(memory))
        .json()
        .path("id")
        .stringValue();
  }

  @Test
  void one_that_fits_on_no_worker_says_so_and_holds_nobody_up() {
    var settings = Map.of("worker.kernels", "4", "worker.memory", "1GiB");
    try (var server = new ApiServer(folder, settings, true)) {
      String huge = submit(server, "64GiB");
      String small = submit(server, "512MiB");

      assertThat(server.ended(small).path("state").stringValue()).isEqualTo("SUCCESS");
      String why = "Waits: it needs 64 GiB of memory, the largest worker has 1 GiB.";
      var job = server.get("/api/jobs/" + huge).json();
      assertThat(job.path("state").stringValue()).isEqualTo("QUEUED");
      assertThat(job.path("message").stringValue()).isEqualTo(why);
      assertThat(server.get("/jobs/" + huge).text()).contains(why);
      assertThat(server.get("/api/status").json().path("servers").path(0).path("memory").asLong())
          .isEqualTo(1L << 30);
    }
  }
}
