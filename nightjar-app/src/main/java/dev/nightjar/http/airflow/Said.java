package dev.nightjar.http.airflow;

/// What a command prints.
///
/// @param out on its standard output
/// @param err on its standard error; empty if it did what it was asked for
record Said(String out, String err) {
  static Said out(String text) {
    return new Said(text, "");
  }

  static Said failed(String why) {
    return new Said("", why);
  }
}
