package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotebookSearchTest {
  @TempDir private Path folder;

  private void files(String... names) throws IOException {
    for (String name : names) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "");
    }
  }

  private List<String> found(String... names) {
    return new NotebookSearch(folder, folder.resolve("out"))
        .find(List.of(names)).stream().map(path -> folder.relativize(path).toString()).toList();
  }

  @Test
  void finds_notebooks_below_folders_in_order() throws IOException {
    files("b.ipynb", "a/z.ipynb", "a/b/y.ipynb", "a.txt");
    assertThat(found(".")).containsExactly("a/b/y.ipynb", "a/z.ipynb", "b.ipynb");
  }

  @Test
  void leaves_out_what_is_not_the_repositorys_own() throws IOException {
    files(
        ".ipynb_checkpoints/a-checkpoint.ipynb",
        ".hidden/b.ipynb",
        "node_modules/c.ipynb",
        "venv/pyvenv.cfg",
        "venv/d.ipynb",
        "out/e.ipynb",
        ".f.ipynb",
        "g.ipynb");
    assertThat(found(".")).containsExactly("g.ipynb");
  }

  @Test
  void takes_what_is_named_as_it_is_and_only_once() throws IOException {
    files(".hidden/b.ipynb", "notes.json", "a.ipynb");
    assertThat(found("notes.json", ".hidden", "a.ipynb", "."))
        .containsExactly("notes.json", ".hidden/b.ipynb", "a.ipynb");
  }
}
