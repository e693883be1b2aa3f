package dev.nightjar.template;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Renders the parts of one template. Not thread-safe.
final class Rendering {
  private final StringBuilder out = new StringBuilder();
  private final Budget budget = new Budget();

  static String text(List<Part> parts, Scope scope) {
    Rendering rendering = new Rendering();
    rendering.render(parts, scope.inner());
    return rendering.out.toString();
  }

  /// The value of an expression that is all of a template.
  static @Nullable Object value(Expression expression, Scope scope) {
    Evaluation evaluation = new Evaluation(scope.inner(), new Budget());
    return evaluation.values().plain(evaluation.value(expression));
  }

  private void render(List<Part> parts, Scope scope) {
    Evaluation evaluation = new Evaluation(scope, budget);
    for (Part part : parts) {
      budget.spend(1);
      switch (part) {
        case Part.Text(var text) -> add(text);
        case Part.Output(var expression) ->
            add(PythonText.str(evaluation.value(expression), budget));
        case Part.Set(var name, var value) -> scope.set(name, evaluation.value(value));
        case Part.If(var branches) -> {
          for (Part.Branch branch : branches) {
            if (evaluation.values().truth(evaluation.value(branch.condition()))) {
              render(branch.body(), scope);
              break;
            }
          }
        }
        case Part.For loop -> loop(loop, evaluation, scope);
      }
    }
  }

  private void loop(Part.For loop, Evaluation evaluation, Scope scope) {
    List<?> elements = evaluation.values().elements(evaluation.value(loop.in()));
    for (int i = 0; i < elements.size(); i++) {
      Scope inner = scope.inner();
      inner.set("loop", facts(i, elements.size()));
      bind(loop.names(), elements.get(i), evaluation, inner);
      render(loop.body(), inner);
    }
    if (elements.isEmpty()) {
      render(loop.otherwise(), scope);
    }
  }

  private static void bind(
      List<String> names, @Nullable Object element, Evaluation evaluation, Scope inner) {
    if (names.size() == 1) {
      inner.set(names.getFirst(), element);
      return;
    }
    List<?> parts = evaluation.values().elements(element);
    if (parts.size() != names.size()) {
      throw new TemplateException(
          "a loop over %s meets an element of %d parts"
              .formatted(String.join(", ", names), parts.size()));
    }
    for (int i = 0; i < parts.size(); i++) {
      inner.set(names.get(i), parts.get(i));
    }
  }

  private static Map<String, Object> facts(int index, int size) {
    return Map.of(
        "index",
        index + 1L,
        "index0",
        (long) index,
        "first",
        index == 0,
        "last",
        index == size - 1,
        "length",
        (long) size,
        "revindex",
        (long) size - index,
        "revindex0",
        (long) size - index - 1);
  }

  private void add(String text) {
    budget.spendText(text.length());
    if (out.length() + text.length() > Budget.LONGEST) {
      throw new TemplateException("it makes more than %,d characters".formatted(Budget.LONGEST));
    }
    out.append(text);
  }
}
