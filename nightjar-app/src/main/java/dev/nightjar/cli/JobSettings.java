package dev.nightjar.cli;

import dev.nightjar.json.Json;
import dev.nightjar.notebook.parameters.Parameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The options that say how a notebook is run on a server, and what the server is sent for them.
final class JobSettings {
  private final ParameterArguments parameters;
  private final Option<Boolean> upload;
  private final Option<String> name;
  private final Option<String> environment;
  private final Option<String> tags;
  private final Option<String> formats;
  private final Option<String> outputName;
  private final Option<Boolean> folder;
  private final Option<String> timeout;
  private final Option<String> expected;
  private final Option<String> memory;
  private final Option<String> keepKernel;
  private final Option<Integer> retries;
  private final Option<String> retryDelay;
  private final Option<Integer> priority;
  private final Option<String> pool;
  private final Option<String> alerts;

  JobSettings(Options options) {
    parameters = new ParameterArguments(options);
    upload =
        options.flag(
            "--upload",
            "NOTEBOOK is a file of this machine: send it along (default: it is a path below the server's root).");
    name = options.text("--name TEXT", "What to call it (default: the notebook's name).");
    environment =
        options.text("--environment NAME", "Run it there (default: the kernel that it names).");
    tags = options.text("--tag TEXT", "A tag; may be repeated.");
    formats =
        options.text(
            "--format NAME", "An output format; may be repeated (default: ipynb and html).");
    outputName =
        options.text("--output-name TEMPLATE", "Template of the outputs' names, without suffix.");
    folder = options.flag("--package-folder", "Take all files beside the notebook along.");
    timeout = options.text("--timeout TIME", "Stop an attempt after this, such as 30m.");
    expected = options.text("--expected TIME", "Alert if it takes longer than this.");
    memory = options.text("--memory SIZE", "Let an attempt hold so much memory, such as 2G.");
    keepKernel =
        options.text(
            "--keep-kernel TIME",
            "Keep its kernel so long after a failure, for the job to be resumed.");
    retries = options.integer("--retries N", "Try again so often after a failure.");
    retryDelay = options.text("--retry-delay TIME", "Wait so long before that.");
    priority = options.integer("--priority N", "Higher goes first (default: 0).");
    pool = options.text("--pool NAME", "Take a slot of this pool.");
    alerts =
        options.text(
            "--alert ON=TARGET",
            "Tell somebody: failure=slack:#reports, success,recovery=mailto:me@example.org; may be repeated.");
  }

  /// What the command line says.
  ///
  /// @param notebook its path; empty for none
  ObjectNode body(String notebook, Program program) {
    ObjectNode body = Json.object();
    if (!notebook.isEmpty()) {
      addNotebook(body, notebook, program);
    }
    Parameters given = parameters.merge(Parameters.empty(), program.storages());
    JsonNode values = given.toJson();
    if (!values.isEmpty()) {
      body.set("parameters", values);
    }
    put(body, "name", name);
    put(body, "environment", environment);
    put(body, "output_name", outputName);
    put(body, "timeout", timeout);
    put(body, "expected", expected);
    put(body, "memory", memory);
    put(body, "keep_kernel", keepKernel);
    put(body, "pool", pool);
    putAll(body, "tags", tags);
    putAll(body, "output_formats", formats);
    if (folder.isGiven()) {
      body.put("package_folder", true);
    }
    if (priority.isGiven()) {
      body.put("priority", priority.orNull());
    }
    if (retries.isGiven() || retryDelay.isGiven()) {
      ObjectNode retry = body.putObject("retry");
      if (retries.isGiven()) {
        retry.put("times", retries.orNull());
      }
      put(retry, "delay", retryDelay);
    }
    if (alerts.isGiven()) {
      var rules = body.putArray("alerts");
      alerts.values().forEach(text -> addAlert(rules.addObject(), text));
    }
    return body;
  }

  private void addNotebook(ObjectNode body, String notebook, Program program) {
    if (!upload.isGiven()) {
      body.put("notebook", notebook);
      return;
    }
    Path file = program.environment().directory().resolve(notebook);
    try {
      body.set("notebook", Json.parse(Files.readAllBytes(file)));
      body.put("notebook_name", file.getFileName().toString());
    } catch (IOException e) {
      throw new UsageException("%s can't be read.".formatted(notebook), false);
    } catch (dev.nightjar.json.JsonException e) {
      throw new UsageException("%s is no notebook: %s".formatted(notebook, e.getMessage()), false);
    }
  }

  private static void addAlert(ObjectNode rule, String text) {
    int middle = text.indexOf('=');
    if (middle < 1) {
      throw new UsageException(
          "Invalid value for '--alert': write ON=TARGET, such as failure=slack:#reports.");
    }
    var on = rule.putArray("on");
    for (String word : List.of(text.substring(0, middle).split(",", -1))) {
      on.add(word.strip().toLowerCase(Locale.ROOT).replace('-', '_'));
    }
    rule.put("target", text.substring(middle + 1));
  }

  private static void put(ObjectNode body, String name, Option<String> option) {
    if (option.isGiven()) {
      body.put(name, option.orNull());
    }
  }

  private static void putAll(ObjectNode body, String name, Option<String> option) {
    if (option.isGiven()) {
      var all = body.putArray(name);
      option.values().forEach(all::add);
    }
  }
}
