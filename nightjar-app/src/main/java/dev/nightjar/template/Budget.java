package dev.nightjar.template;

/// What the rendering of one template may cost: steps, of which each part, expression, element of a
/// list and 32 characters made is one. So neither loops nor texts that grow can take long. Not
/// thread-safe.
final class Budget {
  private static final int STEPS = 1_000_000;
  private static final int CHARACTERS = 32;

  /// No text is longer.
  static final int LONGEST = 1 << 20;

  private int left = STEPS;

  void spend(long steps) {
    if (steps > left) {
      throw new TemplateException("it takes more than %,d steps to render".formatted(STEPS));
    }
    left -= (int) steps;
  }

  /// Pays for a text before it is made.
  void spendText(long length) {
    if (length > LONGEST) {
      throw new TemplateException("a text has more than %,d characters".formatted(LONGEST));
    }
    spend(1 + length / CHARACTERS);
  }

  /// Pays for a text.
  String text(String text) {
    spendText(text.length());
    return text;
  }
}
