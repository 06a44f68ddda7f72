/* The search page; its whole state is in the address. What comes from the index becomes text, never markup. */
(function (root) {
  "use strict";

  var form = document.querySelector("[data-search]");
  if (!form || !String.prototype.normalize) { root.removeAttribute("data-js"); return; }

  var input = form.querySelector("input"), place = document.querySelector("[data-found]"), list = place.querySelector("[data-hits]");
  var sentence = place.querySelector("[data-sentence]"), said = document.querySelector("[data-said]"), chips = place.querySelector("[data-chips]");
  var side = place.querySelector("[data-facets]"), moreButton = place.querySelector("[data-more]"), browse = document.querySelector("[data-browse]");
  var FACETS = ["kind", "region", "sector", "honour", "year", "state"], AT_A_TIME = 20, VALUES = 8, MORE_VALUES = 40, HONOURS = 3;
  var PAUSE = 160, QUIET = 900, KEPT = 700, STANDS = 3000; // milliseconds
  var words = {}, engine = null, isOpen = false, isOpening = false, isComposing = false, turn = 0, answer = null, timers = {};
  var chosen = {}, groups = {};
  FACETS.forEach(function (name) { chosen[name] = []; });
  Array.prototype.forEach.call(document.querySelector("[data-words]").content.querySelectorAll("[data-word]"), function (one) {
    words[one.getAttribute("data-word")] = one.textContent;
  });

  function word(name, values) {
    return (words[name] || "").replace(/\{(\w+)\}/g, function (_, key) { return values[key]; });
  }
  function make(tag, className, text) {
    var one = document.createElement(tag);
    if (className) one.className = className;
    if (text !== undefined) one.textContent = text;
    return one;
  }
  function later(name, wait, act) { clearTimeout(timers[name]); timers[name] = setTimeout(act, wait); }

  var come = {}, folder = form.getAttribute("data-index").replace(/base\.js$/, ""), stamp = form.getAttribute("data-stamp");
  window.searchPart = function (name, content) { come[name] = content; };
  function run(address, done) {
    var script = document.createElement("script");
    script.onload = script.onerror = function () {
      script.parentNode.removeChild(script);
      done();
    };
    script.src = address;
    document.head.appendChild(script);
  }
  function load(name, done) {
    run(folder + name + ".js?v=" + stamp, function () {
      var content = Object.prototype.hasOwnProperty.call(come, name) ? come[name] : null;
      delete come[name];
      done(content);
    });
  }

  function decode(text) {
    try { return decodeURIComponent(text.replace(/\+/g, " ")); } catch (broken) { return text; }
  }
  function readAddress() {
    FACETS.forEach(function (name) { chosen[name] = []; });
    var text = "";
    location.search.slice(1).split("&").forEach(function (pair) {
      var cut = pair.indexOf("="), name = cut < 0 ? pair : pair.slice(0, cut), value = cut < 0 ? "" : decode(pair.slice(cut + 1));
      if (name === "q") text = value;
      else if (chosen.hasOwnProperty(name) && value && chosen[name].indexOf(value) < 0) chosen[name].push(value);
    });
    if (input.value !== text) input.value = text;
  }
  function address() {
    var pairs = [];
    FACETS.forEach(function (name) { chosen[name].forEach(function (value) { pairs.push([name, value]); }); });
    if (input.value.trim()) pairs.push(["q", input.value.trim()]);
    pairs = pairs.map(function (pair) { return pair[0] + "=" + encodeURIComponent(pair[1]); }).sort();
    return location.pathname + (pairs.length ? "?" + pairs.join("&") : "");
  }
  function isNew() { return address() !== location.pathname + location.search; }
  function push() {
    clearTimeout(timers.address);
    if (!isNew()) return;
    try { history.pushState(null, "", address()); } catch (refused) { location.href = address(); }
  }
  function replace() {
    try { if (isNew()) history.replaceState(null, "", address()); } catch (refused) { /* the address waits for Enter */ }
  }

  /* ---- results ---- */

  function isAsked() { return input.value.trim() !== "" || FACETS.some(function (name) { return chosen[name].length; }); }
  function tell(text) {
    sentence.textContent = text;
    later("said", QUIET, function () { said.textContent = text; });
  }
  function tellNumber() {
    if (!answer.found.isWhole) return tell(word("so-far", { n: answer.total }));
    if (!answer.total) return tell(words.none);
    tell(word(answer.unsure ? "at-most" : "found", { n: answer.total.toLocaleString("zh-CN") }));
  }
  function search() {
    clearTimeout(timers.search);
    var mine = ++turn;
    place.hidden = !isAsked();
    browse.hidden = isAsked();
    if (!isOpen) {
      if (isAsked()) tell(words.waiting);
      return open();
    }
    if (!isAsked()) { list.textContent = ""; said.textContent = ""; showChips(); return; }
    list.setAttribute("aria-busy", "true");
    var waiting = setTimeout(function () { if (mine === turn) tell(words.waiting); }, 250);
    engine.find(engine.words(input.value), function (found) {
      if (mine !== turn) return;
      clearTimeout(waiting);
      if (!found) { browse.hidden = false; list.setAttribute("aria-busy", "false"); return tell(words.lost); }
      answer = engine.answer(found, chosen);
      showChips();
      showCounts();
      show(mine, true);
    });
  }
  function show(mine, isFirst) {
    var before = list.children.length, isFresh = isFirst;
    if (isFirst) before = 0;
    engine.more(answer, AT_A_TIME, function (rows) {
      if (mine !== turn) return;
      var part = document.createDocumentFragment();
      rows.forEach(function (row) { part.appendChild(hit(row)); });
      if (isFresh) { list.textContent = ""; isFresh = false; }
      list.appendChild(part);
      tellNumber();
    }, function (isLost) {
      if (mine !== turn) return;
      if (isFresh) list.textContent = "";
      moreButton.hidden = isLost || answer.at >= answer.rows.length;
      if (isLost) tell(words.lost); else tellNumber();
      if (answer.found.isWhole) list.setAttribute("aria-busy", "false");
      if (!isFirst && list.children[before]) list.children[before].querySelector("a").focus();
    });
  }
  function pieces(into, parts) {
    parts.forEach(function (part) {
      if (part[1]) into.appendChild(make("mark", "", part[0]));
      else into.appendChild(document.createTextNode(part[0]));
    });
    return into;
  }
  function hit(row) {
    var asked = answer.found.words, record = engine.records[row], lines = record[2], columns = engine.columns;
    var kind = window.SearchEngine.parts.kinds[columns.kind[row]], one = make("li", "hit");
    var head = make("div", "hit-head"), title = make("h3", "card-title"), link = make("a");
    link.href = record[0].split("/").map(encodeURIComponent).join("/");
    title.appendChild(pieces(link, engine.marked(lines[0], asked)));
    head.appendChild(title);
    head.appendChild(make("span", "soft", words["kind-" + kind]));
    if (record[1] && words["sample-" + kind]) head.appendChild(make("span", "sample", words["sample-" + kind]));
    one.appendChild(head);
    if (lines[2] && lines[2] !== lines[0]) one.appendChild(pieces(make("p", "card-headline"), engine.marked(lines[2], asked)));
    var about = [[lines[4], lines[5]].filter(Boolean).join(" "), lines[6].split(" ").slice(-2).join(""), lines[7]].filter(Boolean).join(" · ");
    if (about) one.appendChild(pieces(make("p", "soft"), engine.marked(about, asked)));
    var text = engine.snippet(row, asked);
    if (text.length && text.map(function (p) { return p[0]; }).join("") !== lines[2]) one.appendChild(pieces(make("p", "hit-text"), text));
    awards(row).forEach(function (line) { one.appendChild(award(line)); });
    return one;
  }
  /* The honours that the facets ask for come first. */
  function awards(row) {
    var base = engine.columns.base;
    function isMeant(line) {
      return [["honour", base.titles[line[0]]], ["year", String(line[2])], ["state", line[1]]].every(function (pair) {
        return !chosen[pair[0]].length || chosen[pair[0]].indexOf(pair[1]) >= 0;
      });
    }
    var held = base.awards[engine.columns.award[row]], meant = held.filter(isMeant);
    return meant.concat(held.filter(function (line) { return meant.indexOf(line) < 0; })).slice(0, HONOURS);
  }
  function award(line) {
    var title = engine.columns.base.titles[line[0]], one = make("p", "card-honour"), level = words["level-" + line[3]];
    one.appendChild(make("span", "seal seal--" + line[1], words["state-" + line[1]]));
    if (!title) return one;
    one.appendChild(document.createTextNode(" "));
    one.appendChild(pieces(make("span"), engine.marked(word(line[1] === "honoured" ? "held" : "proposed", { title: title }), answer.found.words)));
    var more = [level, line[2] ? word("year", { year: line[2] }) : ""].filter(Boolean).join(" · ");
    if (more) one.appendChild(make("span", "soft honour-year", more));
    return one;
  }

  /* ---- facets ---- */

  function nameOf(facet, value) {
    if (facet === "kind" || facet === "state") return words[facet + "-" + value] || value;
    if (facet === "year") return word("year", { year: value });
    return facet === "region" ? value.split("/").join(" ") : value;
  }
  function choose(facet, value, isOn) {
    var at = chosen[facet].indexOf(value);
    if (isOn && at < 0) chosen[facet].push(value);
    if (!isOn && at >= 0) chosen[facet].splice(at, 1);
    push();
    search();
  }
  function box(facet, value) {
    var item = make("li"), label = make("label"), check = make("input"), number = make("b", "number");
    check.type = "checkbox";
    label.appendChild(check);
    label.appendChild(make("span", "", facet === "region" ? value.split("/").pop() : nameOf(facet, value)));
    label.appendChild(number);
    item.appendChild(label);
    check.addEventListener("change", function () { choose(facet, value, check.checked); });
    groups[facet].boxes[value] = { check: check, number: number, label: label, item: item };
    return item;
  }
  function values(facet, all, into) {
    var shown = 0, button = make("button", "facet-more", words.show);
    button.type = "button";
    function grow(number) {
      all.slice(shown, shown + number).forEach(function (value) { into.insertBefore(box(facet, value), button.parentNode); });
      shown += number;
      button.parentNode.hidden = shown >= all.length;
    }
    into.appendChild(make("li")).appendChild(button);
    grow(all.length <= VALUES + 2 ? VALUES + 2 : VALUES);
    button.addEventListener("click", function () {
      var last = button.parentNode.previousSibling;
      grow(MORE_VALUES);
      showCounts();
      last.nextSibling.querySelector("input").focus();
    });
  }
  function makeFacets() {
    var counts = engine.answer({ words: [], mask: new Uint8Array(engine.columns.size).fill(2), rank: new Uint8Array(engine.columns.size) }, {}).counts;
    FACETS.forEach(function (facet) {
      var all = Object.keys(counts[facet]).filter(function (value) { return counts[facet][value]; });
      if (facet === "year") all.sort().reverse();
      else if (facet === "state") all.sort(function (a, b) { return order(a) - order(b); });
      else if (facet !== "kind") all.sort(function (a, b) { return counts[facet][b] - counts[facet][a] || (a < b ? -1 : 1); });
      if (all.length < (facet === "kind" ? 2 : 1)) return;
      var group = make("fieldset", "facet"), top = make("ul");
      group.appendChild(make("legend", "", words["facet-" + facet]));
      group.appendChild(top);
      groups[facet] = { boxes: {}, all: all };
      values(facet, facet === "region" ? all.filter(function (path) { return path.indexOf("/") < 0; }) : all, top);
      side.appendChild(group);
    });
  }
  function order(state) { return Object.keys(words).indexOf("state-" + state); }
  /* Places below one that is chosen, or on the way to one that is. */
  function unfold() {
    if (!groups.region) return;
    Object.keys(groups.region.boxes).forEach(function open(path) {
      var one = groups.region.boxes[path], isWay = chosen.region.some(function (value) { return (value + "/").indexOf(path + "/") === 0; });
      if (isWay && !one.below) {
        var below = groups.region.all.filter(function (p) { return p.indexOf(path + "/") === 0 && p.indexOf("/", path.length + 1) < 0; });
        one.below = make("ul");
        one.below.setAttribute("aria-label", path.split("/").pop() + " " + words.below);
        if (below.length) { values("region", below, one.below); one.item.appendChild(one.below); below.forEach(function (p) { if (groups.region.boxes[p]) open(p); }); }
      }
      if (one.below) one.below.hidden = !isWay;
    });
  }
  function showCounts() {
    unfold();
    FACETS.forEach(function (facet) {
      if (!groups[facet]) return;
      Object.keys(groups[facet].boxes).forEach(function (value) {
        var one = groups[facet].boxes[value], number = answer ? answer.counts[facet][value] || 0 : 0, isOn = chosen[facet].indexOf(value) >= 0;
        one.number.textContent = number;
        one.check.checked = isOn;
        one.check.disabled = !number && !isOn;
        one.label.className = number || isOn ? "" : "is-empty";
      });
    });
  }
  function showChips() {
    var number = 0;
    chips.textContent = "";
    FACETS.forEach(function (facet) {
      chosen[facet].forEach(function (value) {
        var chip = make("button", "", word("chip", { facet: words["facet-" + facet], value: nameOf(facet, value) })), cross = make("span", "chip-cross", "×");
        chip.type = "button";
        cross.setAttribute("aria-hidden", "true");
        chip.setAttribute("aria-label", word("drop", { value: nameOf(facet, value) }));
        chip.appendChild(cross);
        chip.addEventListener("click", function () { choose(facet, value, false); (chips.querySelector("button") || input).focus(); });
        chips.appendChild(make("li")).appendChild(chip);
        number++;
      });
    });
    chips.hidden = !number;
    if (!number) return;
    var clear = make("button", "chips-clear", words.clear);
    clear.type = "button";
    clear.addEventListener("click", function () {
      FACETS.forEach(function (name) { chosen[name] = []; });
      push();
      search();
      input.focus();
    });
    chips.appendChild(make("li")).appendChild(clear);
  }

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    push();
    search();
  });
  input.addEventListener("compositionstart", function () { isComposing = true; clearTimeout(timers.search); });
  input.addEventListener("compositionend", function () { isComposing = false; typed(); });
  input.addEventListener("input", function (event) { if (!isComposing && !event.isComposing) typed(); });
  input.addEventListener("keydown", function (event) {
    if (event.key !== "Escape" || isComposing || !input.value) return;
    input.value = "";
    typed();
  });
  function typed() {
    clearTimeout(timers.said);
    later("search", PAUSE, search);
    later("address", KEPT, replace);
  }
  side.addEventListener("submit", function (event) { event.preventDefault(); });
  moreButton.addEventListener("click", function () { show(turn, false); });
  window.addEventListener("popstate", function () { readAddress(); search(); });

  // large type opens everything that folds; here the results would be far below
  if (root.getAttribute("data-mode") === "elder") place.querySelector(".filters").open = false;
  var typedEarly = input.value;
  readAddress();
  if (typedEarly && !input.value) input.value = typedEarly;

  /* Engine and index are fetched when somebody asks or is about to, or the page has stood for a while: never before it is
     seen. All three at once. */
  function open() {
    if (isOpening) return;
    isOpening = true;
    var early = {}, waiting = 3;
    function arrived() { if (!--waiting) start(early); }
    run(form.getAttribute("data-engine"), arrived);
    ["table", "base"].forEach(function (name) { load(name, function (content) { early[name] = content; arrived(); }); });
  }
  function start(early) {
    if (!window.SearchEngine || !early.table || !early.base) {
      isOpening = false; // the next key tries again
      browse.hidden = false;
      if (isAsked()) tell(words.lost);
      return;
    }
    engine = new window.SearchEngine(function (name, done) { if (early[name]) done(early[name]); else load(name, done); });
    engine.open(function () {
      isOpen = true;
      makeFacets();
      search();
      form.setAttribute("data-ready", "");
    }, root.hasAttribute("data-fixed") ? "" : new Date(Date.now() + 8 * 3600e3).toISOString().slice(0, 10));
  }
  function wait() {
    if (navigator.connection && navigator.connection.saveData) return;
    setTimeout(function () { (window.requestIdleCallback || setTimeout)(open); }, STANDS);
  }
  input.addEventListener("focus", open);
  if (isAsked()) search();
  else if (document.activeElement === input) open();
  else if (document.readyState === "complete") wait();
  else window.addEventListener("load", wait);
})(document.documentElement);
