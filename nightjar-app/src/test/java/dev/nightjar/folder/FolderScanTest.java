package dev.nightjar.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FolderScanTest {
  @TempDir private Path folder;

  private void write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(Objects.requireNonNull(path.getParent()));
    Files.writeString(path, text);
  }

  @Test
  void hidden_files_caches_and_what_airflowignore_files_name_are_left_out() throws IOException {
    write(".airflowignore", "helpers/  # no DAGs\n\n[broken\n_test\\.py$\n");
    write("dags/.airflowignore", "^dags/old\n");
    for (String file :
        new String[] {
          "a.py",
          "a_test.py",
          "helpers/b.py",
          "dags/old.py",
          "dags/c.py",
          "old.py",
          ".d.py",
          "__pycache__/e.py",
          "more/helpers/f.py",
          "dags/deep/old_test.py",
          "dags/deep/g.yaml"
        }) {
      write(file, "");
    }
    try (var scan = new FolderScan(folder)) {
      assertThat(scan.files().keySet())
          .containsExactly("a.py", "dags/c.py", "dags/deep/g.yaml", "old.py");
      Files.delete(folder.resolve(".airflowignore"));
      assertThat(scan.files().keySet()).contains("a_test.py", "helpers/b.py");
    }
  }
}
