package dev.nightjar.template;

import dev.nightjar.json.Json;
import dev.nightjar.notebook.parameters.ParameterValue;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.StringNode;

/// Values as Python prints them. What it makes is paid for as it grows.
final class PythonText {
  private final StringBuilder out = new StringBuilder();
  private final Budget budget;

  private PythonText(Budget budget) {
    this.budget = budget;
  }

  /// Python's `str(value)`.
  static String str(@Nullable Object value, Budget budget) {
    if (value instanceof String text) {
      return budget.text(text);
    }
    PythonText text = new PythonText(budget);
    text.repr(value);
    return text.out.toString();
  }

  /// Python's `json.dumps(value)`.
  static String json(@Nullable Object value, Budget budget) {
    PythonText text = new PythonText(budget);
    text.toJson(value);
    return text.out.toString();
  }

  private void add(String text) {
    budget.spendText(out.length() > Budget.LONGEST ? out.length() : text.length());
    out.append(text);
  }

  private void repr(@Nullable Object value) {
    switch (value) {
      case null -> add("None");
      case Boolean flag -> add(flag ? "True" : "False");
      case String text -> add(new ParameterValue.Text(text).repr());
      case Double number -> add(new ParameterValue.Floating(number).repr());
      case Number number -> add(number.toString());
      case List<?> list -> list(list, this::repr);
      case Map<?, ?> map -> map(map, this::repr);
      case Thing thing -> add(thing.shown());
      case Moment moment -> add(moment.toString());
      case Span span -> add(span.toString());
      case Undefined undefined -> throw undefined.fault();
      case Function _ -> throw new TemplateException("it prints a function: call it with ()");
      default -> throw new IllegalStateException("no value: " + value.getClass());
    }
  }

  private void toJson(@Nullable Object value) {
    switch (value) {
      case null -> add("null");
      case Boolean flag -> add(flag.toString());
      case String text ->
          add(
              new String(
                  Json.compact(StringNode.valueOf(budget.text(text))), StandardCharsets.UTF_8));
      case Double number ->
          add(
              number.isNaN()
                  ? "NaN"
                  : number.isInfinite()
                      ? number > 0 ? "Infinity" : "-Infinity"
                      : new ParameterValue.Floating(number).repr());
      case BigInteger number -> add(number.toString());
      case Number number -> add(number.toString());
      case List<?> list -> list(list, this::toJson);
      case Map<?, ?> map -> map(map, this::toJson);
      case Undefined undefined -> throw undefined.fault();
      default -> toJson(str(value, budget));
    }
  }

  private void list(List<?> list, Consumer<@Nullable Object> element) {
    add("[");
    String comma = "";
    for (Object each : list) {
      add(comma);
      element.accept(each);
      comma = ", ";
    }
    add("]");
  }

  private void map(Map<?, ?> map, Consumer<@Nullable Object> element) {
    add("{");
    String comma = "";
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      add(comma);
      element.accept(entry.getKey());
      add(": ");
      element.accept(entry.getValue());
      comma = ", ";
    }
    add("}");
  }
}
