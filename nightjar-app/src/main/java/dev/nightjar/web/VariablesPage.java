package dev.nightjar.web;

import dev.nightjar.store.Database;
import dev.nightjar.store.VariableStore;
import dev.nightjar.store.VariableStore.Variable;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// `/variables`. Values whose names sound like those of secrets are not shown.
record VariablesPage(Database database, VariableStore variables) {
  private static final String ADDRESS = "/variables";
  private static final List<String> COLUMNS = List.of("Name", "Value", "For");
  private static final int MOST_SHOWN = 500;
  private static final Pattern SECRET =
      Pattern.compile(
          "access_?token|api_?key|authorization|pass_?phrase|passw|private_?key|secret|token|credential|auth",
          Pattern.CASE_INSENSITIVE);

  Page show(Visit visit) {
    List<Html> rows =
        database.<List<Variable>>read(variables::list).stream()
            .map(one -> row(visit, one))
            .toList();
    return Shared.page(
        ADDRESS,
        "Texts that tasks read by name. They are encrypted in the database.",
        COLUMNS,
        rows,
        Shared.form(
            visit,
            ADDRESS,
            Html.of(
                "{}<label>Value<textarea name=\"value\" rows=\"4\" spellcheck=\"false\"></textarea></label>{}",
                Shared.input("name", "Name", Html.of(" required")),
                Shared.input("description", "What it is for", Html.NONE))));
  }

  private static Html row(Visit visit, Variable variable) {
    boolean secret = SECRET.matcher(variable.name()).find();
    String value = variable.value();
    Html shown =
        secret
            ? Html.of("<span class=\"quiet\">not shown</span>")
            : Html.of(
                "<code>{}</code>",
                value.length() > MOST_SHOWN ? value.substring(0, MOST_SHOWN) + "…" : value);
    return Shared.row(
        visit, ADDRESS, COLUMNS, Arrays.asList(variable.name(), shown, variable.description()));
  }

  void change(Visit visit) {
    String name = Shared.name(visit);
    var variable = new Variable(name, visit.field("value"), Shared.text(visit, "description"));
    Shared.act(
        visit,
        ADDRESS,
        () -> database.change(transaction -> variables.put(transaction, variable)),
        () -> database.change(transaction -> variables.remove(transaction, name)));
  }
}
