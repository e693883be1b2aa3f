package dev.nightjar.cli;

import dev.nightjar.json.Json;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A kind of things that a server has by their names, and what Airflow's commands do alike with
/// each kind.
///
/// @param name which there is in the address: `pools`, `variables`, `connections`
/// @param key the field with the name of one
/// @param word what help calls the name of one
/// @param query what is asked of their list
record AirflowKind(String name, String key, String word, String query) {
  /// Makes one of what a file says, or changes it.
  @FunctionalInterface
  interface Putting {
    /// Makes it, or changes it.
    ///
    /// @param one its name
    void put(AirflowCall call, String one, JsonNode value);
  }

  /// Where one is.
  String path(String one) {
    return "/%s/%s".formatted(name, AirflowCall.part(one));
  }

  /// One of them; nothing if there is none of that name.
  JsonNode find(AirflowCall call, String one) {
    return call.found(path(one));
  }

  /// Whether there is one of that name.
  boolean has(AirflowCall call, String one) {
    return find(call, one).has(key);
  }

  /// All of them.
  List<JsonNode> all(AirflowCall call) {
    return call.all("/" + name + query, name);
  }

  /// The command that lists them.
  AirflowDo list(String description, Function<JsonNode, ObjectNode> row) {
    return AirflowTable.list(new Options(description), this::all, row);
  }

  /// The command that deletes one.
  ///
  /// @param done what it says then, of the name
  /// @param missing what it says of a name that is not there; null if that is as good
  AirflowDo delete(String description, String done, @Nullable String missing) {
    var options = new Options(description);
    var given = options.positionals(word);
    return new AirflowDo(
        options,
        call -> {
          try {
            call.delete(path(given.first()));
          } catch (ServerException e) {
            if (missing == null && !e.isMissing()) {
              throw e;
            }
            if (missing != null) {
              return call.fail(
                  e.isMissing()
                      ? missing.formatted(given.first())
                      : String.valueOf(e.getMessage()));
            }
          }
          call.out().println(done.formatted(given.first()));
          return 0;
        });
  }

  /// The command that makes those of a JSON file.
  ///
  /// @param done what it says then, of their number
  AirflowDo load(String description, String done, Putting putting) {
    var options = new Options(description);
    var given = options.positionals("FILE");
    return new AirflowDo(
        options,
        call -> {
          ObjectNode all = AirflowFiles.read(call, given.first());
          all.properties().forEach(one -> putting.put(call, one.getKey(), one.getValue()));
          call.out().println(done.formatted(all.size()));
          return 0;
        });
  }

  /// The command that writes all to a JSON file.
  ///
  /// @param done what it says then, of their number and the file
  /// @param indent by how many spaces
  /// @param value what the file has of one
  AirflowDo export(Options options, String done, int indent, Function<JsonNode, JsonNode> value) {
    var given = options.positionals("FILE");
    return new AirflowDo(
        options,
        call -> {
          ObjectNode all = Json.object();
          all(call).forEach(one -> all.set(one.path(key).asString(""), value.apply(one)));
          if (AirflowFiles.write(call, given.first(), all, indent)) {
            call.out().println(done.formatted(all.size(), given.first()));
          }
          return 0;
        });
  }
}
