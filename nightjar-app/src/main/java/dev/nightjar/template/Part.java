package dev.nightjar.template;

import java.util.List;

/// A part of a template.
sealed interface Part {
  record Text(String text) implements Part {}

  record Output(Expression expression) implements Part {}

  /// The branches in their order; the last may have the condition `true`.
  record If(List<Branch> branches) implements Part {}

  record Branch(Expression condition, List<Part> body) {}

  record For(List<String> names, Expression in, List<Part> body, List<Part> otherwise)
      implements Part {}

  record Set(String name, Expression value) implements Part {}
}
