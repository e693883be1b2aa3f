package dev.nightjar.notebook.html;

import dev.nightjar.notebook.html.TexSource.Macros;
import dev.nightjar.notebook.html.TexSource.TexException;
import dev.nightjar.notebook.html.TexSymbols.Symbol;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// LaTeX mathematics to MathML Core, which browsers show without script, font or network.
///
/// Knows what MathJax's defaults know and notebooks use: see
/// docs/decisions/maths-without-network.md. A recursive descent parser that writes markup as it
/// reads. One object reads one formula; not thread-safe.
final class Latex {
  private static final int DEEPEST = 200;

  /// Commands that show nothing.
  private static final String SILENT =
      " label vspace thispagestyle nonumber notag hline noindent limits allowbreak small large"
          + " newcommand renewcommand providecommand def DeclareMathOperator ";

  /// Commands that set the alphabet of the rest of the row.
  private static final String SWITCHES = " rm bf it cal sf tt frak ";

  private final TexSource source;
  private final Macros macros;
  private final boolean display;
  private MathAlphabet alphabet = MathAlphabet.ITALIC;
  private int depth;

  private Latex(String tex, boolean display, Macros macros) throws TexException {
    this.source = new TexSource(tex, macros);
    this.macros = macros;
    this.display = display;
  }

  /// The formula as a `<math>` element, or empty if it is not understood.
  ///
  /// @param tex without its delimiters
  /// @param display whether it stands on lines of its own
  /// @param macros what earlier formulas defined; this one may add to them
  static Optional<String> toMathml(String tex, boolean display, Macros macros) {
    try {
      String body = new Latex(tex, display, macros).formula();
      return Optional.of(
          "<math%s alttext=\"%s\">%s</math>"
              .formatted(
                  display ? " display=\"block\"" : "", PageWriter.escape(tex.strip()), body));
    } catch (TexException e) {
      return Optional.empty();
    }
  }

  private String formula() throws TexException {
    String body = new TexTable(this, source).untilEnd();
    if (!source.peek().isEmpty()) {
      throw new TexException("unexpected " + source.peek());
    }
    return body;
  }

  /// Everything up to a token that ends a row: the end, `}`, `&`, `\\`, `\end`, `\right`,
  /// `\middle`; that token is left. Changes of alphabet end with the row.
  String row() throws TexException {
    return row("");
  }

  private String row(String closing) throws TexException {
    if (++depth > DEEPEST) {
      throw new TexException("nested too deeply");
    }
    MathAlphabet outer = alphabet;
    StringBuilder row = new StringBuilder();
    int items = 0;
    String wrapped = "";
    while (wrapped.isEmpty()) {
      String token = source.peek();
      switch (token) {
        case "", "}", "&", "\\\\", "\\cr", "\\end", "\\right", "\\middle" -> {
          alphabet = outer;
          depth--;
          return items == 1 ? row.toString() : mrow(row);
        }
        case "\\over", "\\choose", "\\atop" -> {
          source.next();
          wrapped = fraction(token, mrow(row), row(closing));
        }
        case "\\displaystyle", "\\textstyle", "\\scriptstyle" -> {
          source.next();
          boolean shown = token.equals("\\displaystyle");
          row.append(
              "<mstyle displaystyle=\"%s\" scriptlevel=\"%d\">%s</mstyle>"
                  .formatted(shown, token.equals("\\scriptstyle") ? 1 : 0, row(closing)));
          items++;
        }
        case "\\color" -> {
          source.next();
          row.append(coloured(source.group(), row(closing)));
          items++;
        }
        default -> {
          if (!closing.isEmpty() && token.equals(closing)) {
            alphabet = outer;
            depth--;
            return mrow(row);
          }
          String item = scripted();
          row.append(item);
          items += item.isEmpty() ? 0 : 1;
        }
      }
    }
    alphabet = outer;
    depth--;
    return wrapped;
  }

  private static String mrow(CharSequence content) {
    return "<mrow>" + content + "</mrow>";
  }

  /// One item with its scripts.
  private String scripted() throws TexException {
    TexAtom base = atom();
    String sub = "";
    String sup = "";
    StringBuilder primes = new StringBuilder();
    boolean limits = base.limits();
    while (true) {
      if (source.take("^")) {
        sup = sup.isEmpty() ? argument() : fail("a second superscript");
      } else if (source.take("_")) {
        sub = sub.isEmpty() ? argument() : fail("a second subscript");
      } else if (source.take("'")) {
        primes.append('′');
      } else if (source.take("\\limits")) {
        limits = true;
      } else if (source.take("\\nolimits")) {
        limits = false;
      } else {
        break;
      }
    }
    if (!primes.isEmpty()) {
      sup = mrow("<mo>" + primes + "</mo>" + sup);
    }
    String result = base.withScripts(sub, sup, limits);
    return base.function() && !"([{|\\left\\big\\bigl".contains(source.peek())
        ? mrow(result + space("0.1667"))
        : result;
  }

  private static String fail(String message) throws TexException {
    throw new TexException(message);
  }

  /// What `{…}` holds, or one token.
  String argument() throws TexException {
    String token = source.peek();
    if (source.take("{")) {
      String row = row();
      if (!source.takeDirect('}')) {
        throw new TexException("a } is missing");
      }
      return row;
    }
    if (token.length() == 1 && Character.isDigit(token.charAt(0))) {
      return "<mn>" + alphabet.of(source.next()) + "</mn>";
    }
    String markup = atom().markup();
    return markup.isEmpty() ? mrow("") : markup;
  }

  private TexAtom atom() throws TexException {
    if (++depth > DEEPEST) {
      throw new TexException("nested too deeply");
    }
    TexAtom atom = unguardedAtom();
    depth--;
    return atom;
  }

  private TexAtom unguardedAtom() throws TexException {
    String token = source.peek();
    if (token.isEmpty() || "&}".contains(token) || token.equals("\\\\")) {
      throw new TexException("something is missing before the end");
    }
    if ("^_'".contains(token)) {
      return TexAtom.of("<mrow></mrow>");
    }
    if (token.equals("{")) {
      return TexAtom.of(argument());
    }
    source.next();
    if (token.startsWith("\\") && token.length() > 1) {
      return command(token.substring(1));
    }
    int c = token.codePointAt(0);
    if (Character.isDigit(c)) {
      return TexAtom.of("<mn>" + alphabet.of(token + source.digits()) + "</mn>");
    }
    return TexAtom.of(Character.isLetter(c) ? identifier(token, alphabet) : sign(token));
  }

  private static String sign(String token) {
    return switch (token) {
      case "-" -> "<mo>−</mo>";
      case "*" -> "<mo>∗</mo>";
      case "~" -> space("0.25");
      case "(", ")", "[", "]", "|", "/" -> "<mo stretchy=\"false\">" + token + "</mo>";
      default -> "<mo>" + PageWriter.escape(token) + "</mo>";
    };
  }

  private static String identifier(String text, MathAlphabet alphabet) {
    boolean single = text.codePointCount(0, text.length()) == 1;
    return (single && alphabet == MathAlphabet.UPRIGHT ? "<mi mathvariant=\"normal\">" : "<mi>")
        + PageWriter.escape(alphabet.of(text))
        + "</mi>";
  }

  private TexAtom command(String name) throws TexException {
    Symbol symbol = TexSymbols.find(name);
    if (symbol != null) {
      return symbol(symbol, name);
    }
    String markup =
        switch (name) {
          case "frac", "dfrac", "tfrac", "cfrac", "binom", "dbinom", "tbinom" ->
              fraction(name, argument(), argument());
          case "sqrt" -> root();
          case "left" -> fenced();
          case "begin" -> environment();
          case "text", "mbox", "textrm", "textnormal", "hbox", "textbf", "textit", "textsf" ->
              text(source.group());
          case "texttt" -> "<mtext>" + PageWriter.escape(source.group()) + "</mtext>";
          case "not" -> negated();
          case "overset", "stackrel" -> stacked("mover");
          case "underset" -> stacked("munder");
          case "xrightarrow", "xleftarrow", "xleftrightarrow" -> arrow(name);
          case "substack" -> new TexTable(this, source).substack();
          case "textcolor" -> coloured(source.group(), argument());
          case "phantom", "hphantom", "vphantom" -> "<mphantom>" + argument() + "</mphantom>";
          case "boxed", "fbox" -> "<mrow class=\"nj-boxed\">" + argument() + "</mrow>";
          case "mathbin", "mathrel", "mathord", "mathopen", "mathclose", "mathinner", "mathpunct" ->
              mrow(argument());
          case "bmod", "mod" -> "<mo lspace=\"0.22em\" rspace=\"0.22em\">mod</mo>";
          case "pmod" ->
              mrow(
                  space("1") + sign("(") + "<mi>mod</mi>" + space("0.33") + argument() + sign(")"));
          case "tag" -> space("2") + "<mtext>(" + PageWriter.escape(source.group()) + ")</mtext>";
          case "label", "vspace", "thispagestyle" -> without(source.group());
          case "hspace", "mspace", "kern", "mkern" -> space(without(source.group()) + "0.5");
          case "ref", "eqref" -> "<mtext>(" + PageWriter.escape(source.group()) + ")</mtext>";
          case "nonumber", "notag", "hline", "noindent", "limits", "allowbreak", "small", "large" ->
              "";
          case "newcommand", "renewcommand", "providecommand", "def", "DeclareMathOperator" -> {
            source.define(name);
            yield "";
          }
          case "#", "%", "$", "&", "_" -> "<mi>" + PageWriter.escape(name) + "</mi>";
          default -> "";
        };
    if (!markup.isEmpty() || SILENT.contains(" " + name + " ")) {
      return TexAtom.of(markup);
    }
    return name.startsWith("operatorname") || name.equals("mathop") ? operator(name) : styled(name);
  }

  private static String without(String ignored) {
    return "";
  }

  private TexAtom symbol(Symbol symbol, String name) throws TexException {
    String text = PageWriter.escape(symbol.text());
    return switch (symbol.kind()) {
      case 'i' -> TexAtom.of("<mi>" + alphabet.of(text) + "</mi>");
      case 'u' -> TexAtom.of("<mi mathvariant=\"normal\">" + alphabet.of(text) + "</mi>");
      case 'l' -> new TexAtom("<mo movablelimits=\"true\">" + text + "</mo>", true, false);
      case 'f' -> TexAtom.of("<mo stretchy=\"false\">" + text + "</mo>");
      case 't' -> new TexAtom("<mi>" + name + "</mi>", false, true);
      case 'm' -> new TexAtom(limit(name), true, true);
      case 'a' -> TexAtom.of(accent("mover", argument(), text, false));
      case 'w' -> new TexAtom(accent("mover", argument(), text, true), true, false);
      case 'b' -> new TexAtom(accent("munder", argument(), text, true), true, false);
      case 's' -> TexAtom.of(space(text));
      default -> TexAtom.of("<mo>" + text + "</mo>");
    };
  }

  private static String limit(String name) {
    String shown = name.replace("limsup", "lim sup").replace("liminf", "lim inf");
    return "<mo movablelimits=\"true\" lspace=\"0\" rspace=\"0\">" + shown + "</mo>";
  }

  private static String accent(String element, String base, String sign, boolean stretchy) {
    return "<%1$s accent=\"true\" accentunder=\"true\">%2$s<mo stretchy=\"%4$s\">%3$s</mo></%1$s>"
        .formatted(element, base, sign, stretchy);
  }

  static String space(String em) {
    return "<mspace width=\"" + em + "em\"></mspace>";
  }

  private String fraction(String name, String above, String below) {
    String plain = "<mfrac>" + above + below + "</mfrac>";
    String bare = "<mfrac linethickness=\"0\">" + above + below + "</mfrac>";
    return switch (name) {
      case "dfrac", "cfrac" ->
          "<mstyle displaystyle=\"true\" scriptlevel=\"0\">" + plain + "</mstyle>";
      case "tfrac" -> "<mstyle displaystyle=\"false\" scriptlevel=\"0\">" + plain + "</mstyle>";
      case "binom", "dbinom", "tbinom", "\\choose" -> mrow("<mo>(</mo>" + bare + "<mo>)</mo>");
      case "\\atop" -> bare;
      default -> plain;
    };
  }

  private String root() throws TexException {
    String index = source.option();
    if (index.isEmpty()) {
      return "<msqrt>" + argument() + "</msqrt>";
    }
    String small = nested(index, MathAlphabet.ITALIC);
    return "<mroot>" + argument() + small + "</mroot>";
  }

  private String fenced() throws TexException {
    StringBuilder fenced = new StringBuilder(delimiter("prefix", ""));
    fenced.append(row());
    while (source.take("\\middle")) {
      fenced.append(delimiter("infix", "")).append(row());
    }
    if (!source.take("\\right")) {
      throw new TexException("\\right is missing");
    }
    return mrow(fenced.append(delimiter("postfix", "")));
  }

  private String delimiter(String form, String size) throws TexException {
    String token = source.next();
    Symbol symbol = token.length() > 1 ? TexSymbols.find(token.substring(1)) : null;
    String sign = symbol == null ? token : symbol.text();
    if (sign.equals(".")) {
      return "";
    }
    if (sign.isEmpty() || sign.length() > 1) {
      throw new TexException("no delimiter: " + token);
    }
    String shown = sign.equals("<") ? "⟨" : sign.equals(">") ? "⟩" : PageWriter.escape(sign);
    return "<mo form=\"%s\" fence=\"true\" stretchy=\"true\"%s>%s</mo>"
        .formatted(form, size, shown);
  }

  private String environment() throws TexException {
    String name = source.group();
    String markup = new TexTable(this, source).environment(name);
    if (!source.take("\\end") || !source.group().equals(name)) {
      throw new TexException("\\end{" + name + "} is missing");
    }
    return markup;
  }

  /// `\text{…}`, in which `$…$` is mathematics again.
  private String text(String text) throws TexException {
    StringBuilder markup = new StringBuilder();
    String[] parts = text.split("(?<!\\\\)\\$", -1);
    for (int i = 0; i < parts.length; i++) {
      if (i % 2 == 1) {
        markup.append(nested(parts[i], MathAlphabet.ITALIC));
      } else if (!parts[i].isEmpty()) {
        String plain = parts[i].replaceAll("\\\\([ _%&$#{}])", "$1").replaceAll("[ \n~]", "\u00a0");
        markup.append("<mtext>").append(PageWriter.escape(plain)).append("</mtext>");
      }
    }
    return mrow(markup);
  }

  private String negated() throws TexException {
    String token = source.next();
    Symbol symbol = token.length() > 1 ? TexSymbols.find(token.substring(1)) : null;
    return "<mo>" + PageWriter.escape(symbol == null ? token : symbol.text()) + "\u0338</mo>";
  }

  private String stacked(String element) throws TexException {
    String script = argument();
    return "<%1$s>%2$s%3$s</%1$s>".formatted(element, argument(), script);
  }

  private String arrow(String name) throws TexException {
    String below = source.option();
    String sign = name.equals("xrightarrow") ? "→" : name.equals("xleftarrow") ? "←" : "↔";
    String under = below.isEmpty() ? "<mrow></mrow>" : nested(below, MathAlphabet.ITALIC);
    return "<munderover><mo stretchy=\"true\">%s</mo>%s%s</munderover>"
        .formatted(
            sign, under, "<mpadded lspace=\"0.4em\" width=\"+0.8em\">" + argument() + "</mpadded>");
  }

  private static String coloured(String colour, String markup) {
    return colour.strip().matches("[a-zA-Z]+|#[0-9a-fA-F]{3,6}")
        ? "<mrow style=\"color:" + colour.strip() + "\">" + markup + "</mrow>"
        : markup;
  }

  private TexAtom operator(String name) throws TexException {
    boolean limits = name.equals("mathop") || source.takeDirect('*');
    String text = source.group();
    if (text.matches("[A-Za-z -]+")) {
      return new TexAtom(limits ? limit(text) : "<mi>" + text + "</mi>", limits, true);
    }
    String markup = nested(text, MathAlphabet.UPRIGHT);
    return new TexAtom(markup, limits, true);
  }

  /// Commands that set an alphabet: for an argument (`\mathbf`) or the rest of the row (`\bf`);
  /// and `\big` with its kin.
  private TexAtom styled(String name) throws TexException {
    if (name.matches("[bB]igg?[lrm]?")) {
      String em =
          name.startsWith("bigg")
              ? "2.4"
              : name.startsWith("big") ? "1.2" : name.startsWith("Bigg") ? "3" : "1.8";
      String form = name.endsWith("l") ? "prefix" : name.endsWith("r") ? "postfix" : "infix";
      return TexAtom.of(delimiter(form, " minsize=\"%1$sem\" maxsize=\"%1$sem\"".formatted(em)));
    }
    MathAlphabet chosen = alphabet(name);
    if (name.length() <= 4 && SWITCHES.contains(" " + name + " ")) {
      alphabet = chosen;
      return TexAtom.of("");
    }
    String argument = source.group();
    boolean word = argument.matches("[A-Za-z]{2,}") && chosen != MathAlphabet.ITALIC;
    return TexAtom.of(word ? identifier(argument, chosen) : nested(argument, chosen));
  }

  private String nested(String tex, MathAlphabet chosen) throws TexException {
    Latex inner = new Latex(tex, display, macros);
    inner.alphabet = chosen;
    inner.depth = depth + 1;
    return inner.formula();
  }

  private static @Nullable MathAlphabet alphabetOrNull(String name) {
    return switch (name) {
      case "mathrm", "rm", "mathup", "mathsfup" -> MathAlphabet.UPRIGHT;
      case "mathbf", "bf", "mathbfup" -> MathAlphabet.BOLD;
      case "boldsymbol", "bm", "pmb" -> MathAlphabet.BOLD_ITALIC;
      case "mathit", "it", "mathnormal" -> MathAlphabet.ITALIC;
      case "mathbb", "Bbb", "mathds" -> MathAlphabet.DOUBLE_STRUCK;
      case "mathcal", "cal", "mathscr" -> MathAlphabet.SCRIPT;
      case "mathfrak", "frak" -> MathAlphabet.FRAKTUR;
      case "mathsf", "sf" -> MathAlphabet.SANS;
      case "mathtt", "tt" -> MathAlphabet.MONOSPACE;
      default -> null;
    };
  }

  private static MathAlphabet alphabet(String name) throws TexException {
    MathAlphabet alphabet = alphabetOrNull(name);
    if (alphabet == null) {
      throw new TexException("\\" + name + " is not known");
    }
    return alphabet;
  }
}
