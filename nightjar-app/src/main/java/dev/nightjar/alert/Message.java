package dev.nightjar.alert;

import org.jspecify.annotations.Nullable;

/// What channels send.
sealed interface Message permits AlertMessage, TaskMessage {
  /// The same for each try.
  String key();

  /// One line.
  String title();

  /// All of it, for people.
  String text();

  /// A notebook as a page; null if there is none.
  AlertMessage.@Nullable Page page();
}
