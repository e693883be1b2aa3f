package dev.nightjar.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A kernel of somebody else's making, found by its kernelspec on `JUPYTER_PATH`.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BashKernelTest {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @TempDir Path directory;

  @Test
  void a_kernel_of_any_making_runs_code_fails_and_is_interrupted() throws URISyntaxException {
    URL json = BashKernelTest.class.getResource("/kernels/bash/kernel.json");
    assertThat(json).isNotNull();
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put(
        "JUPYTER_PATH", Path.of(json.toURI()).resolve("../../..").normalize().toString());
    environment.put("LOGNAME_FOR_TEST", "me");
    KernelSpec spec = new KernelSpecs(environment).find("Bash");
    var surroundings =
        new KernelProvisioner.Surroundings(
            directory, environment, directory.resolve("runtime"), false);
    try (Kernel kernel = new LocalKernelProvisioner().start(spec, surroundings);
        KernelClient client = KernelClient.connect(kernel, PATIENCE, _ -> {})) {
      assertThat(client.languageInfo().path("name").asString("")).isEqualTo("bash");
      assertThat(Answer.to("echo $GREETING", client).text()).isEqualTo("hello from me\n");
      assertThat(Answer.to("exit 3", client).reply().error().evalue()).isEqualTo("3");

      String request = client.execute("echo ready; sleep 600", false);
      Answer.await(client, request, "stream");
      client.interrupt();
      assertThat(Answer.to(client, request).reply().status()).isEqualTo("abort");
      assertThat(client.shutdown(PATIENCE)).isTrue();
    }
  }
}
