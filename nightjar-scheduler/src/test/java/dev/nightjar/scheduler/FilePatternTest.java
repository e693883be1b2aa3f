package dev.nightjar.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilePatternTest {
  @TempDir Path folder;

  @BeforeEach
  void files() throws IOException {
    Files.createDirectories(folder.resolve("data/2026/01"));
    Files.writeString(folder.resolve("data/2026/01/trips.csv"), "x");
    Files.writeString(folder.resolve("data/.hidden"), "x");
    Files.createDirectories(folder.resolve("empty/below"));
    Files.writeString(folder.resolve("a{b}.txt"), "x");
  }

  private boolean there(String pattern) {
    return FilePattern.matches(folder + "/" + pattern, false);
  }

  @Test
  void names_and_wildcards_find_files() {
    assertThat(there("data/2026/01/trips.csv")).isTrue();
    assertThat(there("data/*/0[12]/tr?ps.*")).isTrue();
    assertThat(there("data/*/02/*.csv")).isFalse();
    assertThat(there("a{b}.*")).isTrue();
    assertThat(there("[!a]*/2026/01/*.csv")).isTrue();
  }

  @Test
  void a_folder_counts_when_a_file_is_below_it() {
    assertThat(there("data")).isTrue();
    assertThat(there("empty")).isFalse();
  }

  @Test
  void hidden_files_are_found_by_name_only() {
    assertThat(there("data/*hidden")).isFalse();
    assertThat(there("data/.h*")).isTrue();
  }

  @Test
  void two_stars_reach_into_folders_where_that_is_asked_for() {
    assertThat(FilePattern.matches(folder + "/**/trips.csv", true)).isTrue();
    assertThat(FilePattern.matches(folder + "/**/trips.csv", false)).isFalse();
  }

  @Test
  void what_is_no_absolute_path_matches_nothing() {
    assertThat(FilePattern.matches("data", true)).isFalse();
    assertThat(FilePattern.matches("/no\0where", true)).isFalse();
    assertThat(FilePattern.matches("", true)).isFalse();
  }
}
