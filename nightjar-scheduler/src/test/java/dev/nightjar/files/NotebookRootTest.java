package dev.nightjar.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NotebookRootTest {
  @TempDir private Path directory;
  private NotebookRoot root;

  @BeforeEach
  void set_up() throws IOException {
    Files.createDirectories(directory.resolve("root/sub"));
    Files.createDirectories(directory.resolve("root-evil"));
    Files.writeString(directory.resolve("root/a.ipynb"), "a");
    Files.writeString(directory.resolve("root/sub/b c.ipynb"), "b");
    Files.writeString(directory.resolve("root-evil/a.ipynb"), "evil");
    Files.writeString(directory.resolve("secret.ipynb"), "secret");
    root = new NotebookRoot(directory.resolve("root"));
  }

  private String read(String path) {
    return new String(root.read(path), StandardCharsets.UTF_8);
  }

  private void assertRefused(String path) {
    assertThatThrownBy(() -> root.find(path))
        .isInstanceOf(InputPathException.class)
        .hasMessage("Input path '%s' does not exist.".formatted(path));
    assertThatThrownBy(() -> root.read(path)).isInstanceOf(InputPathException.class);
    assertThatThrownBy(() -> root.open(path)).isInstanceOf(InputPathException.class);
  }

  @Test
  void a_file_inside_is_read() {
    assertThat(read("a.ipynb")).isEqualTo("a");
    assertThat(read("sub/b c.ipynb")).isEqualTo("b");
    assertThat(read("./sub//b c.ipynb")).isEqualTo("b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "sub",
        "sub/",
        "missing.ipynb",
        "../secret.ipynb",
        "../root-evil/a.ipynb",
        "../root/a.ipynb",
        "sub/../a.ipynb",
        "missing/../a.ipynb",
        "..",
        "/etc/hostname",
        "a.ipynb/x",
        "a.ipynb\0",
        "\0",
        "~/a.ipynb",
        "file:///etc/hostname",
      })
  void all_else_does_not_exist(String path) {
    assertRefused(path);
  }

  @Test
  void an_absolute_path_does_not_exist_even_inside() {
    assertRefused(directory.resolve("root/a.ipynb").toString());
  }

  @Test
  void links_are_followed_as_long_as_they_stay_inside() throws IOException {
    Files.createSymbolicLink(directory.resolve("root/file"), Path.of("a.ipynb"));
    Files.createSymbolicLink(directory.resolve("root/folder"), Path.of("sub"));
    assertThat(read("file")).isEqualTo("a");
    assertThat(read("folder/b c.ipynb")).isEqualTo("b");
    assertThat(root.find("folder/b c.ipynb"))
        .isEqualTo(directory.resolve("root/sub/b c.ipynb").toRealPath());
  }

  @Test
  void links_that_lead_outside_do_not_exist() throws IOException {
    Files.createSymbolicLink(directory.resolve("root/file"), directory.resolve("secret.ipynb"));
    Files.createSymbolicLink(directory.resolve("root/up"), Path.of(".."));
    Files.createSymbolicLink(directory.resolve("root/evil"), directory.resolve("root-evil"));
    Files.createSymbolicLink(directory.resolve("root/loop"), Path.of("loop"));
    Files.createSymbolicLink(directory.resolve("root/nowhere"), Path.of("missing"));
    assertRefused("file");
    assertRefused("up/secret.ipynb");
    assertRefused("up/root/../secret.ipynb");
    assertRefused("evil/a.ipynb");
    assertRefused("loop");
    assertRefused("nowhere");
  }

  @Test
  void a_root_that_is_a_link_is_fine() throws IOException {
    Files.createSymbolicLink(directory.resolve("link"), Path.of("root"));
    root = new NotebookRoot(directory.resolve("link"));
    assertThat(read("a.ipynb")).isEqualTo("a");
    assertRefused("../secret.ipynb");
  }

  @Test
  void what_is_no_regular_file_does_not_exist() throws Exception {
    new ProcessBuilder("mkfifo", directory.resolve("root/pipe").toString()).start().waitFor();
    assertRefused("pipe");
  }

  @Test
  void nobody_gets_out_by_changing_a_folder_for_a_link_meanwhile() throws Exception {
    Path folder = directory.resolve("root/sub");
    Path aside = directory.resolve("root/aside");
    Files.writeString(folder.resolve("a.ipynb"), "inside");
    var done = new AtomicBoolean();
    Thread attacker =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    while (!done.get()) {
                      Files.move(folder, aside);
                      Files.createSymbolicLink(folder, directory.resolve("root-evil"));
                      Files.delete(folder);
                      Files.move(aside, folder);
                    }
                  } catch (IOException e) {
                    throw new AssertionError(e);
                  }
                });
    int read = 0;
    for (int tried = 0; tried < 3000 || read == 0; tried++) {
      try {
        assertThat(read("sub/a.ipynb")).isEqualTo("inside");
        read++;
      } catch (InputPathException e) {
        // it was a link, or away, just then
      }
    }
    done.set(true);
    attacker.join();
  }
}
