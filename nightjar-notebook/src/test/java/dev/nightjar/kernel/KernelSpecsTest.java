package dev.nightjar.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelSpecsTest {
  @TempDir Path root;

  private final Map<String, String> environment = new HashMap<>();

  private KernelSpecs specs() {
    environment.putIfAbsent("HOME", root.resolve("home").toString());
    return new KernelSpecs(environment);
  }

  private Path install(String kernels, String name, String json) throws IOException {
    Path directory = Files.createDirectories(root.resolve(kernels).resolve(name));
    Files.writeString(directory.resolve("kernel.json"), json);
    return directory;
  }

  private Path install(String kernels, String name) throws IOException {
    return install(
        kernels, name, "{\"argv\":[\"run\"],\"display_name\":\"%s\"}".formatted(kernels));
  }

  @Nested
  class Search {
    @Test
    void jupyter_path_comes_first_in_its_order() throws IOException {
      environment.put("JUPYTER_PATH", root.resolve("a") + ":" + root.resolve("b"));
      install("home/.local/share/jupyter/kernels", "fake");
      install("b/kernels", "fake");
      assertThat(specs().find("fake").displayName()).isEqualTo("b/kernels");

      install("a/kernels", "fake");
      assertThat(specs().find("fake").displayName()).isEqualTo("a/kernels");
    }

    @Test
    void the_user_comes_before_a_prefix_of_conda() throws IOException {
      environment.put("CONDA_PREFIX", root.resolve("conda").toString());
      install("conda/share/jupyter/kernels", "fake");
      assertThat(specs().find("fake").displayName()).startsWith("conda");

      install("home/.local/share/jupyter/kernels", "fake");
      assertThat(specs().find("fake").displayName()).startsWith("home");
    }

    @Test
    void a_virtual_environment_comes_before_the_user() throws IOException {
      environment.put("VIRTUAL_ENV", root.resolve("venv").toString());
      install("home/.local/share/jupyter/kernels", "fake");
      install("venv/share/jupyter/kernels", "fake");

      assertThat(specs().find("fake").displayName()).startsWith("venv");
    }

    @Test
    void the_prefix_of_the_python_on_the_path_is_searched() throws IOException {
      Path bin = Files.createDirectories(root.resolve("py/bin"));
      Files.writeString(bin.resolve("python3"), "").toFile().setExecutable(true);
      environment.put("PATH", bin.toString());
      install("py/share/jupyter/kernels", "fake");

      assertThat(specs().find("fake").displayName()).startsWith("py");
    }

    @Test
    void data_directories_can_be_set() throws IOException {
      environment.put("XDG_DATA_HOME", root.resolve("xdg").toString());
      install("xdg/jupyter/kernels", "fake");
      assertThat(specs().find("fake").displayName()).startsWith("xdg");

      environment.put("JUPYTER_DATA_DIR", root.resolve("data").toString());
      install("data/kernels", "fake");
      assertThat(specs().find("fake").displayName()).startsWith("data");
    }

    @Test
    void system_directories_come_last() {
      assertThat(specs().directories())
          .containsSubsequence(
              root.resolve("home/.local/share/jupyter/kernels"),
              Path.of("/usr/local/share/jupyter/kernels"),
              Path.of("/usr/share/jupyter/kernels"));
    }

    @Test
    void names_are_compared_without_case() throws IOException {
      install("home/.local/share/jupyter/kernels", "MyKernel");

      assertThat(specs().find("mYkERNEL").name()).isEqualTo("mykernel");
    }

    @Test
    void a_directory_without_a_kernel_json_does_not_count() throws IOException {
      Files.createDirectories(root.resolve("home/.local/share/jupyter/kernels/fake"));

      assertThatThrownBy(() -> specs().find("fake")).isInstanceOf(KernelException.NotFound.class);
    }
  }

  @Nested
  class Content {
    @Test
    void everything_is_read() throws IOException {
      Path directory =
          install(
              "home/.local/share/jupyter/kernels",
              "fake",
              """
              {"argv": ["run", "{connection_file}"], "env": {"A": "1", "B": "${A}"},
               "display_name": "Fake", "language": "fake", "interrupt_mode": "message"}
              """);

      assertThat(specs().find("fake"))
          .isEqualTo(
              new KernelSpec(
                  "fake",
                  directory,
                  List.of("run", "{connection_file}"),
                  Map.of("A", "1", "B", "${A}"),
                  "Fake",
                  "fake",
                  KernelSpec.InterruptMode.MESSAGE));
    }

    @Test
    void a_broken_file_is_told_by_name_when_it_is_asked_for_and_left_out_of_the_list()
        throws IOException {
      Path broken = install("home/.local/share/jupyter/kernels", "broken", "{\"argv\": [");
      install("home/.local/share/jupyter/kernels", "sound");

      assertThatThrownBy(() -> specs().find("broken"))
          .isExactlyInstanceOf(KernelException.class)
          .hasMessageStartingWith(broken.resolve("kernel.json") + " can't be read: ")
          .hasMessageContaining("line 1");
      assertThat(specs().all()).containsKey("sound").doesNotContainKey("broken");
    }

    @Test
    void a_broken_file_hides_a_sound_one_behind_it() throws IOException {
      Path broken = install("home/.local/share/jupyter/kernels", "torn", "{\"argv\": [");
      environment.put("CONDA_PREFIX", root.resolve("conda").toString());
      install("conda/share/jupyter/kernels", "torn");
      install("conda/share/jupyter/kernels", "sound");

      assertThat(specs().all()).containsKey("sound").doesNotContainKey("torn");
      assertThat(specs().broken()).containsOnlyKeys("torn");
      assertThat(specs().broken().get("torn")).startsWith(broken.resolve("kernel.json") + " can't");
    }

    @Test
    void a_file_without_a_command_is_refused() throws IOException {
      Path empty = install("home/.local/share/jupyter/kernels", "empty", "{\"argv\": []}");

      assertThatThrownBy(() -> specs().find("empty"))
          .hasMessage(empty.resolve("kernel.json") + ": field \"argv\" names no command");
    }
  }

  @Nested
  class WhenTheKernelIsNotThere {
    @Test
    void the_message_lists_those_that_are() throws IOException {
      install("home/.local/share/jupyter/kernels", "fake");

      assertThatThrownBy(() -> specs().find("nosuch"))
          .isInstanceOf(KernelException.NotFound.class)
          .hasMessageStartingWith("No such kernel named nosuch (installed: ")
          .hasMessageContaining("fake")
          .hasMessageEndingWith("). Install it, or choose another with -k/--kernel.");
    }

    @Test
    void python3_falls_back_to_an_ipykernel_without_a_kernelspec() throws IOException {
      Path bin = Files.createDirectories(root.resolve("py/bin"));
      Path python = Files.writeString(bin.resolve("python3"), "#!/bin/sh\nexit 0\n");
      python.toFile().setExecutable(true);
      environment.put("PATH", bin.toString());
      var specs = specs();
      assertThat(specs.find("Python3").language()).isEqualTo("python");

      if (!specs.all().containsKey("python3")) {
        assertThat(specs.find("python3").argv()).startsWith(python.toString(), "-m");
      }
    }
  }
}
