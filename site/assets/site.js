// Everything works without this script; it adds search, a menu that closes, and a way out that replaces the page.
(function () {
  "use strict";
  var each = function (list, act) { Array.prototype.forEach.call(list, act); };
  var menu = document.querySelector(".menu");
  var form = document.querySelector("[data-find]");

  each(document.querySelectorAll("[data-exit]"), function (link) {
    link.addEventListener("click", function (event) {
      event.preventDefault();
      location.replace(link.href);
    });
  });
  each(document.querySelectorAll("[data-print]"), function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });
  addEventListener("beforeprint", function () {
    each(document.querySelectorAll("main details"), function (part) { part.open = true; });
  });
  if (!menu) return;
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  document.addEventListener("click", function (event) {
    if (menu.open && !menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("focusout", function (event) {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
  });
  if (!form) return;

  var field = form.querySelector("input"), status = form.querySelector("[role=status]"), list = form.querySelector("ol");
  var pages, asked;
  form.hidden = false;
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    var first = list.querySelector("a");
    if (first) first.focus();
  });
  field.addEventListener("focus", load);
  field.addEventListener("input", show);

  function load() {
    if (asked) return;
    asked = true;
    fetch(form.getAttribute("data-find")).then(function (answer) { return answer.json(); })
      .then(function (found) { pages = found.map(ready); show(); })
      .catch(function () { asked = false; status.textContent = status.dataset.failed; });
  }
  // One spelling for all: no capitals, accents or Danish letters.
  function fold(text) {
    return text.toLowerCase().replace(/æ/g, "ae").replace(/ø/g, "oe").replace(/å/g, "aa").normalize("NFD").replace(/[\u0300-\u036f]/g, "");
  }
  function words(text) { return fold(text).match(/[a-z0-9]+/g) || []; }
  function stem(word) {
    var short = word.replace(/(ernes|erne|enes|ende|eren|erens|ings|ing|ene|ens|ers|ets|ede|er|en|et|es|ed|s|e)$/, "");
    return short.length > 3 ? short : word;
  }
  // A page as the weight of each of its words: the title counts more than the text.
  function ready(page) {
    var weights = Object.create(null);
    [[page.title, 8], [page.keywords, 8], [page.description, 4], [page.headings, 3], [page.text, 1]].forEach(function (part) {
      words(part[0]).forEach(function (word) {
        weights[word] = Math.min((weights[word] || 0) + (part[1] > 1 ? part[1] : .5), 12);
      });
    });
    return { page: page, weights: weights };
  }
  function like(word, wanted) {
    if (word === wanted) return 1;
    if (stem(word) === stem(wanted)) return .8;
    if (word.indexOf(wanted) === 0) return .7;
    if (wanted.length > 3 && word.indexOf(stem(wanted)) >= 0) return .5;
    if (word.length > 4 && wanted.indexOf(stem(word)) >= 0) return .3;
    return wanted.length > 4 && near(word, wanted) ? .3 : 0;
  }
  // One letter wrong, missing or too many.
  function near(a, b) {
    if (Math.abs(a.length - b.length) > 1) return false;
    var start = 0, end = 0, most = Math.min(a.length, b.length);
    while (start < most && a[start] === b[start]) start++;
    while (end < most - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
    return Math.max(a.length, b.length) - start - end <= 1;
  }
  function rank(query) {
    var scores = pages.map(function () { return 0; });
    query.forEach(function (wanted) {
      var hits = pages.map(function (one) {
        var best = 0;
        for (var word in one.weights) best = Math.max(best, like(word, wanted) * one.weights[word]);
        return best;
      });
      var met = hits.filter(Boolean).length;
      if (met) hits.forEach(function (hit, at) { scores[at] += hit * Math.log(1 + pages.length / met); });
    });
    return pages.map(function (one, at) { return { page: one.page, score: scores[at] }; })
      .filter(function (one) { return one.score > 0; })
      .sort(function (a, b) { return b.score - a.score; })
      .filter(function (one, at, all) { return at < 8 && one.score > all[0].score * .05; });
  }
  function show() {
    var query = words(field.value);
    list.textContent = status.textContent = "";
    if (!pages || !query.length) return;
    var found = rank(query);
    var counted = found.length === 1 ? status.dataset.one : status.dataset.many.replace("#", found.length);
    status.textContent = found.length ? counted : status.dataset.none;
    found.forEach(function (one) {
      var item = document.createElement("li"), link = document.createElement("a");
      link.href = one.page.address;
      link.textContent = one.page.title;
      item.append(link, one.page.description);
      list.append(item);
    });
  }
})();
