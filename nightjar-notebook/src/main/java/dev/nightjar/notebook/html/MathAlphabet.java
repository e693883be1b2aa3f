package dev.nightjar.notebook.html;

/// The alphabets of mathematics (`\mathbb`, `\mathcal` …) as Unicode characters, since MathML Core
/// has no attribute for them. Follows Unicode's block "Mathematical Alphanumeric Symbols".
enum MathAlphabet {
  ITALIC(0, 0, 0),
  UPRIGHT(0, 0, 0),
  BOLD(0x1D400, 0x1D41A, 0x1D7CE),
  BOLD_ITALIC(0x1D468, 0x1D482, 0x1D7CE),
  DOUBLE_STRUCK(0x1D538, 0x1D552, 0x1D7D8),
  SCRIPT(0x1D49C, 0x1D4B6, 0),
  FRAKTUR(0x1D504, 0x1D51E, 0),
  SANS(0x1D5A0, 0x1D5BA, 0x1D7E2),
  MONOSPACE(0x1D670, 0x1D68A, 0x1D7F6);

  private static final int BOLD_GREEK_CAPITALS = 0x1D6A8;
  private static final int BOLD_GREEK = 0x1D6C2;
  private static final int BOLD_ITALIC_GREEK = 0x1D736;

  private final int capitals;
  private final int letters;
  private final int digits;

  MathAlphabet(int capitals, int letters, int digits) {
    this.capitals = capitals;
    this.letters = letters;
    this.digits = digits;
  }

  /// `text` in this alphabet; characters that it lacks stay.
  String of(String text) {
    if (capitals == 0) {
      return text;
    }
    StringBuilder mapped = new StringBuilder();
    text.codePoints().forEach(c -> mapped.appendCodePoint(of(c)));
    return mapped.toString();
  }

  private int of(int c) {
    if (c >= 'A' && c <= 'Z') {
      return earlier(capitals + c - 'A');
    }
    if (c >= 'a' && c <= 'z') {
      return earlier(letters + c - 'a');
    }
    if (c >= '0' && c <= '9' && digits != 0) {
      return digits + c - '0';
    }
    boolean bold = this == BOLD || this == BOLD_ITALIC;
    if (bold && c >= 'Α' && c <= 'Ω') {
      return BOLD_GREEK_CAPITALS + c - 'Α';
    }
    if (bold && c >= 'α' && c <= 'ω') {
      return (this == BOLD ? BOLD_GREEK : BOLD_ITALIC_GREEK) + c - 'α';
    }
    return c;
  }

  /// Letters that Unicode had before the block was made keep their old places.
  private static int earlier(int c) {
    return switch (c) {
      case 0x1D53A -> 'ℂ';
      case 0x1D53F -> 'ℍ';
      case 0x1D545 -> 'ℕ';
      case 0x1D547 -> 'ℙ';
      case 0x1D548 -> 'ℚ';
      case 0x1D549 -> 'ℝ';
      case 0x1D551 -> 'ℤ';
      case 0x1D49D -> 'ℬ';
      case 0x1D4A0 -> 'ℰ';
      case 0x1D4A1 -> 'ℱ';
      case 0x1D4A3 -> 'ℋ';
      case 0x1D4A4 -> 'ℐ';
      case 0x1D4A7 -> 'ℒ';
      case 0x1D4A8 -> 'ℳ';
      case 0x1D4AD -> 'ℛ';
      case 0x1D4BA -> 'ℯ';
      case 0x1D4BC -> 'ℊ';
      case 0x1D4C4 -> 'ℴ';
      case 0x1D506 -> 'ℭ';
      case 0x1D50B -> 'ℌ';
      case 0x1D50C -> 'ℑ';
      case 0x1D515 -> 'ℜ';
      case 0x1D51D -> 'ℨ';
      default -> c;
    };
  }
}
