package dev.nightjar.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.json.Json;
import dev.nightjar.notebook.NotebookFormat;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What notebooks recorded, by the outputs that scrapbook, papermill and Nightjar leave.
final class RecordedValuesTest {
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();

  /// The values of a notebook of one cell with these outputs, as JSON.
  private String values(String... outputs) {
    String notebook =
        """
        {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{"cell_type": "code",
         "id": "a", "execution_count": 1, "metadata": {}, "source": "", "outputs": [%s]}]}
        """
            .formatted(String.join(", ", outputs));
    Map<String, JsonNode> values =
        RecordedValues.of(
            NotebookFormat.read(notebook.getBytes(StandardCharsets.UTF_8), "a.ipynb"),
            new PrintStream(log, true, StandardCharsets.UTF_8));
    var json = Json.object();
    values.forEach(json::set);
    return json.toString();
  }

  private static String display(String type, String content) {
    return display(type, content, "{}");
  }

  private static String display(String type, String content, String metadata) {
    return """
        {"output_type": "display_data", "data": {"%s": %s}, "metadata": %s}"""
        .formatted(type, content, metadata);
  }

  private static String glued(String name, String encoder, String data) {
    return display(
        "application/scrapbook.scrap.%s+json".formatted(encoder),
        """
        {"name": "%s", "data": %s, "encoder": "%s", "version": 1}"""
            .formatted(name, data, encoder));
  }

  @Test
  void glued_values_keep_their_types() {
    assertThat(
            values(
                glued("n", "json", "3"),
                glued("list", "json", "[1, {\"a\": null}]"),
                glued("written", "json", "\"[1, 2]\""),
                glued("no_json", "json", "\"a [\""),
                glued("text", "text", "\"3\"")))
        .isEqualTo(
            """
            {"n":3,"list":[1,{"a":null}],"written":[1,2],"no_json":"a [","text":"3"}""");
  }

  @Test
  void pictures_and_data_frames_are_known_by_their_names() {
    String picture =
        display(
            "image/png",
            "\"iVBORw0KGgo=\"",
            """
            {"scrapbook": {"name": "curve", "data": false, "display": true}}""");
    assertThat(values(picture, glued("frame", "pandas", "\"UEFSMQ==\"")))
        .isEqualTo("{\"curve\":null,\"frame\":null}");
  }

  @Test
  void what_papermill_recorded_counts_too() {
    assertThat(values(display("application/papermill.record+json", "{\"hello\": \"world\"}")))
        .isEqualTo("{\"hello\":\"world\"}");
  }

  @Test
  void the_last_one_of_a_name_wins_whoever_recorded_it() {
    assertThat(
            values(
                glued("x", "json", "1"),
                display(RecordedValues.OWN, "{\"name\": \"x\", \"value\": [2]}"),
                display("text/plain", "\"3\"")))
        .isEqualTo("{\"x\":[2]}");
  }

  @Test
  void what_is_too_large_or_has_no_name_is_refused_in_the_log() {
    String large = "\"%s\"".formatted("x".repeat(RecordedValues.LARGEST));
    assertThat(
            values(
                glued("large", "text", large),
                display(RecordedValues.OWN, "{\"value\": 1}"),
                display(
                    RecordedValues.OWN,
                    "{\"name\": \"%s\", \"value\": 1}".formatted("n".repeat(251))),
                glued("small", "json", "1")))
        .isEqualTo("{\"small\":1}");
    assertThat(log.toString(StandardCharsets.UTF_8))
        .contains("The recorded value 'large' has 1,048,578 bytes as JSON and is not kept")
        .contains("has no name")
        .contains("more than 250 characters");
  }
}
