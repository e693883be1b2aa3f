package dev.nightjar.alert;

import org.jspecify.annotations.Nullable;

/// What a task of a workflow tells people, in the words of its file.
///
/// @param key the same for each try
/// @param title one line above the text
public record TaskMessage(String key, String title, String text) implements Message {
  @Override
  public AlertMessage.@Nullable Page page() {
    return null;
  }
}
