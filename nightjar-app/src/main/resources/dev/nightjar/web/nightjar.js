// Keeps pages up to date and makes forms a little nicer. Everything works without it.
"use strict";

const main = document.getElementById("main");

/* Makes `old` look like `fresh`, and touches only what differs: focus, selection, what is unfolded,
   ticked or scrolled, and frames stay as they are. */
function patch(old, fresh) {
  if (old.nodeType !== fresh.nodeType || old.nodeName !== fresh.nodeName) {
    old.replaceWith(document.importNode(fresh, true));
    return;
  }
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.data !== fresh.data) old.data = fresh.data;
    return;
  }
  if (old.isEqualNode(fresh)) return;
  const unfolds = old.nodeName === "DETAILS" && old.dataset.touched;
  for (const { name } of [...old.attributes]) {
    const own = name === "hidden" || name.startsWith("data-touched") || (unfolds && name === "open");
    if (!fresh.hasAttribute(name) && !own) old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (name === "hidden" || (unfolds && name === "open")) continue;
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  if (old.nodeName === "PROGRESS" && fresh.hasAttribute("value")) old.value = fresh.value;
  patchChildren(old, fresh);
}

function patchChildren(old, fresh) {
  const keyed = new Map();
  for (const child of old.children) if (child.dataset.key) keyed.set(child.dataset.key, child);
  let at = old.firstChild;
  for (const wanted of [...fresh.childNodes]) {
    const key = wanted.nodeType === Node.ELEMENT_NODE ? wanted.dataset.key : undefined;
    const same = key ? keyed.get(key) : undefined;
    if (same) {
      if (same !== at) old.insertBefore(same, at);
      else at = at.nextSibling;
      patch(same, wanted);
    } else if (at && !key && !(at.nodeType === Node.ELEMENT_NODE && at.dataset.key)) {
      const next = at.nextSibling;
      patch(at, wanted);
      at = next;
    } else {
      old.insertBefore(document.importNode(wanted, true), at);
    }
  }
  while (at) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
}

function follow(log, action) {
  const down = log && log.scrollHeight - log.scrollTop - log.clientHeight < 40;
  action();
  if (down) log.scrollTop = log.scrollHeight;
}

let asked = false;
let again = false;
let leaving = false;
async function refresh() {
  if (leaving) return;
  if (asked) {
    again = true;
    return;
  }
  asked = true;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (answer.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("main");
      if (fresh) {
        const before = main.dataset.say;
        follow(document.querySelector("[data-follow]"), () => patch(main, fresh));
        document.title = page.title;
        if (fresh.dataset.say !== before) document.getElementById("said").textContent = fresh.dataset.say;
        enhance();
        if (!page.body.dataset.live && source) source.close();
      }
    }
  } catch {
    // The server is away; the stream of events tells when it is back.
  }
  setTimeout(() => {
    asked = false;
    if (again) {
      again = false;
      refresh();
    }
  }, 400);
}

let source = null;
if (document.body.dataset.live) {
  source = new EventSource(document.body.dataset.live);
  let opened = false;
  source.onmessage = refresh;
  source.onopen = () => {
    if (opened) refresh();
    opened = true;
  };
  setInterval(() => document.hidden || source.readyState === EventSource.CLOSED || refresh(), 20000);
  addEventListener("pagehide", () => source.close());
}

/* Exact times on the reader's own clocks. */
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "long" });
function enhance() {
  for (const time of main.querySelectorAll("time[datetime]")) {
    const title = exact.format(new Date(time.dateTime));
    if (time.title !== title) time.title = title;
  }
  for (const all of main.querySelectorAll("input[data-all]")) all.hidden = false;
}
enhance();

const log = document.querySelector("[data-follow]");
if (log) log.scrollTop = log.scrollHeight;

document.addEventListener(
  "click",
  (event) => {
    const summary = event.target.closest("summary");
    if (summary) summary.parentElement.dataset.touched = "yes";
    const sure = event.target.closest("button[data-sure]");
    if (sure && !confirm(sure.dataset.sure)) event.preventDefault();
  },
  true,
);

/* What is deleted by a form is not asked for again. */
document.addEventListener("submit", (event) => {
  leaving = !event.defaultPrevented;
});
addEventListener("pageshow", () => {
  leaving = false;
});

document.addEventListener("change", (event) => {
  if (event.target.matches("input[data-all]")) {
    for (const box of event.target.form.querySelectorAll("td.pick input")) box.checked = event.target.checked;
  }
});

/* The next runs, as soon as a schedule is written. */
const preview = document.getElementById("preview");
if (preview) {
  const form = preview.closest("form");
  let timer = 0;
  let number = 0;
  const show = async () => {
    const mine = ++number;
    const body = new URLSearchParams(new FormData(form));
    body.set("do", "preview");
    try {
      const answer = await fetch(form.action, { method: "POST", body });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("preview");
      if (fresh && mine === number) preview.replaceChildren(...[...fresh.childNodes].map((node) => document.importNode(node, true)));
    } catch {
      // The button still works.
    }
  };
  form.addEventListener("input", (event) => {
    if (["schedule", "zone"].includes(event.target.name)) {
      clearTimeout(timer);
      timer = setTimeout(show, 250);
    }
  });
  /* A new definition is on the clocks of who makes it. */
  const zone = form.elements.zone;
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (location.search.includes("notebook=") && !form.elements.schedule.value && [...zone.options].some((one) => one.value === own)) {
    zone.value = own;
  }
}

const wrong = document.getElementById("wrong");
if (wrong) wrong.focus();
