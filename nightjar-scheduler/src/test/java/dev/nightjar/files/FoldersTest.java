package dev.nightjar.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FoldersTest {
  @TempDir private Path root;
  private Path kept;
  private Path folder;

  @BeforeEach
  void make() throws IOException {
    kept = Files.createDirectory(root.resolve("kept"));
    Files.writeString(kept.resolve("file"), "kept");
    folder = root.resolve("folder");
    Path below = Files.createDirectories(folder.resolve("below"));
    Files.writeString(below.resolve("file"), "gone");
    Files.createSymbolicLink(below.resolve("link"), kept);
  }

  @Test
  void a_deleted_folder_is_gone_and_what_its_links_name_is_not() {
    Folders.delete(folder);
    Folders.delete(folder);

    assertThat(folder).doesNotExist();
    assertThat(kept.resolve("file")).exists();
  }

  @Test
  void a_link_to_a_folder_is_deleted_alone() throws IOException {
    Path link = Files.createSymbolicLink(root.resolve("link"), kept);
    Folders.delete(link);

    assertThat(Files.exists(link, java.nio.file.LinkOption.NOFOLLOW_LINKS)).isFalse();
    assertThat(kept.resolve("file")).exists();
  }

  @Test
  void an_emptied_folder_stays() {
    Folders.empty(folder);
    Folders.empty(root.resolve("new"));

    assertThat(folder).isEmptyDirectory();
    assertThat(root.resolve("new")).isEmptyDirectory();
    assertThat(kept.resolve("file")).exists();
  }
}
