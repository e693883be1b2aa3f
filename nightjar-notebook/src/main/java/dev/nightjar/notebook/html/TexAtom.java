package dev.nightjar.notebook.html;

/// One item of a formula as MathML, before its scripts.
///
/// @param markup exactly one element, or nothing for a command that shows nothing
/// @param limits whether scripts go above and below it
/// @param function whether a little space follows it
record TexAtom(String markup, boolean limits, boolean function) {

  static TexAtom of(String markup) {
    return new TexAtom(markup, false, false);
  }

  /// The item with its scripts; an empty one is not there.
  String withScripts(String sub, String sup, boolean above) {
    if (sub.isEmpty() && sup.isEmpty()) {
      return markup;
    }
    String element =
        sub.isEmpty()
            ? above ? "mover" : "msup"
            : sup.isEmpty() ? above ? "munder" : "msub" : above ? "munderover" : "msubsup";
    String base = markup.isEmpty() ? "<mrow></mrow>" : markup;
    return "<" + element + ">" + base + sub + sup + "</" + element + ">";
  }
}
