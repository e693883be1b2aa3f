package dev.nightjar.web;

import java.util.ArrayList;
import java.util.List;

/// What each page must have for everybody to use it, looked at in the page itself.
final class Accessibility {
  private Accessibility() {}

  /// An expression whose value is a list of what is wrong.
  private static final String CHECKS =
      """
      (() => {
        const wrong = [];
        const name = e => `${e.tagName.toLowerCase()}${e.id ? '#' + e.id : ''}.${e.getAttribute('class') || ''}`;
        if (document.documentElement.scrollWidth > innerWidth) {
          const wide = [...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1);
          wrong.push('wider than the window: ' + wide.slice(0, 3).map(name));
        }
        for (const e of document.querySelectorAll('input:not([type=hidden]), select, textarea')) {
          if (!e.labels.length && !e.ariaLabel) wrong.push('no label: ' + name(e));
        }
        for (const e of document.querySelectorAll('img, iframe')) {
          if (!e.hasAttribute('alt') && !e.title) wrong.push('no words for ' + name(e));
        }
        for (const e of document.querySelectorAll('button, a[href]')) {
          if (e.ariaHidden || e.closest('svg')) continue;
          if (!(e.textContent.trim() || e.ariaLabel)) wrong.push('no name: ' + name(e));
        }
        let level = 0;
        for (const e of document.querySelectorAll('h1, h2, h3, h4')) {
          const now = +e.tagName[1];
          if (now > level + 1) wrong.push('heading skips a level: ' + e.textContent);
          level = now;
        }
        if (document.querySelectorAll('h1').length !== 1) wrong.push('not one h1');
        for (const one of ['main', 'nav', 'header', '[lang]', 'title']) {
          if (!document.querySelector(one)) wrong.push('no ' + one);
        }
        const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
        ids.filter((id, i) => ids.indexOf(id) !== i).forEach(id => wrong.push('twice: #' + id));
        for (const e of document.querySelectorAll('[aria-describedby], [aria-labelledby]')) {
          const to = `${e.getAttribute('aria-describedby') || ''} ${e.getAttribute('aria-labelledby') || ''}`;
          for (const id of to.trim().split(/\\s+/)) if (!document.getElementById(id)) wrong.push('leads nowhere: ' + id);
        }
        const rgb = text => (text.match(/[\\d.]+/g) || [0, 0, 0, 0]).map(Number);
        const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
          .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
          .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
        const ground = e => {
          for (; e; e = e.parentElement) {
            const c = rgb(getComputedStyle(e).backgroundColor);
            if (c.length < 4 || c[3] > 0) return c;
          }
          return [255, 255, 255];
        };
        const seen = new Set();
        for (const e of document.querySelectorAll('body *')) {
          const own = [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
          const style = getComputedStyle(e);
          if (!own || !e.checkVisibility({visibilityProperty: true}) || e.closest('.unseen, .skip, option, svg, :disabled')) continue;
          const [a, b] = [light(rgb(style.color)), light(ground(e))];
          const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
          if (contrast < 4.5 && !seen.has(name(e))) {
            seen.add(name(e));
            wrong.push(`contrast ${contrast.toFixed(2)}: ${name(e)}`);
          }
        }
        return wrong;
      })()""";

  /// What is wrong with pages, by what we look for ourselves and by axe: in light on a desk, in
  /// dark on a phone.
  ///
  /// @return the page and the rule of each
  static List<String> problems(Tab tab, String server, List<String> paths) {
    List<String> wrong = new ArrayList<>();
    for (String path : paths) {
      for (boolean dark : List.of(false, true)) {
        tab.dark(dark);
        tab.size(dark ? 360 : 1280, 800);
        tab.go(server + path);
        String page = "%s (%s): ".formatted(path, dark ? "dark, phone" : "light");
        tab.run(CHECKS).forEach(one -> wrong.add(page + one.asString("")));
        Axe.violations(tab).forEach(one -> wrong.add(page + one));
      }
    }
    return wrong;
  }
}
