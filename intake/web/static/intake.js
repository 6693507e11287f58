// Steps are fetched and shown in place, so that the browser stores no POST and no text on the device.
// Pages live in memory only; history holds a number and nothing else. What this file needs is looked
// for first: whatever is missing, or goes wrong before the request went, leaves the browser's own post.
// No syntax from after 2018 (Chromium 70): an older browser would not read a line of it.
(() => {
  "use strict";
  const NEARLY_FULL = 1000; // signs left, from where on the page says so
  const SETTLING = 200; // milliseconds in which a screen reader takes leave of the last page
  const CALLING = 1000; // milliseconds in which a browser opens the telephone
  const pages = [];
  let at = (history.state && history.state.at) || 0;
  let busy = false;
  let typed = false; // something that a closed page would lose
  let leaving = false; // by the browser's own post
  let called = 0;
  let pressed = null;

  const needed = [
    window.fetch,
    window.URLSearchParams,
    window.FormData && FormData.prototype.forEach,
    window.DOMParser && DOMParser.prototype.parseFromString,
    window.HTMLTemplateElement,
    window.NodeList && NodeList.prototype.forEach,
    window.Element && Element.prototype.closest,
    history.pushState,
  ];

  // A browser that posts by itself keeps what was typed, as one without a script does: the page says so.
  const tell = () => {
    Array.from(document.querySelectorAll("noscript")).forEach((told) => {
      told.outerHTML = told.textContent;
    });
  };

  if (!needed.every(Boolean)) {
    tell();
    return;
  }

  const take = (from) => {
    const body = from.createDocumentFragment();
    while (from.body.firstChild) body.appendChild(from.body.firstChild);
    body.querySelectorAll("noscript, script").forEach((needless) => needless.remove());
    const { lang, dir } = from.documentElement;
    return { body, lang, dir, title: from.title };
  };

  const put = (page) => {
    document.body.appendChild(page.body);
    document.documentElement.lang = page.lang;
    document.documentElement.dir = page.dir;
    document.title = page.title;
    ready();
    const target = document.querySelector("[data-focus]") || document.querySelector("h1");
    scrollTo(0, 0);
    setTimeout(() => {
      if (target && document.activeElement === document.body) target.focus({ preventScroll: true });
    }, SETTLING);
  };

  const forget = () => {
    typed = false;
    pages.length = 0;
    take(document);
  };

  // The counter is plain text. A line of its own is spoken when the text grows past a limit, no oftener.
  const count = (field, speaks) => {
    const number = Array.from(field.value.replace(/\r\n?/g, "\n")).length;
    const shown = document.getElementById(field.id + "-count");
    shown.querySelector("[data-number]").textContent = number.toLocaleString(document.documentElement.lang);
    const left = Number(field.dataset.count) - number;
    const level = left < 0 ? "over" : left < NEARLY_FULL ? "near" : "";
    const limit = document.getElementById(field.id + "-limit");
    if (speaks && level !== (limit.dataset.level || "")) limit.textContent = limit.dataset[level] || "";
    limit.dataset.level = level;
  };

  const ready = () => {
    document.querySelectorAll("[data-print]").forEach((button) => { button.hidden = false; });
    document.querySelectorAll("[data-count]").forEach((field) => count(field, false));
  };

  // The browser may fill in a name, but must not remember the one that was typed: it would be written
  // to the device. So the tokens (WCAG 1.3.5) are there until there is something to remember.
  const unremember = (form) => {
    form.querySelectorAll("input").forEach((field) => { field.autocomplete = "off"; });
  };

  const fail = (sends) => {
    const shown = document.querySelector("main > [data-failed]");
    if (shown) shown.remove();
    const main = document.querySelector("main");
    const kind = document.getElementById(sends ? "unreachable" : "unsent");
    main.insertBefore(kind.content.cloneNode(true), main.firstChild);
    main.querySelector("[data-failed] h2").focus();
  };

  const ask = (form, button, address) => {
    const fields = new URLSearchParams();
    new FormData(form).forEach((value, name) => fields.append(name, value));
    if (button && button.name) fields.append(button.name, button.value); // no browser before 2023 does
    return fetch(address, {
      method: "POST",
      body: fields,
      cache: "no-store",
      credentials: "omit",
      redirect: "error",
      referrerPolicy: "no-referrer",
    }).then((answer) => answer.text());
  };

  // The browser's own post, with the button that was pressed.
  const plainly = (form, button, address) => {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = button ? button.name : "";
    field.value = button ? button.value : "";
    form.appendChild(field);
    form.setAttribute("action", address);
    leaving = true;
    HTMLFormElement.prototype.submit.call(form);
  };

  const show = (text, address) => {
    const answer = new DOMParser().parseFromString(text, "text/html");
    if (!answer.querySelector("main[data-infohus]")) return false;
    const received = answer.querySelector("[data-received]") !== null;
    const next = take(answer);
    const last = take(document);
    try {
      history.pushState({ at: at + 1 }, "", address);
      put(next);
    } catch (problem) {
      take(document);
      document.body.appendChild(last.body);
      throw problem;
    }
    pages.length = at;
    pages[at] = last;
    at += 1;
    if (received) {
      pages.length = 0;
      typed = false;
    }
    return true;
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!("step" in form.dataset)) return;
    if (busy) {
      event.preventDefault();
      return;
    }
    const button = event.submitter || (pressed && pressed.form === form ? pressed : null);
    const address = (button && button.getAttribute("formaction")) || form.getAttribute("action") || location.pathname;
    let answer;
    try {
      unremember(form);
      answer = ask(form, button, address);
    } catch (problem) {
      leaving = true;
      return;
    }
    event.preventDefault();
    const sends = Boolean(button) && button.value === "send";
    busy = true;
    answer
      .then((text) => show(text, address) || fail(sends), () => fail(sends))
      .catch(() => plainly(form, button, address))
      .then(() => { busy = false; });
  });

  addEventListener("popstate", (event) => {
    if (!event.state) return; // a link within the page, not a step
    const to = event.state.at;
    if (pages[to]) {
      pages[at] = take(document);
      at = to;
      put(pages[to]);
    } else if (!typed) {
      forget();
      location.reload();
    }
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) pressed = button;
    const link = event.target.closest("a");
    if (link && "exit" in link.dataset) {
      event.preventDefault();
      const address = link.href;
      forget();
      location.replace(address);
    } else if (link && link.getAttribute("href").startsWith("#")) {
      event.preventDefault();
      const field = document.getElementById(link.hash.slice(1));
      field.scrollIntoView();
      field.focus();
    } else if (link && link.protocol === "tel:") {
      called = Date.now();
    } else if (button && "print" in button.dataset) {
      print();
    }
  });

  document.addEventListener("input", (event) => {
    const field = event.target;
    if (field.type !== "radio") typed = true;
    if (field.dataset.count) count(field, true);
    if (field.form) unremember(field.form);
  });

  addEventListener("beforeunload", (event) => {
    if (!typed || leaving || Date.now() - called < CALLING) return;
    event.preventDefault();
    event.returnValue = true;
  });

  addEventListener("pageshow", (event) => {
    if (event.persisted) {
      forget();
      location.reload();
    }
  });

  // Or a browser may send what is typed to its maker, to guess the next word. As `spellcheck` does in
  // the page; this one is newer than what checks our HTML.
  document.documentElement.setAttribute("writingsuggestions", "false");
  history.replaceState({ at }, "");
  const mistakes = document.getElementById("summary-title");
  if (mistakes) mistakes.focus();
  ready();
})();
