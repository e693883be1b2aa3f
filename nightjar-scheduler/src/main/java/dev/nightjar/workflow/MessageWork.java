package dev.nightjar.workflow;

import org.jspecify.annotations.Nullable;

/// Tells people something, by a channel that alerts take as well.
///
/// @param target where it goes, as of an alert: a channel's name, `slack:#reports`,
///     `mailto:ada@example.org`; a template
/// @param subject the line above it, a template; null for none
/// @param text what it says, a template
public record MessageWork(String target, @Nullable String subject, String text) implements Work {
  private static final String MAIL = "mailto:";

  /// One by e-mail.
  ///
  /// @param to addresses with commas between
  public static MessageWork email(String to, String subject, String text) {
    return new MessageWork(MAIL + to, subject, text);
  }

  /// Whether it goes by e-mail.
  public boolean byMail() {
    return target.startsWith(MAIL);
  }
}
