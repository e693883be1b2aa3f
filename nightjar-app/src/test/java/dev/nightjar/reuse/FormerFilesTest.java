package dev.nightjar.reuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.executor.AttemptOrder;
import dev.nightjar.executor.PreparationException;
import dev.nightjar.run.Artifact;
import dev.nightjar.run.Fingerprint;
import dev.nightjar.run.TaskRunKey;
import dev.nightjar.store.Seal;
import dev.nightjar.workflow.Limits;
import dev.nightjar.workflow.NotebookWork;
import dev.nightjar.workflow.Past;
import dev.nightjar.workflow.Placement;
import dev.nightjar.workflow.Retry;
import dev.nightjar.workflow.Reuse;
import dev.nightjar.workflow.ShellWork;
import dev.nightjar.workflow.Task;
import dev.nightjar.workflow.Traits;
import dev.nightjar.workflow.TriggerRule;
import dev.nightjar.workflow.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormerFilesTest {
  private static final String CODE =
      """
      {"cell_type": "code", "id": "%s", "metadata": {%s}, "source": "%s",
       "execution_count": null, "outputs": [%s]}""";
  private static final String TEXT =
      """
      {"cell_type": "markdown", "id": "%s", "metadata": {}, "source": "%s"}""";
  private static final String OUTPUT =
      """
      {"output_type": "stream", "name": "stdout", "text": "1"}""";

  @TempDir Path folder;
  private Path snapshot;

  @BeforeEach
  void makeFolders() throws IOException {
    snapshot = Files.createDirectories(folder.resolve("artifacts/snapshots/1"));
  }

  private FormerFiles files(Map<String, String> variables) {
    return files(variables, new byte[32]);
  }

  private FormerFiles files(Map<String, String> variables, byte[] key) {
    return new FormerFiles(folder.resolve("artifacts"), variables, new Seal(key));
  }

  private Reuse reuse(String... inputs) {
    return new Reuse(List.of(inputs), folder.toString(), false, List.of("MODE"), null);
  }

  private static AttemptOrder order(
      Work work, Reuse reuse, Map<String, Object> parameters, Map<String, Object> written) {
    var traits = new Traits(written, Past.IGNORED, null, null, null).reusing(reuse);
    var task =
        new Task(
            "train",
            work,
            List.of(),
            TriggerRule.ALL_SUCCESS,
            Retry.NONE,
            Limits.NONE,
            Placement.LOCAL,
            traits);
    return new AttemptOrder(
        new TaskRunKey("0190aaaa-run", "train"),
        1,
        1,
        "w",
        Instant.EPOCH,
        task,
        parameters,
        "snapshots/1");
  }

  private static NotebookWork notebook(@Nullable String environment) {
    return new NotebookWork(
        "a.ipynb",
        environment,
        Map.of(),
        false,
        List.of("ipynb"),
        NotebookWork.DEFAULT_OUTPUT_NAME,
        false,
        null);
  }

  private void write(String metadata, String... cells) throws IOException {
    Files.writeString(
        snapshot.resolve("a.ipynb"),
        """
        {"nbformat": 4, "nbformat_minor": 5, "cells": [%s], "metadata": {%s
          "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}}"""
            .formatted(String.join(",", cells), metadata));
  }

  private Fingerprint of(Map<String, Object> parameters) {
    return files(Map.of()).fingerprint(order(notebook("python3"), reuse(), parameters, parameters));
  }

  @Test
  void outputs_texts_ids_and_metadata_do_not_count() throws IOException {
    write("", CODE.formatted("a", "", "x = 1", ""), CODE.formatted("b", "", "x", ""));
    String hash = of(Map.of()).hash();
    write(
        "\"title\": \"new\",",
        TEXT.formatted("t", "what this is"),
        CODE.formatted("c", "\"tags\": [\"parameters\"]", "x = 1", OUTPUT),
        TEXT.formatted("u", "and more"),
        CODE.formatted("d", "", "x", ""));
    assertThat(of(Map.of()).hash()).isEqualTo(hash);
  }

  @Test
  void code_parameters_and_kernel_count_and_are_told() throws IOException {
    write("", TEXT.formatted("t", "text"), CODE.formatted("a", "", "x = 1", ""));
    Fingerprint before = of(Map.of("alpha", 0.5));
    write("", TEXT.formatted("t", "text"), CODE.formatted("a", "", "x = 2", ""));
    Fingerprint after =
        files(Map.of())
            .fingerprint(
                order(notebook("ir"), reuse(), Map.of("alpha", 0.6), Map.of("alpha", 0.6)));
    assertThat(after.since(before))
        .containsExactly(
            "cell 2 changed", "parameter alpha 0.5 → 0.6", "environment: kernel python3 → ir");
  }

  @Test
  void parameters_are_typed_and_their_order_does_not_count() throws IOException {
    write("", CODE.formatted("a", "", "x", ""));
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("a", 1L);
    one.put("b", Map.of("x", 1, "y", 2));
    Map<String, Object> other = new LinkedHashMap<>();
    Map<String, Object> turned = new LinkedHashMap<>();
    turned.put("y", 2);
    turned.put("x", 1);
    other.put("b", turned);
    other.put("a", 1L);
    assertThat(of(one).hash()).isEqualTo(of(other).hash());
    other.put("a", "1");
    assertThat(of(other).since(of(one))).containsExactly("parameter a 1 → \"1\"");
  }

  @Test
  void secrets_and_what_comes_from_variables_of_the_server_are_not_shown() throws IOException {
    write("", CODE.formatted("a", "", "x", ""));
    Fingerprint print =
        files(Map.of())
            .fingerprint(
                order(
                    notebook(null),
                    reuse(),
                    Map.of("api_key", "k1", "url", "u1", "day", "d1"),
                    Map.of("api_key", "k1", "url", "{{ variables.url }}", "day", "{{ ds }}")));
    assertThat(print.toString()).contains("d1").doesNotContain("k1").doesNotContain("u1");
  }

  @Test
  void a_command_counts_with_its_variables_and_declared_ones() {
    var work = ShellWork.of("echo 1");
    Fingerprint before =
        files(Map.of("MODE", "a")).fingerprint(order(work, reuse(), Map.of("p", 1), Map.of()));
    assertThat(
            files(Map.of("MODE", "a", "OTHER", "x"))
                .fingerprint(order(work, reuse(), Map.of("p", 2), Map.of()))
                .hash())
        .as("what it does not name")
        .isEqualTo(before.hash());
    var other = new ShellWork("echo 2", Map.of("X", "1"), true, null, List.of());
    assertThat(
            files(Map.of("MODE", "b"))
                .fingerprint(order(other, reuse(), Map.of(), Map.of()))
                .since(before))
        .containsExactly(
            "the command changed",
            "environment: variable X added",
            "environment: variable MODE changed");
  }

  @Test
  void inputs_count_by_their_bytes_and_names() throws IOException {
    Files.createDirectories(folder.resolve("data"));
    Files.writeString(folder.resolve("data/a.csv"), "1");
    Fingerprint before = inputs("data/*.csv");
    Files.writeString(folder.resolve("data/a.csv"), "1");
    assertThat(inputs("data").hash()).as("written again").isEqualTo(before.hash());
    Files.writeString(folder.resolve("data/a.csv"), "2");
    Files.writeString(folder.resolve("data/b.csv"), "2");
    assertThat(inputs("data/*.csv").since(before))
        .containsExactly("input data/a.csv changed", "input data/b.csv added");
    assertThatThrownBy(() -> inputs("data/none-*.csv"))
        .isInstanceOf(PreparationException.class)
        .hasMessage(
            "tasks.train.reuse.inputs: there is no file data/none-*.csv in %s: have it made before, or take it out"
                .formatted(folder));
  }

  private Fingerprint inputs(String... patterns) {
    return files(Map.of())
        .fingerprint(order(ShellWork.of("true"), reuse(patterns), Map.of(), Map.of()));
  }

  @Test
  void the_interpreter_counts_where_that_is_asked_for() throws IOException {
    Path prefix = folder.resolve("env");
    Path python = Files.createDirectories(prefix.resolve("bin")).resolve("python");
    Files.writeString(python, "#!/bin/sh\n");
    assertThat(python.toFile().setExecutable(true)).isTrue();
    Path packages = prefix.resolve("lib/python3.12/site-packages");
    Files.createDirectories(packages.resolve("numpy-2.0.dist-info"));
    Path kernel = Files.createDirectories(folder.resolve("jupyter/kernels/mine"));
    Files.writeString(
        kernel.resolve("kernel.json"),
        "{\"argv\": [\"%s\"], \"display_name\": \"Mine\", \"language\": \"python\"}"
            .formatted(python));
    write("", CODE.formatted("a", "", "x", ""));
    Fingerprint before = interpreter();
    assertThat(interpreter().hash()).isEqualTo(before.hash());
    Files.createDirectories(packages.resolve("pandas-3.0.dist-info"));
    assertThat(interpreter().since(before)).containsExactly("environment: packages changed");
  }

  private Fingerprint interpreter() {
    var reuse = new Reuse(List.of(), folder.toString(), true, List.of(), null);
    return files(Map.of("JUPYTER_PATH", folder.resolve("jupyter").toString()))
        .fingerprint(order(notebook("mine"), reuse, Map.of(), Map.of()));
  }

  @Test
  void files_are_linked_and_one_that_is_gone_is_named() throws IOException {
    var from = new TaskRunKey("0190aaaa-old", "train");
    Path old = folder.resolve("artifacts").resolve(from.folder(2));
    Files.createDirectories(old.resolve("outputs"));
    Files.writeString(old.resolve("outputs/a.html"), "page");
    Files.writeString(old.resolve("log.txt"), "log");
    Files.writeString(old.resolve("order.json"), "{}");
    Files.createSymbolicLink(old.resolve("outputs/link"), Path.of("/etc/passwd"));
    var order = order(ShellWork.of("true"), reuse(), Map.of(), Map.of());
    var page = new Artifact(Artifact.Kind.OUTPUT, "html", "outputs/a.html", 4);
    assertThat(files(Map.of()).take(from, 2, List.of(page), order)).isEmpty();
    Path mine = folder.resolve("artifacts").resolve(order.folder());
    assertThat(mine.resolve("outputs/a.html")).hasContent("page");
    assertThat(mine.resolve("log.txt")).hasContent("log");
    assertThat(mine.resolve("order.json")).doesNotExist();
    assertThat(mine.resolve("outputs/link")).doesNotExist();
    Files.delete(old.resolve("outputs/a.html"));
    assertThat(mine.resolve("outputs/a.html")).hasContent("page");
    assertThat(files(Map.of()).take(from, 2, List.of(page), order)).contains("outputs/a.html");
  }

  @Test
  void nobody_without_the_key_finds_by_guesses_what_was_hashed() throws IOException {
    write("", CODE.formatted("a", "", "1", ""));
    Map<String, Object> parameters = Map.of("password", "1234");
    AttemptOrder order = order(notebook("python3"), reuse(), parameters, parameters);
    Fingerprint here = files(Map.of("MODE", "fast")).fingerprint(order);

    assertThat(here.parts())
        .extracting(Fingerprint.Part::hash)
        .doesNotContain(Fingerprint.sha256("\"1234\""), Fingerprint.sha256("fast"))
        .allMatch(hash -> hash.matches("[0-9a-f]{64}"));
    assertThat(files(Map.of("MODE", "fast")).fingerprint(order)).isEqualTo(here);
    var other = new byte[32];
    other[0] = 1;
    assertThat(files(Map.of("MODE", "fast"), other).fingerprint(order).hash())
        .isNotEqualTo(here.hash());
  }
}
