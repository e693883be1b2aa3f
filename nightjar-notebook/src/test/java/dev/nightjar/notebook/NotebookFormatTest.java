package dev.nightjar.notebook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class NotebookFormatTest {
  private static final Pattern ID = Pattern.compile("\n   \"id\": \"([^\"]*)\"");

  /// What nbformat refuses and we can read without loss.
  private static final Set<String> READ_NEVERTHELESS = Set.of("version 3 without worksheets");

  @TestFactory
  Iterable<DynamicTest> documents_are_written_byte_for_byte_as_nbformat_writes_them()
      throws IOException {
    return StreamSupport.stream(recorded("nbformat.json").spliterator(), false)
        .map(
            row ->
                DynamicTest.dynamicTest(row.get("name").stringValue(), () -> compareDocument(row)))
        .toList();
  }

  private static void compareDocument(JsonNode row) {
    String input = row.get("input").stringValue();
    if (row.has("output")) {
      assertThat(rewritten(input)).isEqualTo(row.get("output").stringValue());
    } else if (!READ_NEVERTHELESS.contains(row.get("name").stringValue())) {
      assertThatThrownBy(() -> rewritten(input))
          .isInstanceOf(NotebookException.class)
          .message()
          .startsWith("in.ipynb")
          .doesNotContain("REDACTED", "UNKNOWN")
          .hasLineCount(1);
    }
  }

  @TestFactory
  Iterable<DynamicTest> real_notebooks_are_written_byte_for_byte_as_nbformat_writes_them()
      throws IOException {
    return recorded("files.json").properties().stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.getKey(),
                    () -> {
                      String input = new String(resource("/notebooks/" + file.getKey()), UTF_8);
                      byte[] digest =
                          MessageDigest.getInstance("SHA-256")
                              .digest(rewritten(input).getBytes(UTF_8));
                      assertThat(HexFormat.of().formatHex(digest))
                          .isEqualTo(file.getValue().stringValue());
                    }))
        .toList();
  }

  @Test
  void what_was_written_is_written_the_same_again() throws IOException {
    for (JsonNode row : recorded("nbformat.json")) {
      if (row.has("output")) {
        String output = written(row.get("input").stringValue());
        assertThat(written(output)).as(row.get("name").stringValue()).isEqualTo(output);
      }
    }
  }

  @Test
  void bytes_that_are_no_utf_8_are_reported_with_their_place() {
    byte[] latin1 = {'{', '"', 'a', '"', ':', '"', (byte) 0xe9, '"', '}'};
    assertThatThrownBy(() -> NotebookFormat.read(latin1, "in.ipynb"))
        .isInstanceOf(NotebookException.class)
        .hasMessageStartingWith("in.ipynb is not a notebook: not JSON: Invalid UTF-8")
        .hasMessageContaining("line 1");
  }

  @Test
  void a_byte_order_mark_is_passed_over() {
    assertThat(written("\ufeff{\"cells\": [], \"metadata\": {}, \"nbformat\": 4}"))
        .startsWith("{\n \"cells\": [],");
  }

  @Test
  void nesting_deeper_than_any_notebook_is_an_error_and_no_crash() {
    String deep = "[".repeat(100_000);
    assertThatThrownBy(() -> written(deep))
        .isInstanceOf(NotebookException.class)
        .message()
        .startsWith("in.ipynb is not a notebook: not JSON: ");
  }

  @Nested
  class Ids {
    private final Notebook notebook =
        read(
            """
            {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [
              {"cell_type": "raw", "id": "same", "source": "1", "metadata": {}},
              {"cell_type": "raw", "id": "same", "source": "2", "metadata": {}},
              {"cell_type": "raw", "id": 7, "source": "3", "metadata": {}},
              {"cell_type": "raw", "id": "", "source": "4", "metadata": {}},
              {"cell_type": "raw", "source": "5", "metadata": {}}]}
            """);

    @Test
    void are_kept_at_their_first_occurrence() {
      assertThat(notebook.cells().getFirst().id()).isEqualTo("same");
    }

    @Test
    void are_made_where_they_lack_or_repeat() {
      assertThat(notebook.cells().stream().map(Cell::id))
          .doesNotHaveDuplicates()
          .allMatch(id -> id.matches("same|[0-9a-f]{8}"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]                                              | in.ipynb is not a notebook: it holds a list, not an object",
        "{}                                              | in.ipynb is not a notebook: it has no field \"nbformat\"",
        "{\"nbformat\": \"4\"}                           | in.ipynb has nbformat \"4\"; versions 3 and 4 can be read",
        "{\"nbformat\": 4}                               | in.ipynb is not a valid notebook: field \"cells\": expected a list, found nothing",
        "{\"nbformat\": 4, \"cells\": {}}                | in.ipynb is not a valid notebook: field \"cells\": expected a list, found an object",
        "{\"nbformat\": 4, \"metadata\": 1, \"cells\": []} | in.ipynb is not a valid notebook: the notebook's field \"metadata\": expected an object, found a number",
      })
  void a_document_that_is_no_notebook_is_reported(String json, String message) {
    assertThatThrownBy(() -> read(json)).isInstanceOf(NotebookException.class).hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7                                                             | cell 2: expected an object, found a number",
        "{}                                                            | cell 2, field \"cell_type\": expected \"code\", \"markdown\" or \"raw\", found nothing",
        "{\"cell_type\": 1}                                            | cell 2, field \"cell_type\": expected \"code\", \"markdown\" or \"raw\", found 1",
        "{\"cell_type\": \"code\", \"source\": 1}                      | cell 2 (code), field \"source\": expected a string or a list of strings, found a number",
        "{\"cell_type\": \"raw\", \"source\": [1]}                     | cell 2 (raw), field \"source\": expected a string or a list of strings, found a list",
        "{\"cell_type\": \"raw\", \"metadata\": []}                    | cell 2 (raw), field \"metadata\": expected an object, found a list",
        "{\"cell_type\": \"raw\", \"metadata\": {\"tags\": \"a\"}}     | cell 2 (raw), field \"metadata.tags\": expected a list, found a string",
        "{\"cell_type\": \"code\", \"outputs\": {}}                    | cell 2 (code), field \"outputs\": expected a list, found an object",
        "{\"cell_type\": \"code\", \"outputs\": [1]}                   | cell 2 (code), output 1: expected an object, found a number",
        "{\"cell_type\": \"code\", \"outputs\": [{\"output_type\": \"stream\", \"text\": {}}]} | cell 2 (code), output 1, field \"text\": expected a string or a list of strings, found an object",
        "{\"cell_type\": \"code\", \"outputs\": [{\"output_type\": \"display_data\", \"data\": []}]} | cell 2 (code), output 1, field \"data\": expected an object, found a list",
      })
  void what_is_wrong_with_a_cell_is_reported_by_cell_and_field(String cell, String problem) {
    String json = "{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"raw\"}, %s]}".formatted(cell);
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(NotebookException.class)
        .hasMessage("in.ipynb is not a valid notebook: " + problem);
  }

  @Test
  void of_many_problems_the_first_are_reported() {
    String json = "{\"nbformat\": 4, \"cells\": [%s1]}".formatted("1,".repeat(99));
    assertThatThrownBy(() -> read(json))
        .message()
        .contains("cell 1: ", "cell 5: ")
        .doesNotContain("cell 6: ");
  }

  private static JsonNode recorded(String name) throws IOException {
    return Json.parse(resource(name));
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = requireNonNull(NotebookFormatTest.class.getResourceAsStream(name))) {
      return in.readAllBytes();
    }
  }

  private static Notebook read(String json) {
    return NotebookFormat.read(json.getBytes(UTF_8), "in.ipynb");
  }

  private static String written(String json) {
    var out = new ByteArrayOutputStream();
    NotebookFormat.write(read(json), out);
    return out.toString(UTF_8);
  }

  /// The file as we write it, with ids that are not the input's marked as the recordings have them.
  private static String rewritten(String input) {
    Set<String> given = new HashSet<>();
    Matcher inInput = Pattern.compile("\"id\": \"([^\"]*)\"").matcher(input);
    while (inInput.find()) {
      given.add(inInput.group(1));
    }
    Set<String> seen = new HashSet<>();
    return ID.matcher(written(input))
        .replaceAll(
            id ->
                given.contains(id.group(1)) && seen.add(id.group(1))
                    ? Matcher.quoteReplacement(id.group())
                    : "\n   \"id\": \"RANDOM\"");
  }
}
