package dev.nightjar.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.json.Json;
import dev.nightjar.notebook.Notebook;
import dev.nightjar.notebook.NotebookException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/// Environments below a folder that stands for the home, and the choice among their kernels.
final class EnvironmentsTest {
  @TempDir private Path home;
  private final Map<String, String> variables = new HashMap<>();

  @BeforeEach
  void set_up() throws IOException {
    variables.put("HOME", home.toString());
    variables.put("PATH", "/usr/bin:/bin");
    variables.put("JUPYTER_PATH", home.resolve("jupyter").toString());
    kernel(home.resolve("jupyter"), "python3", "python");
    kernel(home.resolve("jupyter"), "ir", "R");
    kernel(home.resolve("jupyter"), "another", "python");
  }

  private static void kernel(Path jupyter, String name, String language) throws IOException {
    Path folder = Files.createDirectories(jupyter.resolve("kernels").resolve(name));
    Files.writeString(
        folder.resolve("kernel.json"),
        """
        {"argv": ["python", "-m", "x"], "display_name": "The %s", "language": "%s"}
        """
            .formatted(name, language));
  }

  private Path venv(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.createFile(folder.resolve("pyvenv.cfg"));
    return folder;
  }

  private static Path conda(Path folder) throws IOException {
    Files.createDirectories(folder.resolve("conda-meta"));
    return folder;
  }

  private List<RuntimeEnvironment> list(Path... folders) {
    return new Environments(variables, List.of(folders), Clock.systemUTC()).list();
  }

  private static Notebook notebook(@Nullable String kernel, String language) {
    ObjectNode metadata = Json.object();
    ObjectNode spec = metadata.putObject("kernelspec").put("language", language);
    if (kernel != null) {
      spec.put("name", kernel);
    }
    return new Notebook(new ArrayList<>(), metadata);
  }

  private KernelChoice choose(@Nullable String kernel, String language, @Nullable String wanted) {
    return KernelChoice.of(notebook(kernel, language), wanted, variables);
  }

  @Test
  void kernels_come_first_and_python_before_all() {
    assertThat(list())
        .extracting(RuntimeEnvironment::name)
        .startsWith("python3", "another")
        .contains("ir");
    assertThat(list().getFirst().label()).isEqualTo("The python3");
  }

  @Test
  void environments_with_a_kernel_are_listed_wherever_they_are() throws IOException {
    kernel(venv(home.resolve(".virtualenvs/mine")).resolve("share/jupyter"), "python3", "python");
    venv(home.resolve(".virtualenvs/bare"));
    kernel(venv(home.resolve("work/team")).resolve("share/jupyter"), "python3", "python");
    Path conda = conda(home.resolve("conda/envs/data"));
    kernel(conda.resolve("share/jupyter"), "python3", "python");
    Files.createDirectories(home.resolve(".conda"));
    Files.writeString(home.resolve(".conda/environments.txt"), conda + "\n/not/there\n");
    assertThat(list(home.resolve("work")))
        .filteredOn(environment -> environment.folder() != null)
        .extracting(RuntimeEnvironment::name, RuntimeEnvironment::label)
        .containsExactly(
            tuple("data", "data (conda)"),
            tuple("mine", "mine (venv)"),
            tuple(home.resolve("work/team").toString(), "team (venv)"));
  }

  private static org.assertj.core.groups.Tuple tuple(Object... values) {
    return org.assertj.core.api.Assertions.tuple(values);
  }

  @Test
  void conda_is_asked_where_there_is_one() throws IOException {
    Path conda = conda(home.resolve("far/away"));
    kernel(conda.resolve("share/jupyter"), "python3", "python");
    program("conda", "echo '{\"envs\": [\"%s\"]}'".formatted(conda));
    assertThat(list()).extracting(RuntimeEnvironment::name).contains(conda.toString());
  }

  @Test
  void formats_of_nbconvert_are_there_when_it_is() throws IOException {
    assertThat(formats()).containsExactly("ipynb", "html");
    program("jupyter-nbconvert", "exit 0");
    assertThat(formats()).contains("ipynb", "html", "pdf", "script");
  }

  private List<String> formats() {
    return list().getFirst().formats().stream().map(RuntimeEnvironment.Format::name).toList();
  }

  private void program(String name, String script) throws IOException {
    Path bin = Files.createDirectories(home.resolve("bin"));
    Files.writeString(bin.resolve(name), "#!/bin/sh\n" + script + "\n");
    assertThat(bin.resolve(name).toFile().setExecutable(true)).isTrue();
    variables.put("PATH", bin + ":/usr/bin:/bin");
  }

  @Test
  void the_notebooks_kernel_decides() {
    assertThat(choose("ir", "R", null).spec().name()).isEqualTo("ir");
  }

  @Test
  void a_kernel_of_its_language_that_was_asked_for_is_taken() {
    KernelChoice choice = choose("python3", "python", "Another");
    assertThat(choice.spec().name()).isEqualTo("another");
    assertThat(choice.note()).isNull();
  }

  @Test
  void a_kernel_of_another_language_is_not() {
    KernelChoice choice = choose("ir", "R", "python3");
    assertThat(choice.spec().name()).isEqualTo("ir");
    assertThat(choice.note())
        .isEqualTo(
            "Kernel 'python3' is for python, but the notebook is in R: it runs with its own kernel, 'ir'.");
  }

  @Test
  void an_environments_kernel_runs_with_its_python_and_variables() throws IOException {
    Path venv = venv(home.resolve(".virtualenvs/mine"));
    kernel(venv.resolve("share/jupyter"), "python3", "python");
    KernelChoice choice = choose("python3", "python", "mine");
    assertThat(choice.spec().argv().getFirst()).isEqualTo(venv.resolve("bin/python").toString());
    assertThat(choice.spec().env())
        .containsEntry("VIRTUAL_ENV", venv.toString())
        .containsEntry("PATH", venv.resolve("bin") + ":/usr/bin:/bin");
    assertThat(choose("python3", "python", venv.toString()).spec()).isEqualTo(choice.spec());
  }

  @Test
  void an_environment_without_a_kernel_for_the_language_is_told() throws IOException {
    venv(home.resolve(".virtualenvs/bare"));
    KernelChoice choice = choose("python3", "python", "bare");
    assertThat(choice.spec().name()).isEqualTo("python3");
    assertThat(choice.note())
        .isEqualTo(
            "Environment 'bare' has no kernel for python: the notebook runs with its own kernel, 'python3'.");
  }

  @Test
  void a_notebook_without_a_kernel_needs_an_environment() {
    assertThat(choose(null, "python", "python3").spec().name()).isEqualTo("python3");
    assertThatThrownBy(() -> choose(null, "python", null))
        .isInstanceOf(NotebookException.class)
        .hasMessageStartingWith("There is no kernel associated with the notebook.");
  }
}
