package dev.nightjar.notebook.html;

import java.util.Locale;

/// How a terminal shows a character, as set by "Select Graphic Rendition" (ECMA-48, 8.3.117).
/// Colours: -1 the default, 0–255 of xterm's palette, from [#RGB] on 24 bits of red, green and
/// blue.
record TextStyle(
    int foreground,
    int background,
    boolean bold,
    boolean faint,
    boolean italic,
    boolean underline,
    boolean inverse,
    boolean struck) {
  static final int RGB = 1 << 24;
  static final TextStyle PLAIN = new TextStyle(-1, -1, false, false, false, false, false, false);

  /// The style after `parameters`, the numbers of one SGR sequence.
  TextStyle with(int[] parameters) {
    TextStyle style = this;
    for (int i = 0; i < parameters.length; i++) {
      int code = parameters[i];
      if (code == 38 || code == 48) {
        int colour = extended(parameters, i);
        style = code == 38 ? style.foreground(colour) : style.background(colour);
        i += i + 1 < parameters.length && parameters[i + 1] == 2 ? 4 : 2;
      } else {
        style = style.with(code);
      }
    }
    return style;
  }

  private TextStyle with(int code) {
    return switch (code) {
      case 0 -> PLAIN;
      case 1 ->
          new TextStyle(foreground, background, true, faint, italic, underline, inverse, struck);
      case 2 ->
          new TextStyle(foreground, background, bold, true, italic, underline, inverse, struck);
      case 3 ->
          new TextStyle(foreground, background, bold, faint, true, underline, inverse, struck);
      case 4, 21 ->
          new TextStyle(foreground, background, bold, faint, italic, true, inverse, struck);
      case 7 -> new TextStyle(foreground, background, bold, faint, italic, underline, true, struck);
      case 9 ->
          new TextStyle(foreground, background, bold, faint, italic, underline, inverse, true);
      case 22 ->
          new TextStyle(foreground, background, false, false, italic, underline, inverse, struck);
      case 23 ->
          new TextStyle(foreground, background, bold, faint, false, underline, inverse, struck);
      case 24 -> new TextStyle(foreground, background, bold, faint, italic, false, inverse, struck);
      case 27 ->
          new TextStyle(foreground, background, bold, faint, italic, underline, false, struck);
      case 29 ->
          new TextStyle(foreground, background, bold, faint, italic, underline, inverse, false);
      case 39 -> foreground(-1);
      case 49 -> background(-1);
      default -> {
        if (code >= 30 && code <= 37) {
          yield foreground(code - 30);
        } else if (code >= 40 && code <= 47) {
          yield background(code - 40);
        } else if (code >= 90 && code <= 97) {
          yield foreground(code - 82);
        } else if (code >= 100 && code <= 107) {
          yield background(code - 92);
        }
        yield this;
      }
    };
  }

  private TextStyle foreground(int colour) {
    return new TextStyle(colour, background, bold, faint, italic, underline, inverse, struck);
  }

  private TextStyle background(int colour) {
    return new TextStyle(foreground, colour, bold, faint, italic, underline, inverse, struck);
  }

  private static int extended(int[] parameters, int at) {
    if (at + 2 < parameters.length && parameters[at + 1] == 5) {
      return parameters[at + 2] & 0xff;
    }
    if (at + 4 < parameters.length && parameters[at + 1] == 2) {
      return RGB
          | (parameters[at + 2] & 0xff) << 16
          | (parameters[at + 3] & 0xff) << 8
          | parameters[at + 4] & 0xff;
    }
    return -1;
  }

  /// The start tag of a `<span>` of this style. The sixteen named colours are classes that the
  /// style sheet fits to light and dark; others are given as they are.
  String openTag() {
    StringBuilder classes = new StringBuilder();
    StringBuilder css = new StringBuilder();
    int ink = inverse ? background : foreground;
    int paper = inverse ? foreground : background;
    if (ink >= 0 || inverse) {
      colour(ink, "nj-f", "nj-fi", classes, css, paper < 0);
    }
    if (paper >= 0 || inverse) {
      colour(paper, "nj-b", "nj-bi", classes, css, false);
    }
    classes.append(bold ? " nj-bold" : "").append(faint ? " nj-faint" : "");
    classes.append(italic ? " nj-it" : "").append(underline ? " nj-ul" : "");
    classes.append(struck ? " nj-st" : "");
    return "<span class=\"%s\"%s>"
        .formatted(classes.toString().strip(), css.isEmpty() ? "" : " style=\"" + css + "\"");
  }

  private static void colour(
      int colour,
      String name,
      String inverted,
      StringBuilder classes,
      StringBuilder css,
      boolean fitted) {
    if (colour < 0) {
      classes.append(' ').append(inverted);
    } else if (colour < 16) {
      classes.append(' ').append(name).append(colour);
    } else {
      int rgb = colour < RGB ? palette(colour) : colour & 0xffffff;
      String property = name.equals("nj-f") ? "color" : "background-color";
      if (fitted) {
        classes.append(" nj-fx");
        css.append("--l:%s;--d:%s;".formatted(hex(readable(rgb, false)), hex(readable(rgb, true))));
      } else {
        css.append(property).append(':').append(hex(rgb)).append(';');
      }
    }
  }

  private static String hex(int rgb) {
    return String.format(Locale.ROOT, "#%06x", rgb);
  }

  /// xterm's palette: a cube of 6×6×6, then 24 greys.
  private static int palette(int colour) {
    if (colour >= 232) {
      int grey = 8 + (colour - 232) * 10;
      return grey << 16 | grey << 8 | grey;
    }
    int cube = colour - 16;
    return level(cube / 36) << 16 | level(cube / 6 % 6) << 8 | level(cube % 6);
  }

  private static int level(int step) {
    return step == 0 ? 0 : 55 + 40 * step;
  }

  /// `rgb`, moved towards black or white until it can be read on a light or dark page.
  private static int readable(int rgb, boolean onDark) {
    int colour = rgb;
    for (int i = 0; i < 12 && (onDark ? luminance(colour) < 0.27 : luminance(colour) > 0.16); i++) {
      colour = towards(colour, onDark ? 255 : 0);
    }
    return colour;
  }

  private static int towards(int rgb, int end) {
    int red = ((rgb >> 16 & 0xff) * 5 + end) / 6;
    int green = ((rgb >> 8 & 0xff) * 5 + end) / 6;
    int blue = ((rgb & 0xff) * 5 + end) / 6;
    return red << 16 | green << 8 | blue;
  }

  /// Relative luminance, near enough to WCAG 2's.
  private static double luminance(int rgb) {
    return 0.2126 * Math.pow((rgb >> 16 & 0xff) / 255.0, 2.2)
        + 0.7152 * Math.pow((rgb >> 8 & 0xff) / 255.0, 2.2)
        + 0.0722 * Math.pow((rgb & 0xff) / 255.0, 2.2);
  }
}
