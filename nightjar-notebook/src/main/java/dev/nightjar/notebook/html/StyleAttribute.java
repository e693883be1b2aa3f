package dev.nightjar.notebook.html;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// A `style` attribute of unknown origin, reduced to declarations that can neither load anything
/// nor leave their place on the page.
final class StyleAttribute {
  private static final Set<String> PROPERTIES =
      Set.of(
          "color opacity width height min-width min-height max-width max-height vertical-align"
              .concat(" text-align text-decoration text-transform text-indent line-height float")
              .concat(" clear white-space word-break overflow-wrap display overflow overflow-x")
              .concat(" overflow-y list-style-type letter-spacing box-sizing gap row-gap flex")
              .concat(" column-gap flex-direction flex-wrap flex-grow flex-shrink flex-basis")
              .concat(" justify-content align-items align-self align-content table-layout")
              .concat(" grid-template-columns grid-template-rows grid-column grid-row columns")
              .concat(" column-count aspect-ratio visibility direction caption-side border")
              .concat(" background background-color margin padding font object-fit")
              .split(" "));
  private static final Pattern FAMILY =
      Pattern.compile("(background|border|margin|padding|font)(-[a-z-]+)?");
  private static final Pattern VALUE = Pattern.compile("[\\w\\s#%.,+*/'\"!()-]*");
  private static final Pattern OTHER_FUNCTION =
      Pattern.compile(
          "(?<!\\b(?:rgba?|hsla?|calc|linear-gradient|repeat|minmax|min|max|clamp))\\(",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern NEGATIVE = Pattern.compile("(^|[\\s(])-[\\d.]");
  private static final int LONGEST = 4000;

  private StyleAttribute() {}

  /// The declarations of `style` that are harmless, possibly none.
  static String clean(String style) {
    StringBuilder clean = new StringBuilder();
    if (style.length() <= LONGEST) {
      for (String declaration : style.split(";", -1)) {
        int colon = declaration.indexOf(':');
        if (colon > 0) {
          String property = declaration.substring(0, colon).strip().toLowerCase(Locale.ROOT);
          String value = declaration.substring(colon + 1).strip();
          if (isHarmless(property, value)) {
            clean.append(property).append(':').append(value).append(';');
          }
        }
      }
    }
    return clean.toString();
  }

  /// Whether colours are set, which were chosen for a white page.
  static boolean setsColour(String clean) {
    return clean.contains("color:") || clean.contains("background:");
  }

  private static boolean isHarmless(String property, String value) {
    boolean known = PROPERTIES.contains(property) || FAMILY.matcher(property).matches();
    boolean moves = property.startsWith("margin") || property.equals("text-indent");
    return known
        && !value.isEmpty()
        && VALUE.matcher(value).matches()
        && !OTHER_FUNCTION.matcher(value).find()
        && !(moves && NEGATIVE.matcher(value).find());
  }
}
