package dev.nightjar.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SnapshotsTest {
  @TempDir private Path directory;
  private NotebookRoot root;
  private Path artifacts;
  private Snapshots snapshots;

  @BeforeEach
  void set_up() throws IOException {
    write("root/folder/a.ipynb", "a");
    write("root/folder/data/d.csv", "1,2");
    write("root/folder/.git/config", "x");
    write("root/folder/.ipynb_checkpoints/a.ipynb", "old");
    write("root/other.txt", "other");
    write("secret.txt", "secret");
    root = new NotebookRoot(directory.resolve("root"));
    artifacts = directory.resolve("artifacts");
    snapshots = new Snapshots(artifacts, new Snapshots.Bounds(5, 1000));
  }

  private void write(String path, String content) throws IOException {
    Path file = directory.resolve(path);
    Files.createDirectories(directory.resolve(path).resolve("..").normalize());
    Files.writeString(file, content);
  }

  private Path in(Snapshot snapshot, String file) {
    return artifacts.resolve(snapshot.folder()).resolve(file);
  }

  private void assertNothingLeft() throws IOException {
    if (Files.exists(artifacts.resolve("snapshots"))) {
      try (Stream<Path> left = Files.list(artifacts.resolve("snapshots"))) {
        assertThat(left).isEmpty();
      }
    }
  }

  @Test
  void a_notebook_is_copied_alone() throws IOException {
    Snapshot snapshot = snapshots.ofNotebook(root, "folder/a.ipynb", null, "s1");
    assertThat(snapshot).isEqualTo(new Snapshot("snapshots/s1", "a.ipynb"));
    write("root/folder/a.ipynb", "changed");
    assertThat(in(snapshot, "a.ipynb")).hasContent("a");
    assertThat(snapshots.files(snapshot)).containsExactly("a.ipynb");
  }

  @Test
  void a_copy_may_have_another_name() {
    Snapshot snapshot = snapshots.ofNotebook(root, "folder/a.ipynb", "Über b.ipynb", "s1");
    assertThat(snapshots.files(snapshot)).containsExactly("Über b.ipynb");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../../evil.ipynb",
        "/evil.ipynb",
        "a/b.ipynb",
        "a\\b.ipynb",
        "..",
        ".",
        " ",
        "",
        "a\0.ipynb",
        "a\n.ipynb"
      })
  void a_name_that_leads_elsewhere_is_refused(String name) throws IOException {
    assertThatThrownBy(() -> snapshots.ofNotebook(root, "folder/a.ipynb", name, "s1"))
        .isInstanceOf(SnapshotException.class)
        .hasMessageContaining("is no name for a notebook");
    assertNothingLeft();
  }

  @Test
  void a_name_may_not_be_longer_than_a_file_system_bears() {
    assertThatThrownBy(() -> snapshots.ofNotebook(root, "folder/a.ipynb", "ä".repeat(101), "s1"))
        .isInstanceOf(SnapshotException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../secret.txt", "/etc/hostname", "folder", "missing.ipynb"})
  void only_what_is_below_the_root_is_copied(String path) throws IOException {
    assertThatThrownBy(() -> snapshots.ofNotebook(root, path, null, "s1"))
        .isInstanceOf(InputPathException.class);
    assertThatThrownBy(() -> snapshots.ofFolder(root, path, null, "s1"))
        .isInstanceOf(InputPathException.class);
    assertNothingLeft();
  }

  @Test
  void a_folder_is_copied_without_what_tools_keep_in_it() {
    Snapshot snapshot = snapshots.ofFolder(root, "folder/a.ipynb", "b.ipynb", "s1");
    assertThat(snapshots.files(snapshot)).containsExactly("b.ipynb", "data/d.csv");
  }

  @Test
  void programs_stay_programs() throws IOException {
    write("root/folder/helper.sh", "exit 0");
    assertThat(directory.resolve("root/folder/helper.sh").toFile().setExecutable(true)).isTrue();
    Snapshot snapshot = snapshots.ofFolder(root, "folder/a.ipynb", null, "s1");
    snapshots.copyTo("snapshots/s1", directory.resolve("attempt"));
    assertThat(in(snapshot, "helper.sh")).isExecutable();
    assertThat(directory.resolve("attempt/helper.sh")).isExecutable();
    assertThat(Files.isExecutable(in(snapshot, "a.ipynb"))).isFalse();
  }

  @Test
  void of_a_folders_links_only_those_to_files_inside_are_copied() throws IOException {
    Path folder = directory.resolve("root/folder");
    Files.createSymbolicLink(folder.resolve("inside"), Path.of("../other.txt"));
    Files.createSymbolicLink(folder.resolve("outside"), directory.resolve("secret.txt"));
    Files.createSymbolicLink(folder.resolve("up"), Path.of("../.."));
    Snapshot snapshot = snapshots.ofFolder(root, "folder/a.ipynb", null, "s1");
    assertThat(snapshots.files(snapshot)).containsExactly("a.ipynb", "data/d.csv", "inside");
    assertThat(in(snapshot, "inside")).isRegularFile().hasContent("other");
    assertThat(Files.isSymbolicLink(in(snapshot, "inside"))).isFalse();
  }

  @Test
  void a_notebook_can_not_take_another_files_name() throws IOException {
    write("root/folder/b.ipynb", "b");
    assertThatThrownBy(() -> snapshots.ofFolder(root, "folder/a.ipynb", "b.ipynb", "s1"))
        .isInstanceOf(SnapshotException.class)
        .hasMessage(
            "the notebook can't be named 'b.ipynb': its folder has another file of that name");
    assertNothingLeft();
  }

  @Test
  void a_folder_that_is_too_large_is_refused_wholly() throws IOException {
    write("root/folder/big", "x".repeat(1000));
    assertThatThrownBy(() -> snapshots.ofFolder(root, "folder/a.ipynb", null, "s1"))
        .isInstanceOf(SnapshotException.class)
        .hasMessageContaining("too large to be copied for a run");
    assertNothingLeft();
  }

  @Test
  void a_folder_of_too_many_files_is_refused_wholly() throws IOException {
    for (int i = 0; i < 5; i++) {
      write("root/folder/" + i, "x");
    }
    assertThatThrownBy(() -> snapshots.ofFolder(root, "folder/a.ipynb", null, "s1"))
        .isInstanceOf(SnapshotException.class);
    assertNothingLeft();
  }

  @Test
  void snapshots_are_not_copied_into_themselves() throws IOException {
    artifacts = directory.resolve("root/folder/artifacts");
    snapshots = new Snapshots(artifacts, Snapshots.Bounds.DEFAULT);
    Snapshot snapshot = snapshots.ofFolder(root, "folder/a.ipynb", null, "s1");
    assertThat(snapshots.files(snapshot)).containsExactly("a.ipynb", "data/d.csv");
  }

  @Test
  void one_that_is_made_again_is_replaced() throws IOException {
    snapshots.ofFolder(root, "folder/a.ipynb", null, "s1");
    write("root/folder/a.ipynb", "new");
    Snapshot snapshot = snapshots.ofNotebook(root, "folder/a.ipynb", null, "s1");
    assertThat(snapshots.files(snapshot)).containsExactly("a.ipynb");
    assertThat(in(snapshot, "a.ipynb")).hasContent("new");
  }

  @Test
  void it_is_copied_for_an_attempt() {
    snapshots.ofFolder(root, "folder/a.ipynb", null, "s1");
    snapshots.copyTo("snapshots/s1", directory.resolve("attempt/files"));
    assertThat(directory.resolve("attempt/files/data/d.csv")).hasContent("1,2");
  }

  @Test
  void deleting_one_leaves_what_its_links_name() throws IOException {
    Snapshot snapshot = snapshots.ofNotebook(root, "folder/a.ipynb", null, "s1");
    Files.createSymbolicLink(in(snapshot, "link"), directory.resolve("root"));
    snapshots.delete("snapshots/s1");
    snapshots.delete("snapshots/s1");
    assertNothingLeft();
    assertThat(directory.resolve("root/folder/a.ipynb")).exists();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "snapshots/..",
        "snapshots/",
        "snapshots",
        "../x",
        "/etc",
        "snapshots/a/../..",
        ""
      })
  void nothing_else_is_deleted_or_copied(String folder) {
    assertThatThrownBy(() -> snapshots.delete(folder)).isInstanceOf(SnapshotException.class);
    assertThatThrownBy(() -> snapshots.copyTo(folder, directory.resolve("x")))
        .isInstanceOf(SnapshotException.class);
  }
}
