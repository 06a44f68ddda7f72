/* Runs the engine of the search page on a folder of files, as a page would: node engine.js ENGINE FOLDER < questions.
   One JSON array in, one JSON array out: {"words": query, "chosen": {…}} gives addresses, counts and snippets;
   {"normal": text}, {"names": true} and {"sounds": [word, reading]} ask the parts; {"advance": day} reads it later; {"columns": …, "parts": …} opens another index. */
"use strict";
var fs = require("fs"), path = require("path"), vm = require("vm");

var box = {}, come = {}, loaded = [];
box.searchPart = function (name, content) { come[name] = content; };
vm.createContext(box);
vm.runInContext(fs.readFileSync(process.argv[2], "utf8"), box);

function load(name, done) {
  var file = path.join(process.argv[3], name + ".js");
  if (!fs.existsSync(file)) return done(null);
  var text = fs.readFileSync(file, "utf8");
  loaded.push([name, text]);
  vm.runInContext(text, box);
  done(come[name]);
}

var engine = new box.SearchEngine(load), answers = [];
engine.open(function (isOpen) {
  if (!isOpen) throw new Error("no index");
  JSON.parse(fs.readFileSync(0, "utf8")).forEach(function (question) {
    if (question.normal !== undefined) answers.push(question.normal.map(engine.normal));
    else if (question.sounds) answers.push(question.sounds.map(function (pair) { return box.SearchEngine.parts.soundsLike(pair[0], pair[1]); }));
    else if (question.names) answers.push(engine.columns.rawNames);
    else if (question.advance) { engine.columns.advance(question.advance); answers.push(null); }
    else if (question.readings) answers.push(engine.columns.readings());
    else answers.push(answer(question));
  });
});

function answer(question) {
  var result = {};
  loaded = [];
  engine.find(engine.words(question.words), function (found) {
    if (!found) { result = { lost: true }; return; }
    if (!found.isWhole) return;
    var answer = engine.answer(found, question.chosen || {}), rows = [];
    result = { candidates: answer.total, isExact: !answer.unsure, counts: answer.counts };
    engine.more(answer, question.number || 1e9, function (more) { rows = rows.concat(more); }, function (isLost) { result.lost = isLost; });
    result.urls = rows.map(function (row) { return engine.records[row][0]; });
    result.ranks = rows.map(function (row) { return found.rank[row]; });
    result.snippets = rows.slice(0, 20).map(function (row) { return engine.snippet(row, found.words); });
    result.total = answer.total;
  });
  result.loaded = loaded.map(function (one) { return one[0]; });
  return result;
}
process.stdout.write(JSON.stringify(answers));
