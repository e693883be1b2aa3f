package dev.nightjar.template;

import dev.nightjar.template.Expression.Given;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Looks for names in a template that no attempt will know. Not thread-safe.
final class TemplateCheck {
  private static final Set<String> MISSING = Set.of("default", "d");
  private static final Set<String> DEFINED = Set.of("defined", "undefined");

  private final Templates.Known known;
  private final Set<String> bound = new HashSet<>(Set.of("loop"));
  private final List<String> problems = new ArrayList<>();

  private TemplateCheck(Templates.Known known) {
    this.known = known;
  }

  /// What is wrong, in the order in which it stands there.
  static List<String> problems(List<Part> parts, Templates.Known known) {
    var check = new TemplateCheck(known);
    check.parts(parts);
    return check.problems;
  }

  private void parts(List<Part> parts) {
    for (Part part : parts) {
      switch (part) {
        case Part.Text _ -> {}
        case Part.Output(var expression) -> look(expression);
        case Part.Set(var name, var value) -> {
          look(value);
          bound.add(name);
        }
        case Part.If(var branches) ->
            branches.forEach(
                branch -> {
                  look(branch.condition());
                  parts(branch.body());
                });
        case Part.For(var names, var in, var body, var otherwise) -> {
          look(in);
          bound.addAll(names);
          parts(body);
          parts(otherwise);
        }
      }
    }
  }

  private void look(Expression expression) {
    switch (expression) {
      case Expression.Name(var name) -> {
        if (!bound.contains(name)) {
          isThere(name, "", ContextNames.ALL);
        }
      }
      case Expression.Attribute(Expression.Name(var of), var name) -> member(of, name);
      case Expression.Item(Expression.Name(var of), Expression.Constant(String name)) ->
          member(of, name);
      case Expression.Filter(var of, var name, var given) -> {
        if (!Filters.ALL.contains(name)) {
          problems.add(Filters.unknown(name));
        }
        lookUnlessMissing(of, MISSING.contains(name));
        look(given);
      }
      case Expression.Test(var of, var name, var given, _) -> {
        boolean asks = DEFINED.contains(name);
        if (asks && of instanceof Expression.Name(var asked)) {
          bound.add(asked);
        }
        lookUnlessMissing(of, asks);
        look(given);
      }
      case Expression.Call(var function, var given) -> {
        look(function);
        look(given);
      }
      default -> expression.inner().forEach(this::look);
    }
  }

  private void look(Given given) {
    given.positional().forEach(this::look);
    given.named().values().forEach(this::look);
  }

  /// @param mayMiss whether it need not be there; what it is a part of has to
  private void lookUnlessMissing(Expression of, boolean mayMiss) {
    if (!mayMiss) {
      look(of);
    } else if (!(of instanceof Expression.Name)) {
      of.inner().forEach(this::look);
    }
  }

  private void member(String of, String name) {
    if (bound.contains(of)) {
      return;
    }
    Set<String> grid = known.grid();
    switch (of) {
      case "grid" -> {
        if (grid != null) {
          isThere(name, " in grid", grid);
        }
      }
      case "values" -> {
        if (!known.tasks().contains(name)) {
          isThere(name, " in values", known.tasks());
        } else if (!known.isBefore().test(name)) {
          problems.add(
              "'%s' in values: the task does not come before this one: name it in `after`"
                  .formatted(name));
        }
      }
      case "params" -> {
        if (grid != null && grid.contains(name) && !known.parameters().contains(name)) {
          problems.add(
              "'%s' is not defined in params (did you mean grid.%s?)".formatted(name, name));
        }
      }
      default -> isThere(of, "", ContextNames.ALL);
    }
  }

  private void isThere(String name, String in, Collection<String> names) {
    if (!names.contains(name)) {
      problems.add(Undefined.of(name, in, names).message());
    }
  }
}
