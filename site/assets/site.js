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

  var field = form.querySelector("input"), status = form.querySelector("[role=status]");
  var list = form.querySelector("ol"), urgent = form.querySelector(".urgent");
  var index, asked;
  form.hidden = false;
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    var first = (urgent.hidden ? list : urgent).querySelector("a");
    if (first) first.focus();
  });
  field.addEventListener("focus", load);
  field.addEventListener("input", show);

  function load() {
    if (asked) return;
    asked = true;
    fetch(form.getAttribute("data-find")).then(function (answer) { return answer.json(); })
      .then(function (found) { index = ready(found); show(); })
      .catch(function () { asked = urgent.hidden = false; status.textContent = status.dataset.failed; });
  }
  // These two are the same in site/hooks/search_index.py, which says what they do.
  function spell(text) {
    return text.toLowerCase().normalize("NFC").replace(/æ/g, "ae").replace(/ø/g, "oe").replace(/å/g, "aa")
      .normalize("NFD").replace(/[\u0300-\u036f]/g, "");
  }
  function fold(word) { return word.replace(/aa|ae/g, "a").replace(/oe/g, "o").replace(/(?!^)([a-z])\1+/g, "$1"); }
  function words(text) { return text.match(/[\p{L}\p{N}]+/gu) || []; }
  function stem(word) {
    var short = word.replace(/(ernes|erne|enes|ende|eren|erens|ings|ing|ene|ens|ers|ets|ede|ere|er|en|et|es|ed|s|e)$/, "");
    return short.length > 3 ? short : word;
  }
  function ready(found) {
    found.stems = Object.create(null);
    for (var word in found.words) found.stems[word] = stem(word);
    return found;
  }
  // How alike a word of ours and the reader's are: 1 for the same, 0 for strangers.
  function like(word, root, wanted, wantedRoot) {
    if (word === wanted) return 1;
    if (root === wantedRoot) return .8;
    if (word.indexOf(wanted) === 0) return .7;
    if (wanted.length > 3 && word.indexOf(wantedRoot) >= 0) return .5;
    var at = word.length > 4 ? wanted.indexOf(root) : -1;
    if (at >= 0) return at === 0 && root.length > 5 ? .6 : .3;
    return wanted.length > 4 && near(word, wanted) ? .4 : 0;
  }
  // One letter wrong, missing, too many or in its neighbour's place; in a long word two in a row.
  function near(a, b) {
    var start = 0, enda = a.length, endb = b.length;
    while (start < enda && a[start] === b[start]) start++;
    while (enda > start && endb > start && a[enda - 1] === b[endb - 1]) { enda--; endb--; }
    var most = Math.max(enda, endb) - start;
    return most < 2 || most === 2 && (b.length > 7 || a[start] === b[start + 1] && a[start + 1] === b[start]);
  }
  function rank(query, all) {
    var pages = index.pages.map(function (page) { return { page: page, score: 0 }; });
    query.forEach(function (wanted) {
      var root = stem(wanted), hits = [], met = 0;
      for (var word in index.words) {
        var alike = like(word, index.stems[word], wanted, root), found = index.words[word];
        for (var at = 0; alike && at < found.length; at += 2) {
          if (!hits[found[at]]) met++;
          hits[found[at]] = Math.max(hits[found[at]] || 0, alike * found[at + 1]);
        }
      }
      hits.forEach(function (hit, at) { pages[at].score += hit * Math.log(1 + pages.length / met); });
    });
    // A phrase of the page's keywords, or the beginning of one, may consist of function words alone.
    index.phrases.forEach(function (pair) {
      if ((" " + all + " ").indexOf(" " + pair[0] + " ") >= 0) pages[pair[1]].score += 60;
      else if ((" " + pair[0]).indexOf(" " + all) >= 0) pages[pair[1]].score += 20;
    });
    return pages.filter(function (one) { return one.score > 0; })
      .sort(function (a, b) { return b.score - a.score; })
      .filter(function (one, at, found) { return at < 8 && one.score > found[0].score * .05; });
  }
  function look(text) {
    var said = words(spell(text));
    var query = said.filter(function (word) { return index.function_words.indexOf(word) < 0; });
    return rank(query.map(fold), said.map(fold).join(" "));
  }
  function dangerous(query) {
    return index.danger.some(function (entry) {
      return entry.every(function (part) {
        return query.some(function (word) {
          if (word === part || stem(word) === stem(part)) return true;
          if (part.length > 3 && word.indexOf(part) === 0) return true;
          return part.length > 4 && (word.indexOf(part) > 0 || word.length > 4 && word[0] === part[0] && near(part, word));
        });
      });
    });
  }
  function show() {
    var text = field.value.replace(/^\s*(\+|00)45\s*/, ""), joined = text.replace(/(\d)\s+(?=\d)/g, "$1");
    list.textContent = status.textContent = "";
    urgent.hidden = true;
    if (!index || !words(text).length) return;
    var found = look(joined), all = words(spell(text)).map(fold);
    if (!found.length && joined !== text) found = look(text);
    var counted = found.length === 1 ? status.dataset.one : status.dataset.many.replace("#", found.length);
    urgent.hidden = found.length > 0 && !dangerous(all);
    status.textContent = (urgent.hidden ? "" : status.dataset.urgent + " ") + (found.length ? counted : status.dataset.none);
    found.forEach(function (one) {
      var item = document.createElement("li"), link = document.createElement("a");
      item.dir = "auto";
      if (one.page[3]) item.lang = one.page[3];
      link.href = one.page[0];
      link.textContent = one.page[1];
      item.append(link, one.page[2]);
      list.append(item);
    });
  }
})();
