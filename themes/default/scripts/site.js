/* Adds three things to pages that are complete without it: the large-type button, open details where they
   belong open, and words of time corrected when a page is read after the day it was built. */
(function (root) {
  "use strict";

  function each(selector, act, within) {
    Array.prototype.forEach.call((within || document).querySelectorAll(selector), act);
  }
  function put(within, selector, text) {
    var found = within.querySelector(selector);
    if (found) found.textContent = text;
  }

  /* large type */
  function isElder() { return root.getAttribute("data-mode") === "elder"; }
  function openDetails() {
    var all = isElder(), wide = window.matchMedia && matchMedia("(min-width: 60em)").matches;
    each("details", function (one) {
      if (all || (wide && one.className.indexOf("filters") >= 0)) one.open = true;
    });
  }
  var buttons = document.querySelectorAll("[data-mode-toggle]");
  function showMode() {
    each("[data-mode-toggle]", function (button) {
      button.hidden = false;
      button.setAttribute("aria-pressed", String(isElder()));
    });
    openDetails();
  }
  Array.prototype.forEach.call(buttons, function (button) {
    button.addEventListener("click", function () {
      if (isElder()) root.removeAttribute("data-mode"); else root.setAttribute("data-mode", "elder");
      try { localStorage.setItem("mode", isElder() ? "elder" : ""); } catch (refused) { /* this page only */ }
      showMode();
    });
  });
  showMode();
  window.addEventListener("storage", function (event) {
    if (event.key !== "mode") return;
    if (event.newValue === "elder") root.setAttribute("data-mode", "elder"); else root.removeAttribute("data-mode");
    showMode();
  });
  window.addEventListener("beforeprint", function () { each("details", function (one) { one.open = true; }); });

  /* words of time, by the date in China; only ever forward, so a clock that is slow changes nothing */
  if (root.hasAttribute("data-fixed")) return;
  var today = new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10);
  function days(from, to) { return Math.round((Date.parse(to) - Date.parse(from)) / 864e5); }

  /* the words stand in the page, in its language */
  var store = document.getElementById("time-words"), words = {};
  if (!store) return;
  each("[data-word]", function (one) { words[one.getAttribute("data-word")] = one.textContent; }, store.content || store);
  function setSeal(within, state, before) {
    var word = words[state];
    each(".seal--" + before, function (seal) {
      seal.className = "seal seal--" + state + (/--stamp/.test(seal.className) ? " seal--stamp" + (word.length === 4 ? " seal--four" : "") : "");
      seal.textContent = word;
    }, within);
  }
  function setLeaf(within, kind, label, number, unit) {
    var leaf = within.querySelector(".leaf");
    if (!leaf) return;
    var size = (/leaf--(?:large|small)/.exec(leaf.className) || [""])[0], isSmall = size === "leaf--small";
    leaf.className = "leaf leaf--" + kind + " " + size;
    if (isSmall && unit === words.days) unit = words.few;
    put(leaf, ".leaf-label", label);
    put(leaf, ".leaf-unit", unit);
    put(leaf, ".leaf-number", number);
    leaf.querySelector(".leaf-number").className = "leaf-number" + (/^\d+$/.test(number) ? "" : " leaf-number--word");
  }
  each("[data-state=on_notice][data-end], [data-state=upcoming][data-end]", function (notice) {
    var start = notice.getAttribute("data-start"), end = notice.getAttribute("data-end"), was = notice.getAttribute("data-state");
    if (!start || today < start) return;
    var left = days(today, end) + 1, printed = notice.getAttribute("data-left");
    if (printed && left >= Number(printed)) return;
    if (left < 1) {
      setSeal(notice, "closed", was);
      setLeaf(notice, "closed", words.ended, notice.getAttribute("data-day") || end, words.pending);
      each(".verdict", function (line) { if (line.textContent === words.running) line.textContent = words.over; }, notice);
      each(".notice-object, .screen-only .button", function (link) { link.hidden = true; }, notice);
    } else {
      setSeal(notice, "on_notice", was);
      if (left === 1) setLeaf(notice, "on_notice leaf--last", words.last, words.today, words.closes);
      else setLeaf(notice, "on_notice", words.left, String(left), words.days);
    }
    each(".days > li", function (cell) {
      var day = cell.querySelector("time").getAttribute("datetime");
      cell.classList.toggle("past", day < today);
      cell.classList.toggle("today", day === today);
      if (day === today) { cell.setAttribute("aria-current", "date"); put(cell, ".days-why", words.today); }
      else if (cell.getAttribute("aria-current")) { cell.removeAttribute("aria-current"); put(cell, ".days-why", cell.getAttribute("data-why") || ""); }
    }, notice);
  });
  each("[data-honour=on_notice], [data-honour=upcoming]", function (honour) {
    var was = honour.getAttribute("data-honour"), now = was, running = false, ended = false;
    (honour.getAttribute("data-spans").match(/\S+/g) || []).forEach(function (span) {
      var ends = span.split("/");
      if (today > ends[1]) ended = true; else if (today >= ends[0]) running = true;
    });
    if (running) now = "on_notice"; else if (ended) now = "closed";
    if (now !== was) setSeal(honour, now, was);
  });
  each("[data-due]", function (promise) {
    var left = days(today, promise.getAttribute("data-due"));
    if (left >= 0) put(promise, "b", String(left));
    else { put(promise, "span", words.overdue); put(promise, "b", String(-left)); }
  });
  each("[data-closes]", function (bulletin) {
    var day = bulletin.querySelector(".closes time");
    if (day && today > bulletin.getAttribute("data-closes")) put(bulletin, ".closes", words.consulted.replace("{day}", day.textContent));
  });
})(document.documentElement);
