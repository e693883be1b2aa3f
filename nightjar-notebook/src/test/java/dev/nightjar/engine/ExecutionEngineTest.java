package dev.nightjar.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.engine.NotebookRequest.Preparation;
import dev.nightjar.json.Json;
import dev.nightjar.notebook.Cell;
import dev.nightjar.notebook.Notebook;
import dev.nightjar.notebook.NotebookFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecutionEngineTest {
  @Test
  void what_another_engine_forgets_to_tell_of_is_saved_nevertheless(@TempDir Path directory)
      throws IOException {
    var cells = new ArrayList<>(List.of(Cell.code("1"), Cell.code("2")));
    var metadata = Json.object();
    metadata.putObject("kernelspec").put("name", "none").put("language", "python");
    try (OutputStream out = Files.newOutputStream(directory.resolve("in.ipynb"))) {
      NotebookFormat.write(new Notebook(cells, metadata), out);
    }
    var nightjar = new Nightjar(Map.of(), directory);
    var request =
        NotebookRequest.of("in.ipynb", "out.ipynb")
            .with(new Preparation(false, null, null, "forgetful"));

    assertThat(nightjar.run(request)).isInstanceOf(NotebookResult.Completed.class);
    assertThat(nightjar.load("out.ipynb").cells())
        .hasSize(2)
        .allSatisfy(cell -> assertThat(cell.outputs()).hasSize(1));
  }
}
