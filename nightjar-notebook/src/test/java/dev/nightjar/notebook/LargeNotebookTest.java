package dev.nightjar.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Notebooks of 200 MB are read and written in a heap of 1 GB, at a cost that grows with the size.
class LargeNotebookTest {
  private static final int MEGABYTE = 1 << 20;

  @TempDir private Path directory;

  @Test
  void a_notebook_of_200_megabytes_is_read_and_written_unchanged_within_a_gigabyte()
      throws Exception {
    Path small = write("small.ipynb", 50);
    Path large = write("large.ipynb", 200);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                LargeNotebookTest.class.getName(),
                small.toString(),
                large.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    List<String> figures = said.lines().toList();
    System.Logger log = System.getLogger(LargeNotebookTest.class.getName());
    log.log(System.Logger.Level.INFO, "50 MB, 200 MB: " + String.join(", ", figures));
    assertThat(Files.mismatch(large, directory.resolve("large.ipynb.out"))).isEqualTo(-1);
    assertThat(Long.parseLong(figures.get(1)))
        .as("CPU time of four times the size: %s", figures)
        .isLessThan(8 * Long.parseLong(figures.get(0)));
  }

  /// A notebook with outputs of all kinds: many lines, one long image, many cells.
  private Path write(String name, int megabytes) throws IOException {
    Path file = directory.resolve(name);
    String line = "      \"%s\\n\"".formatted("x".repeat(80));
    String lines =
        String.join(",\n", java.util.Collections.nCopies(MEGABYTE / 2 / line.length(), line));
    String image = "iVBORw0KGgo".repeat(MEGABYTE / 2 / 11);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      out.write("{\n \"cells\": [\n".getBytes(StandardCharsets.US_ASCII));
      for (int i = 0; i < megabytes; i++) {
        String cell =
            """
              {
               "cell_type": "code",
               "execution_count": 1,
               "id": "cell-%d",
               "metadata": {},
               "outputs": [
                {
                 "name": "stdout",
                 "output_type": "stream",
                 "text": [
            %s
                 ]
                },
                {
                 "data": {
                  "image/png": "%s"
                 },
                 "metadata": {},
                 "output_type": "display_data"
                }
               ],
               "source": []
              }%s
            """
                .formatted(i, lines, image, i < megabytes - 1 ? "," : "");
        out.write(cell.getBytes(StandardCharsets.US_ASCII));
      }
      out.write(
          " ],\n \"metadata\": {},\n \"nbformat\": 4,\n \"nbformat_minor\": 5\n}"
              .getBytes(StandardCharsets.US_ASCII));
    }
    return file;
  }

  /// Reads and writes each file; prints the milliseconds of CPU time, and the peak memory at last.
  public static void main(String[] files) throws IOException {
    for (String file : files) {
      long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      Notebook notebook = NotebookFormat.read(Files.readAllBytes(Path.of(file)), file);
      try (OutputStream out = Files.newOutputStream(Path.of(file + ".out"))) {
        NotebookFormat.write(notebook, out);
      }
      long spent = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
      System.out.println(TimeUnit.NANOSECONDS.toMillis(spent));
    }
    Path status = Path.of("/proc/self/status");
    if (Files.exists(status)) {
      try (Stream<String> lines = Files.lines(status)) {
        lines.filter(line -> line.startsWith("VmHWM")).forEach(System.out::println);
      }
    }
  }
}
