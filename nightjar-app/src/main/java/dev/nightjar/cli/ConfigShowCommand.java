package dev.nightjar.cli;

import dev.nightjar.config.ConfigException;
import dev.nightjar.config.EffectiveSetting;
import dev.nightjar.config.ServerConfigFile;
import dev.nightjar.json.Json;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `nightjar config show`: the settings of a server, and where each comes from.
final class ConfigShowCommand implements Command {
  private final Options options =
      new Options(
          "Shows the settings that `nightjar server` would have with the same options, and where"
              + " each comes from. Secrets are not shown. Says all that is wrong with them.");
  private final ServerArguments arguments = ServerArguments.of(options);
  private final Option<Boolean> json = options.flag("--json", "Print JSON.");
  private final Program program;

  ConfigShowCommand(Program program) {
    this.program = program;
  }

  @Override
  public Options options() {
    return options;
  }

  @Override
  public int run() {
    ServerConfigFile.Loaded loaded;
    try {
      loaded = arguments.load(program);
    } catch (ConfigException e) {
      program.terminal().err().println("nightjar: " + e.getMessage());
      return 2;
    }
    if (json.or(false)) {
      program.printJson(json(loaded));
    } else {
      print(loaded.settings());
    }
    return 0;
  }

  private static ObjectNode json(ServerConfigFile.Loaded loaded) {
    ObjectNode document = Json.object();
    document.put("file", loaded.file() == null ? null : loaded.file().toString());
    ArrayNode settings = document.putArray("settings");
    for (EffectiveSetting setting : loaded.settings()) {
      settings
          .addObject()
          .put("key", setting.key())
          .put("value", setting.shown())
          .put("from", setting.origin());
    }
    return document;
  }

  private void print(List<EffectiveSetting> settings) {
    int keys = settings.stream().mapToInt(one -> one.key().length()).max().orElse(0);
    for (EffectiveSetting setting : settings) {
      String value = setting.shown().isEmpty() ? "-" : setting.shown();
      program
          .terminal()
          .out()
          .println(
              "%s  %s  (%s)"
                  .formatted(
                      setting.key() + " ".repeat(keys - setting.key().length()),
                      value,
                      setting.origin()));
    }
  }
}
