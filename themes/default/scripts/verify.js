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
  var KINDS = {
    shown: "首次发布", changed: "更改", ended: "期满", withdrawn: "撤回", "objection-opened": "受理异议",
    "objection-closed": "办结异议", honoured: "表彰", revoked: "撤销", build: "当日在网", witness: "外部见证"
  };

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
      if (stem !== sha) one.damage = "内容与文件名不符，这条记录被改过，或改了名";
      try { one.record = JSON.parse(one.text); } catch (broken) { one.damage = one.damage || "不是有效的记录"; }
      if (one.record && (typeof one.record !== "object" || !Array.isArray(one.record.parents) || typeof one.record.date !== "string")) {
        one.record = null;
        one.damage = one.damage || "不是有效的记录";
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
      if (one.damage) bad.push(one.file + "：" + one.damage);
      else if (one.record) { if (!byName[one.sha]) { byName[one.sha] = one; records.push(one); } }
      else texts.push(one);
    });
    var depth = depths(records, byName);
    records.sort(function (a, b) { return depth[a.sha] - depth[b.sha] || (a.record.time < b.record.time ? -1 : 1); });
    records.forEach(function (one) {
      one.record.parents.forEach(function (parent) {
        if (!byName[parent]) { if (missing.indexOf(parent) < 0) missing.push(parent); }
        else if (byName[parent].record.time > one.record.time) bad.push(short(one.sha) + "：时间比它的前一条还早");
      });
    });
    if (records.length) good.push(records.length + " 条记录的名称与内容相符");
    texts.forEach(function (text) { judgeText(text, records, good, bad); });
    if (!records.length && !bad.length) unsure.push("没有记录，只算出了校验值，证明不了日期");
    if (missing.length) unsure.push("缺前面的记录 " + missing.length + " 条（如 " + short(missing[0]) + "），链条没有接到开头");
    else if (records.length) good.push("记录一条接一条，直到账本的开头");
    judgeHeads(kept, records, byName, good, bad, unsure);
    if (records.some(function (one) { return one.record.simulated; })) unsure.push("有演示或演练时写的记录，不证明任何事情");
    unsure.push("证明不了网站何时上传、是否打得开；这一页的程序也来自本站，要紧的事请用上面四步复核");
    return { texts: texts, records: records, good: good, bad: bad, unsure: unsure };
  }

  function judgeText(text, records, good, bad) {
    var id = idOf(text.text), mine = records.filter(function (one) { return one.record.id === id && textHash(one.record); });
    var hits = mine.filter(function (one) { return textHash(one.record) === text.sha; });
    if (hits.length && hits[hits.length - 1] === mine[mine.length - 1]) {
      good.push(text.file + " 的校验值写在 " + hits[0].record.date + " 的记录里，内容没有改动");
    } else if (hits.length) bad.push(text.file + " 是旧的文本，" + mine[mine.length - 1].record.date + " 的记录写着另一份");
    else if (records.length) bad.push(text.file + " 的校验值 " + short(text.sha) + " 不在任何一条记录里：文本被改过，或没有选到它的记录");
  }

  function judgeHeads(kept, records, byName, good, bad, unsure) {
    if (!kept.length) {
      if (records.length) unsure.push("没有填链头，看不出末尾的记录有没有被截掉、历史有没有被重写");
      return;
    }
    kept.forEach(function (head) {
      if (!NAME.test(head)) { bad.push("链头不是 64 位十六进制：" + head.slice(0, 20)); return; }
      if (!byName[head]) { bad.push("找不到您保存的链头 " + short(head) + "：没有选到这条记录，或末尾被截、历史被重写"); return; }
      var reached = Object.keys(below(head, byName)).length;
      good.push("您保存的链头 " + short(head) + "（" + byName[head].record.date + "）在链上，它保着 " + reached + " 条记录");
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
      if (one.record.id && (!id || one.record.id === id)) line.push([one.record.date, KINDS[one.record.kind] || String(one.record.kind), one]);
      else if (id && Object.prototype.hasOwnProperty.call(running, id)) line.push([one.record.date, KINDS.build, one]);
    });
    if (!line.length) return;
    add(result, "h4", "时间线" + (id ? "（" + id + "）" : ""));
    var steps = add(result, "ol", "", "steps"), period;
    line.forEach(function (step) { period = (step[2].record.data || {}).period || period; });
    if (Array.isArray(period)) {
      var declared = add(steps, "li", "", "step");
      add(declared, "b", "文稿声明的公示时间", "step-title");
      add(declared, "span", String(period[0]) + " 至 " + String(period[1]), "soft");
    }
    line.forEach(function (step) {
      var item = add(steps, "li", "", "step step--done");
      add(item, "b", step[1], "step-title");
      add(item, "span", step[0] + (id ? "" : "　" + step[2].record.id) + "　记录 " + short(step[2].sha), "soft");
    });
  }

  function show(found) {
    result.textContent = "";
    result.className = "check-result" + (found.bad.length ? " check-result--bad" : "");
    add(result, "h3", found.bad.length ? "发现不符" : found.records.length && found.texts.length ? "所选的文本和记录相符" : "只能证明一部分");
    list("不符", found.bad, "finding--bad");
    list("证明了", found.good);
    list("证明不了", found.unsure);
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
    if (!chosen.length) { fail("还没有选文件"); return; }
    result.textContent = "正在核对……";
    Promise.all(chosen.map(function (file) {
      return bytesOf(file).then(function (bytes) { return read(file.name, bytes); });
    })).then(function (all) { show(judge(all, keptHeads())); }, function () { fail("有文件读不出来"); });
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
    result.textContent = "正在取记录……";
    Promise.all([fetched(text), fetched("ledger/heads.txt")]).then(function (got) {
      if (!got[0] || !got[1]) { fail("取不到核对文本或链头文件"); return; }
      var listed = textOf(got[1]).split(/\s+/).filter(function (name) { return NAME.test(name); }), seen = {};
      listed.forEach(function (name) { seen[name] = true; });
      return Promise.all([read(text.split("/").pop(), got[0]), fetchRecords(listed.slice(), seen, [], gone)]).then(function (both) {
        var found = judge([both[0]].concat(both[1]), keptHeads());
        gone.forEach(function (name) { found.bad.push("网站上没有记录 " + short(name) + "：它被删了"); });
        show(found);
      });
    }).catch(function () { fail("取不到文件，请改用选文件的办法，或用上面四步"); });
  }

  function start() {
    place.hidden = false;
    if (!canHash) {
      place.textContent = "";
      add(place, "p", "这个浏览器在这里不能计算 SHA-256（网页不是从 https 或本机打开，或浏览器太旧）。请用上面四步核对，结果一样可靠。");
      return;
    }
    place.querySelector("[data-check]").addEventListener("click", checkChosen);
    if (!isWeb || !window.fetch) return;
    Array.prototype.forEach.call(document.querySelectorAll("[data-notice]"), function (notice) {
      var text = notice.getAttribute("data-text");
      if (!/^notices\/[^\/\\]+\.txt$/.test(text)) return;
      var button = add(notice, "button", "在浏览器里核对", "mode");
      button.type = "button";
      button.setAttribute("aria-label", "在浏览器里核对：" + notice.querySelector("h3").textContent);
      button.addEventListener("click", function () { checkNotice(text); });
    });
  }
  start();
})();
