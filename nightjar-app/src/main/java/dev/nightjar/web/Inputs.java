package dev.nightjar.web;

import com.google.errorprone.annotations.CompileTimeConstant;
import java.util.List;
import java.util.Map;

/// The fields of a form, each with its label, a hint and what is wrong with it.
record Inputs(Draft draft) {
  private static Html id(String name) {
    return Html.of("f-{}", name);
  }

  private Html field(String name, String label, String hint, Html input) {
    String problem = draft.problem(name);
    return Html.of(
        "<div class=\"field{}\"><label for=\"{}\">{}</label>{}{}{}</div>",
        Html.when(problem != null, " wrong"),
        id(name),
        label,
        input,
        problem == null
            ? Html.NONE
            : Html.of("<p class=\"error\" id=\"{}-wrong\">{}</p>", id(name), problem),
        hint.isEmpty()
            ? Html.NONE
            : Html.of("<p class=\"hint\" id=\"{}-hint\">{}</p>", id(name), hint));
  }

  /// What ties a field to its label, hint and problem.
  private Html attributes(String name, String hint) {
    boolean wrong = draft.problem(name) != null;
    return Html.of(
        " id=\"{}\" name=\"{}\"{}{}",
        id(name),
        name,
        wrong ? Html.of(" aria-invalid=\"true\"") : Html.NONE,
        wrong || !hint.isEmpty()
            ? Html.of(
                " aria-describedby=\"{}\"",
                (wrong ? id(name) + "-wrong " : "") + (hint.isEmpty() ? "" : id(name) + "-hint"))
            : Html.NONE);
  }

  Html text(String name, String label, String hint) {
    return input(name, label, hint, Html.of(" type=\"text\" autocomplete=\"off\""));
  }

  /// @param more further attributes
  Html input(String name, String label, String hint, Html more) {
    return field(
        name,
        label,
        hint,
        Html.of("<input{}{} value=\"{}\">", attributes(name, hint), more, draft.raw(name)));
  }

  Html number(String name, String label, String hint) {
    return input(name, label, hint, Html.of(" type=\"number\" inputmode=\"numeric\" min=\"0\""));
  }

  Html area(String name, String label, String hint) {
    return field(
        name,
        label,
        hint,
        Html.of(
            "<textarea{} rows=\"3\" spellcheck=\"false\">{}</textarea>",
            attributes(name, hint),
            draft.raw(name)));
  }

  /// @param choices values and what people call them
  Html select(String name, String label, String hint, Map<String, String> choices) {
    String now = draft.raw(name);
    return field(
        name,
        label,
        hint,
        Html.of(
            "<select{}>{}</select>",
            attributes(name, hint),
            choices.entrySet().stream()
                .map(
                    choice ->
                        Html.of(
                            "<option value=\"{}\"{}>{}</option>",
                            choice.getKey(),
                            Html.when(choice.getKey().equals(now), " selected"),
                            choice.getValue()))
                .toList()));
  }

  /// A box to tick.
  Html check(String name, String label) {
    return check(name, "yes", label);
  }

  private Html check(String name, String value, String label) {
    return Html.of(
        "<label class=\"check\"><input type=\"checkbox\" name=\"{}\" value=\"{}\"{}> {}</label>",
        name,
        value,
        Html.when(draft.all(name).contains(value), " checked"),
        label);
  }

  /// Boxes of which any may be ticked.
  Html checks(String name, String legend, Map<String, String> choices) {
    String problem = draft.problem(name);
    return Html.of(
        "<fieldset class=\"field{}\"><legend>{}</legend><div class=\"checks\">{}</div>{}</fieldset>",
        Html.when(problem != null, " wrong"),
        legend,
        choices.entrySet().stream()
            .map(choice -> check(name, choice.getKey(), choice.getValue()))
            .toList(),
        problem == null ? Html.NONE : Html.of("<p class=\"error\">{}</p>", problem));
  }

  /// A part of a form.
  static Html part(@CompileTimeConstant String title, List<Html> fields) {
    return Html.of("<section class=\"card form-part\"><h2>{}</h2>{}</section>", title, fields);
  }

  /// What is wrong with the form, on its top, with links to the fields.
  Html summary() {
    return draft.problems().isEmpty()
        ? Html.NONE
        : Html.of(
            "<div class=\"failure\" role=\"alert\" id=\"wrong\" tabindex=\"-1\"><h2>Something is not right yet</h2><ul>{}</ul></div>",
            draft.problems().entrySet().stream()
                .map(
                    problem ->
                        Html.of(
                            "<li><a href=\"#{}\">{}</a></li>",
                            id(problem.getKey()),
                            problem.getValue()))
                .toList());
  }
}
