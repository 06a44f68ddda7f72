/* Checks the evidence of a notice in the browser: hashes of a text and of records, their names and parents.
   It says what it cannot prove. Files are chosen from disk; over HTTP it may fetch those of this site. */
(function () {
  "use strict";

  var place = document.querySelector("[data-checker]"), result = document.querySelector("[data-result]");
  if (!place || !result) return;
  var article = document.querySelector("[data-verify]"), root = article.getAttribute("data-root");
  var files = document.getElementById("check-files"), heads = document.getElementById("check-heads");
  var isWeb = location.protocol === "http:" || location.protocol === "https:";
  var canHash = Boolean(window.crypto && crypto.subtle && window.TextDecoder && window.Promise && window.Uint8Array);
  var NAME = /^[0-9a-f]{64}$/, MOST = 5000;
  var KINDS = /^(?:shown|changed|ended|(?:candidate-)?withdrawn|objection-(?:opened|closed)|honoured|revoked|build|witness)$/;
  var store = document.getElementById("check-words"), words = {};
  Array.prototype.forEach.call((store.content || store).querySelectorAll("[data-word]"), function (one) {
    words[one.getAttribute("data-word")] = one.textContent;
  });

  /* a text in the language of the page; {name} stands for a value */
  function say(name, values) {
    return words[name].replace(/\{(\w+)\}/g, function (sign, key) { return values && key in values ? String(values[key]) : sign; });
  }

  /* a record in one word; of a probe, whether it saw the notice */
  function kindOf(record) {
    var data = record.data || {};
    if (record.kind === "witness" && data.by === "probe") return say(data.seen === "same" ? "seen" : "missed");
    return KINDS.test(record.kind) ? say(record.kind) : String(record.kind);
  }
  function add(within, tag, text, name) {
    var made = document.createElement(tag);
    if (text) made.appendChild(document.createTextNode(text));
    if (name) made.className = name;
    within.appendChild(made);
    return made;
  }
  function hex(buffer) {
    return Array.prototype.map.call(new Uint8Array(buffer), function (byte) { return ("0" + byte.toString(16)).slice(-2); }).join("");
  }
  function hash(bytes) { return crypto.subtle.digest("SHA-256", bytes).then(hex); }
  function textOf(bytes) { return new TextDecoder("utf-8").decode(bytes); }
  function short(name) { return name.slice(0, 12) + "…"; }

  /* a text or a record, as it was read */
  function read(name, bytes) {
    return hash(bytes).then(function (sha) {
      var one = { file: name, sha: sha, text: textOf(bytes), record: null, damage: "" };
      if (!/\.json$/.test(name)) return one;
      var stem = name.replace(/\.json$/, "").replace(/ ?\(\d+\)$/, "");
      if (stem !== sha) one.damage = "renamed";
      try { one.record = JSON.parse(one.text); } catch (broken) { one.damage = one.damage || "broken"; }
      if (one.record && (typeof one.record !== "object" || !Array.isArray(one.record.parents) || typeof one.record.date !== "string")) {
        one.record = null;
        one.damage = one.damage || "broken";
      }
      return one;
    });
  }

  function textHash(record) { return record && record.data && typeof record.data.text === "string" ? record.data.text : ""; }
  function idOf(text) {
    var found = /^编号: (.+)$/m.exec(text);
    return found ? found[1] : "";
  }

  /* how many records stand before each, so that those of one second keep their order; hashes form no circle */
  function depths(records, byName) {
    var depth = {};
    records.forEach(function (one) {
      var stack = [one.sha];
      while (stack.length) {
        var name = stack[stack.length - 1], parents = byName[name].record.parents.filter(function (parent) { return byName[parent]; });
        var open = parents.filter(function (parent) { return depth[parent] === undefined; });
        if (open.length) { stack.push.apply(stack, open); continue; }
        depth[name] = parents.reduce(function (most, parent) { return Math.max(most, depth[parent] + 1); }, 0);
        stack.pop();
      }
    });
    return depth;
  }

  /* every record that a head leads to, as far as the records are here */
  function below(head, byName) {
    var seen = {}, waiting = [head];
    while (waiting.length) {
      var name = waiting.pop();
      if (seen[name] || !byName[name]) continue;
      seen[name] = true;
      waiting.push.apply(waiting, byName[name].record.parents);
    }
    return seen;
  }

  function judge(all, kept) {
    var texts = [], records = [], byName = {}, missing = [], good = [], bad = [], unsure = [];
    all.forEach(function (one) {
      if (one.damage) bad.push(say(one.damage, { file: one.file }));
      else if (one.record) { if (!byName[one.sha]) { byName[one.sha] = one; records.push(one); } }
      else texts.push(one);
    });
    var depth = depths(records, byName);
    records.sort(function (a, b) { return depth[a.sha] - depth[b.sha] || (a.record.time < b.record.time ? -1 : 1); });
    records.forEach(function (one) {
      one.record.parents.forEach(function (parent) {
        if (!byName[parent]) { if (missing.indexOf(parent) < 0) missing.push(parent); }
        else if (byName[parent].record.time > one.record.time) bad.push(say("earlier", { record: short(one.sha) }));
      });
    });
    if (records.length) good.push(say("intact", { number: records.length }));
    texts.forEach(function (text) { judgeText(text, records, good, bad); });
    if (!records.length && !bad.length) unsure.push(say("no-records"));
    if (missing.length) unsure.push(say("gap", { number: missing.length, record: short(missing[0]) }));
    else if (records.length) good.push(say("whole"));
    judgeHeads(kept, records, byName, good, bad, unsure);
    if (records.some(function (one) { return one.record.simulated; })) unsure.push(say("simulated"));
    unsure.push(say("limits"));
    return { texts: texts, records: records, good: good, bad: bad, unsure: unsure };
  }

  function judgeText(text, records, good, bad) {
    var id = idOf(text.text), mine = records.filter(function (one) { return one.record.id === id && textHash(one.record); });
    var hits = mine.filter(function (one) { return textHash(one.record) === text.sha; });
    if (hits.length && hits[hits.length - 1] === mine[mine.length - 1]) {
      good.push(say("recorded", { file: text.file, day: hits[0].record.date }));
    } else if (hits.length) bad.push(say("old-text", { file: text.file, day: mine[mine.length - 1].record.date }));
    else if (records.length) bad.push(say("unknown-text", { file: text.file, sha: short(text.sha) }));
  }

  function judgeHeads(kept, records, byName, good, bad, unsure) {
    if (!kept.length) {
      if (records.length) unsure.push(say("no-head"));
      return;
    }
    kept.forEach(function (head) {
      if (!NAME.test(head)) { bad.push(say("bad-head", { text: head.slice(0, 20) })); return; }
      if (!byName[head]) { bad.push(say("lost-head", { record: short(head) })); return; }
      var reached = Object.keys(below(head, byName)).length;
      good.push(say("found-head", { record: short(head), day: byName[head].record.date, number: reached }));
    });
  }

  function list(title, said, name) {
    if (!said.length) return;
    add(result, "h4", title);
    var all = add(result, "ul", "", "findings");
    said.forEach(function (words) { add(all, "li", words, name); });
  }

  function timeLine(found) {
    var id = found.texts.length ? idOf(found.texts[0].text) : "", line = [];
    found.records.forEach(function (one) {
      var data = one.record.data || {}, running = data.running || {};
      if (one.record.id && (!id || one.record.id === id)) line.push([one.record.date, kindOf(one.record), one]);
      else if (id && Object.prototype.hasOwnProperty.call(running, id)) line.push([one.record.date, say("build"), one]);
    });
    if (!line.length) return;
    add(result, "h4", id ? say("timeline-of", { id: id }) : say("timeline"));
    var steps = add(result, "ol", "", "steps"), period;
    line.forEach(function (step) { period = (step[2].record.data || {}).period || period; });
    if (Array.isArray(period)) {
      var declared = add(steps, "li", "", "step");
      add(declared, "b", say("declared"), "step-title");
      add(declared, "span", say("period", { start: period[0], end: period[1] }), "soft");
    }
    line.forEach(function (step) {
      var item = add(steps, "li", "", "step step--done");
      add(item, "b", step[1], "step-title");
      add(item, "span", step[0] + (id ? "" : "　" + step[2].record.id) + "　" + say("record", { record: short(step[2].sha) }), "soft");
    });
  }

  function show(found) {
    result.textContent = "";
    result.className = "check-result" + (found.bad.length ? " check-result--bad" : "");
    add(result, "h3", say(found.bad.length ? "bad" : found.records.length && found.texts.length ? "agree" : "partly"));
    list(say("wrong"), found.bad, "finding--bad");
    list(say("proved"), found.good);
    list(say("unproved"), found.unsure);
    timeLine(found);
    result.focus();
  }
  function fail(words) { show({ texts: [], records: [], good: [], bad: [], unsure: [words] }); }
  function keptHeads() { return heads.value.toLowerCase().split(/[\s,，;；]+/).filter(Boolean); }

  function bytesOf(file) {
    return new Promise(function (done, failed) {
      var reader = new FileReader();
      reader.onload = function () { done(reader.result); };
      reader.onerror = function () { failed(reader.error); };
      reader.readAsArrayBuffer(file);
    });
  }
  function checkChosen() {
    var chosen = Array.prototype.slice.call(files.files || []).filter(function (file) { return /\.(json|txt)$/.test(file.name) && file.name !== "heads.txt"; });
    if (!chosen.length) { fail(say("no-files")); return; }
    result.textContent = say("checking");
    Promise.all(chosen.map(function (file) {
      return bytesOf(file).then(function (bytes) { return read(file.name, bytes); });
    })).then(function (all) { show(judge(all, keptHeads())); }, function () { fail(say("unreadable")); });
  }

  /* over HTTP: the text of one notice and every record from the file of heads */
  function fetched(path) {
    return fetch(root + path, { credentials: "omit", cache: "no-store", redirect: "error" }).then(function (answer) {
      return answer.ok ? answer.arrayBuffer() : null;
    });
  }
  function fetchRecords(waiting, seen, all, gone) {
    var batch = waiting.splice(0, 8);
    if (!batch.length || all.length > MOST) return Promise.resolve(all);
    return Promise.all(batch.map(function (name) {
      return fetched("ledger/" + name + ".json").then(function (bytes) {
        if (!bytes) { gone.push(name); return null; }
        return read(name + ".json", bytes);
      });
    })).then(function (got) {
      got.forEach(function (one) {
        if (!one) return;
        all.push(one);
        if (one.record && !one.damage) one.record.parents.forEach(function (parent) {
          if (NAME.test(parent) && !seen[parent]) { seen[parent] = true; waiting.push(parent); }
        });
      });
      return fetchRecords(waiting, seen, all, gone);
    });
  }
  function checkNotice(text) {
    var gone = [];
    result.textContent = say("fetching");
    Promise.all([fetched(text), fetched("ledger/heads.txt")]).then(function (got) {
      if (!got[0] || !got[1]) { fail(say("no-heads")); return; }
      var listed = textOf(got[1]).split(/\s+/).filter(function (name) { return NAME.test(name); }), seen = {};
      listed.forEach(function (name) { seen[name] = true; });
      return Promise.all([read(text.split("/").pop(), got[0]), fetchRecords(listed.slice(), seen, [], gone)]).then(function (both) {
        var found = judge([both[0]].concat(both[1]), keptHeads());
        gone.forEach(function (name) { found.bad.push(say("deleted", { record: short(name) })); });
        show(found);
      });
    }).catch(function () { fail(say("no-fetch")); });
  }

  function start() {
    place.hidden = false;
    if (!canHash) {
      place.textContent = "";
      add(place, "p", say("cannot"));
      return;
    }
    place.querySelector("[data-check]").addEventListener("click", checkChosen);
    if (!isWeb || !window.fetch) return;
    Array.prototype.forEach.call(document.querySelectorAll("[data-notice]"), function (notice) {
      var text = notice.getAttribute("data-text");
      if (!/^notices\/[^\/\\]+\.txt$/.test(text)) return;
      var button = add(notice, "button", say("here"), "mode");
      button.type = "button";
      button.setAttribute("aria-label", say("here-of", { title: notice.querySelector("h3").textContent }));
      button.addEventListener("click", function () { checkNotice(text); });
    });
  }
  start();
})();
