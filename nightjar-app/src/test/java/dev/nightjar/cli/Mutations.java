package dev.nightjar.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.nightjar.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Damages documents at random; the same seed does the same damage.
final class Mutations {
  private static final List<String> JSON =
      List.of(
          "null",
          "true",
          "0",
          "-1",
          "1e400",
          "NaN",
          "99999999999999999999",
          "\"\"",
          "\"a\\nb\"",
          "\"\\ud800\"",
          "[]",
          "{}",
          "[[]]",
          "[\"a\", 1]",
          "{\"a\": {\"b\": []}}",
          "[null]",
          "4.5");
  private static final List<String> NAMES =
      List.of(
          "cells",
          "cell_type",
          "source",
          "metadata",
          "outputs",
          "output_type",
          "nbformat",
          "id",
          "text",
          "data",
          "tags",
          "papermill",
          "parameters",
          "kernelspec",
          "name",
          "language_info",
          "worksheets",
          "input",
          "execution_count",
          "attachments",
          "nbformat_minor",
          "");
  private static final List<String> YAML =
      List.of(
          "a: 1\n",
          "b: [1, 2.5, null]\n",
          "c: {d: e}\n",
          "- x\n",
          "? k\n",
          ": v\n",
          "&n ",
          "*n",
          "*n\n",
          "<<: ",
          "!!binary ",
          "!!python/object:os.system ",
          "!!set {a, b}",
          "!!timestamp ",
          "|\n  text\n",
          ">-\n  text\n",
          "'",
          "\"",
          "\\",
          "{",
          "}",
          "[",
          "]",
          ",",
          ": ",
          "#",
          "\n",
          "\n ",
          "\t",
          "---\n",
          "...\n",
          "%YAML 1.1\n",
          "%TAG ! x\n",
          "1e3",
          "017",
          "0o17",
          "0x1F",
          "1:30:30",
          "2026-01-01",
          ".inf",
          "-.5",
          "~",
          "yes",
          "on",
          "é",
          "\u2028",
          "\ud83d\ude00",
          "@",
          "`",
          "%",
          "|9\n",
          "!",
          "!<x> ",
          "? [a, b]\n: c\n",
          "1_000",
          "=",
          "a: b: c\n");

  private final Random random;

  Mutations(long seed) {
    this.random = new Random(seed);
  }

  <T> T oneOf(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  /// The document with some of its values, names or elements changed, or with damaged bytes.
  byte[] notebook(byte[] utf8) {
    if (random.nextInt(3) == 0) {
      return bytes(utf8);
    }
    JsonNode root = Json.parse(utf8);
    for (int i = 0; i <= random.nextInt(3); i++) {
      List<JsonNode> places = new ArrayList<>();
      collect(root, places);
      change(oneOf(places));
    }
    return Json.compact(root);
  }

  private static void collect(JsonNode node, List<JsonNode> containers) {
    if (node.isContainer()) {
      containers.add(node);
      node.forEach(child -> collect(child, containers));
    }
  }

  private void change(JsonNode place) {
    JsonNode value = Json.parse(oneOf(JSON));
    switch (place) {
      case ObjectNode object -> {
        List<String> names = List.copyOf(object.propertyNames());
        String name = names.isEmpty() || random.nextInt(4) == 0 ? oneOf(NAMES) : oneOf(names);
        switch (random.nextInt(3)) {
          case 0 -> object.remove(name);
          case 1 ->
              object.set(
                  oneOf(NAMES),
                  object.path(name).isMissingNode() ? value : object.get(name).deepCopy());
          default -> object.set(name, value);
        }
      }
      case ArrayNode array -> {
        int index = random.nextInt(array.size() + 1);
        switch (random.nextInt(3)) {
          case 0 -> array.remove(Math.min(index, array.size() - 1));
          case 1 -> array.insert(index, array.isEmpty() ? value : array.get(index / 2).deepCopy());
          default -> array.insert(index, value);
        }
      }
      default -> {} // no container
    }
  }

  /// The bytes with some flipped, cut out, doubled or put in.
  byte[] bytes(byte[] original) {
    StringBuilder text = new StringBuilder(new String(original, ISO_8859_1));
    for (int i = 0; i <= random.nextInt(4); i++) {
      int at = random.nextInt(text.length() + 1);
      int end = Math.min(text.length(), at + random.nextInt(20));
      switch (random.nextInt(5)) {
        case 0 -> text.delete(at, end);
        case 1 -> text.insert(at, text.substring(at, end));
        case 2 -> text.insert(at, (char) random.nextInt(256));
        case 3 -> text.setLength(random.nextInt(8) == 0 ? at : text.length());
        default ->
            text.insert(
                at, oneOf(List.of("{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "0", "\n")));
      }
    }
    return text.toString().getBytes(ISO_8859_1);
  }

  /// A text made of what YAML is made of.
  byte[] yaml() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i <= random.nextInt(12); i++) {
      text.append(oneOf(YAML));
    }
    byte[] utf8 = text.toString().getBytes(StandardCharsets.UTF_8);
    return random.nextInt(4) == 0 ? bytes(utf8) : utf8;
  }

  int number(int bound) {
    return random.nextInt(bound);
  }
}
