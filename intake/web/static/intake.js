// Steps are fetched and shown in place, so that the browser stores no POST and no text on the device.
// Pages live in memory only; history holds a number and nothing else. Without this file all works too.
(() => {
  "use strict";
  const pages = [];
  let at = 0;
  let busy = false;

  const put = (page) => {
    document.body.replaceChildren(page.body);
    document.documentElement.lang = page.lang;
    document.title = page.title;
    ready();
    const target = document.querySelector("[data-focus]") || document.querySelector("h1");
    if (target) target.focus();
    scrollTo(0, 0);
  };

  const take = (from) => {
    const body = from.createDocumentFragment();
    body.append(...from.body.childNodes);
    for (const needless of body.querySelectorAll("noscript, script")) needless.remove();
    return { body, lang: from.documentElement.lang, title: from.title };
  };

  const forget = () => {
    pages.length = 0;
    document.body.replaceChildren();
  };

  const count = (field) => {
    const shown = document.getElementById(field.dataset.count);
    const number = [...field.value.replace(/\r\n?/g, "\n")].length;
    const language = document.documentElement.lang === "da" ? "da-DK" : "en-GB";
    shown.querySelector("[data-number]").textContent = number.toLocaleString(language);
  };

  const ready = () => {
    for (const button of document.querySelectorAll("[data-print]")) button.hidden = false;
    for (const field of document.querySelectorAll("[data-count]")) count(field);
  };

  // The browser may fill in a name, but must not remember the one that was typed: it would be written
  // to the device. So the tokens (WCAG 1.3.5) are there until there is something to remember.
  const unremember = (fields) => {
    for (const field of fields) field.autocomplete = "off";
  };

  const fail = () => {
    if (!document.getElementById("unreachable-title")) {
      document.querySelector("main").prepend(document.getElementById("unreachable").content.cloneNode(true));
    }
    document.getElementById("unreachable-title").focus();
  };

  const ask = async (form, button) => {
    const address = (button && button.getAttribute("formaction")) || location.pathname;
    const answer = await fetch(address, {
      method: "POST",
      body: new URLSearchParams(new FormData(form, button)),
      cache: "no-store",
      credentials: "omit",
      redirect: "error",
      referrerPolicy: "no-referrer",
    });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!page.querySelector("main[data-infohus]")) throw new Error("not our page");
    return { page, address };
  };

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!("step" in form.dataset)) return;
    event.preventDefault();
    unremember(form.querySelectorAll("input"));
    if (busy) return;
    busy = true;
    try {
      const { page, address } = await ask(form, event.submitter);
      const received = page.querySelector("[data-received]") !== null;
      pages.length = at;
      pages[at] = take(document);
      if (received) pages.length = 0;
      at += 1;
      history.pushState({ at }, "", address);
      put(take(page));
    } catch {
      fail();
    } finally {
      busy = false;
    }
  });

  addEventListener("popstate", (event) => {
    if (!event.state) return; // a link within the page, not a step
    const to = event.state.at;
    if (!pages[to]) {
      forget();
      location.reload();
      return;
    }
    pages[at] = take(document);
    at = to;
    put(pages[to]);
  });

  document.addEventListener("click", (event) => {
    const exit = event.target.closest("[data-exit]");
    if (exit) {
      event.preventDefault();
      const address = exit.href;
      forget();
      location.replace(address);
    } else if (event.target.closest('a[href^="#"]')) {
      event.preventDefault();
      const field = document.getElementById(event.target.closest("a").hash.slice(1));
      field.scrollIntoView();
      field.focus();
    } else if (event.target.closest("[data-print]")) {
      print();
    }
  });

  document.addEventListener("input", (event) => {
    if (event.target.dataset.count) count(event.target);
    if (event.target.form) unremember(event.target.form.querySelectorAll("input"));
  });

  addEventListener("pageshow", (event) => {
    if (event.persisted) {
      forget();
      location.reload();
    }
  });

  history.replaceState({ at }, "");
  const summary = document.querySelector("[role=alert][data-focus]");
  if (summary) summary.focus();
  ready();
})();
