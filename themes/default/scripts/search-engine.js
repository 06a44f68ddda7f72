/* Exact search over the files below search/, without a page. Normal form and grams are those of sitegen/search. */
(function (top) {
  "use strict";

  var SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
  var KINDS = ["model", "unit", "notice", "bulletin", "page"];
  var FACETS = ["kind", "region", "sector", "honour", "year", "state"];
  var HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\\u{20000}-\\u{3ffff}";
  var UNSEEN = new RegExp("[\u00ad\u00b7\u0387\u16eb\u2022\u2027\u2219\u22c5\u2e31\u30fb\ufeff\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\\u{e0100}-\\u{e01ef}]", "gu");
  var BLANKS = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/g;
  var BETWEEN = new RegExp("([" + HAN + "]) (?=[" + HAN + "])", "gu");
  var ASCII = /^[\x00-\x7f]*$/;
  var LATIN = /[a-z0-9]/, STOP = /^[-,.;:!?%()"'、。“”‘’《》〈〉【】…—]$/; // of three signs, the middle one
  var LINE = "\x01", PART = "\x02"; // between texts and within one: no blank, and in no text
  var MOST_GRAMS = 4; // of one word that are asked for: each may be another file
  var SNIPPET = 96, BEFORE = 24; // characters
  var AT_LEAST = 8, AT_MOST = 40; // records that are asked for together
  var FLUSH = 4; // of them that come before any are shown

  var digit = new Uint8Array(128);
  for (var sign = 0; sign < 64; sign++) digit[SIGNS.charCodeAt(sign)] = sign;

  function unpack(text) {
    var found = [], value = 0, shift = 0;
    for (var i = 0; i < text.length; i++) {
      var one = digit[text.charCodeAt(i)];
      value |= (one & 31) << shift;
      if (one < 32) { found.push(value); value = shift = 0; } else shift += 5;
    }
    return found;
  }
  function unpackRising(text) {
    var found = unpack(text);
    for (var i = 1; i < found.length; i++) found[i] += found[i - 1];
    return found;
  }
  /* Of all numbers the lowest six bits, then of all the next six. */
  function unpackColumn(text, size) {
    var found = new Int32Array(size);
    for (var i = 0; i < text.length; i++) found[i % size] |= digit[text.charCodeAt(i)] << 6 * Math.floor(i / size);
    return found;
  }
  /* Names from their shorthand; what is no ASCII stands for itself. */
  function written(base) {
    var tokens = base.pieces.concat(Array.from(base.letters)), alone = 93 - base.leads, names = base.names, found = "";
    function value(code) { return code - 32 - (code > 34) - (code > 92); }
    for (var i = 0; i < names.length; i++) {
      var code = names.charCodeAt(i), one = value(code);
      if (code > 126) found += names.charAt(i);
      else found += tokens[one < alone ? one : alone + (one - alone) * 93 + value(names.charCodeAt(++i))];
    }
    return found;
  }
  function textHash(text) {
    var value = 0x811c9dc5;
    for (var i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
    return (value ^ (value >>> 15)) >>> 0;
  }

  function normalForm(table) {
    var map = new Uint16Array(65536), longer = table.fold;
    var from = unpackRising(table.from), to = unpackColumn(table.to, from.length);
    from.forEach(function (code, i) { map[code] = to[i]; });
    Object.keys(longer).forEach(function (c) { map[c.charCodeAt(0)] = longer[c].length > 1 ? 1 : longer[c].charCodeAt(0); });
    function fold(text) {
      var out = "", from = 0;
      for (var i = 0; i < text.length; i++) {
        var to = map[text.charCodeAt(i)];
        if (!to) continue;
        out += text.slice(from, i) + (to === 1 ? longer[text.charAt(i)] : String.fromCharCode(to));
        from = i + 1;
      }
      return from ? out + text.slice(from) : text;
    }
    return function (text) {
      if (ASCII.test(text)) text = text.toLowerCase().replace(BLANKS, " ");
      else text = fold(text.normalize("NFKC").toLowerCase()).replace(UNSEEN, "").replace(BLANKS, " ").replace(BETWEEN, "$1");
      return text.replace(/^ +| +$/g, "");
    };
  }

  function soundsLike(word, reading) {
    var asked = word.replace(/['’]/g, "").replace(/ü/g, "v");
    if (!/^[a-z]+$/.test(asked)) return false;
    var syllables = reading.split(" "), initials = "";
    for (var i = 0; i < syllables.length; i++) {
      var rest = syllables.slice(i).join("");
      if (rest.indexOf(asked) === 0 || rest.replace(/v/g, "u").indexOf(asked) === 0) return true;
      initials += syllables[i].charAt(0);
    }
    return initials.indexOf(asked) === 0;
  }

  function gramsOf(word) {
    var signs = Array.from(word), triples = [], pairs = [];
    function isTriple(i) {
      var three = signs.slice(i, i + 3).join("");
      return signs.length > i + 2 && (LATIN.test(three) || STOP.test(signs[i + 1]));
    }
    if (signs.length === 1) return [word];
    for (var i = 0; i + 1 < signs.length; i++) {
      if (isTriple(i)) triples.push(signs.slice(i, i + 3).join(""));
      else if (!i || !isTriple(i - 1)) pairs.push(signs[i] + signs[i + 1]);
    }
    return spread(triples, MOST_GRAMS).concat(spread(pairs, Math.max(MOST_GRAMS - triples.length, 0)));
  }
  /* Of a list as many as asked for, from its head to its end. */
  function spread(all, number) {
    if (all.length <= number) return all;
    var found = [];
    for (var i = 0; i < number; i++) found.push(all[number > 1 ? Math.round(i * (all.length - 1) / (number - 1)) : 0]);
    return found;
  }

  /* Texts as one, so that one search goes through all of them. */
  function Column(texts, normal) {
    this.text = normal(texts.join(LINE));
    this.starts = [0];
    for (var at = this.text.indexOf(LINE); at >= 0; at = this.text.indexOf(LINE, at + 1)) this.starts.push(at + 1);
    this.starts.push(this.text.length + 1);
  }
  Column.prototype.each = function (word, act) {
    var row = 0;
    for (var at = this.text.indexOf(word); at >= 0; at = this.text.indexOf(word, this.starts[row + 1])) {
      while (this.starts[row + 1] <= at) row++;
      act(row);
    }
  };

  function Columns(base, normal) {
    var self = this, names = written(base).replace(/\t/g, PART).split("\n"), row = 0;
    this.base = base;
    this.slots = unpack(base.slots);
    var size = this.size = this.slots.length;
    this.kind = new Uint8Array(size);
    base.kinds.forEach(function (number, kind) {
      for (var end = row + number; row < end; row++) {
        self.kind[row] = kind;
        if (row > end - number) self.slots[row] += self.slots[row - 1]; // they rise from the first of a kind to its last
      }
    });
    this.rowOf = new Int32Array(this.slots.reduce(function (most, slot) { return Math.max(most, slot); }, 0) + 1).fill(-1);
    this.slots.forEach(function (slot, at) { self.rowOf[slot] = at; });
    this.region = unpackColumn(base.region, size);
    this.sector = unpackColumn(base.sector, size);
    this.award = unpackColumn(base.award, size);
    this.unit = unpackColumn(base.unit, size);
    var age = unpackColumn(base.ages, size);
    this.order = this.slots.map(function (_, at) { return at; }).sort(function (a, b) { return age[a] - age[b] || a - b; });
    this.rawNames = names;
    this.names = new Column(names, normal);
    // those without a page of their own, and those that have one
    this.unitNames = base.units.concat(names.slice(base.kinds[0], base.kinds[0] + base.kinds[1]).map(function (all) { return all.split(PART)[0]; }));
    this.units = new Column(this.unitNames, normal);
    this.titles = new Column(base.titles, normal);
  }
  Columns.prototype.readings = function () {
    if (this.read) return this.read;
    var rule = {}, base = this.base, kind = this.kind;
    Object.keys(base.signs).forEach(function (syllable) {
      Array.from(base.signs[syllable]).forEach(function (sign) { rule[sign] = syllable; });
    });
    function byRule(name) {
      return (name.toLowerCase().match(/[a-z0-9]+|[^\x00-\x7f]/gu) || []).map(function (sign) {
        return rule[sign] || (sign < "\x80" ? sign : "");
      }).filter(Boolean).join(" ");
    }
    this.read = this.rawNames.map(function (names, row) {
      return kind[row] > 1 ? "" : base.odd[row] || names.split(PART).map(byRule).join(",");
    });
    return this.read;
  };
  Columns.prototype.sounding = function (word, act) {
    if (!/^[a-zü'’]+$/.test(word)) return;
    this.readings().forEach(function (all, row) {
      if (all && all.split(",").some(function (one) { return soundsLike(word, one); })) act(row);
    });
  };

  /* The states as of a day after that of the build; only ever forward, so a clock that is slow changes nothing. */
  Columns.prototype.advance = function (today) {
    this.base.awards.forEach(function (held) {
      held.forEach(function (line) {
        var isRunning = false, isOver = false, was = line[1];
        ((line[4] || "").match(/\S+/g) || []).forEach(function (span) {
          var ends = span.split("/");
          if (today > ends[1]) isOver = true; else if (today >= ends[0]) isRunning = true;
        });
        if (isRunning) line[1] = "on_notice"; else if (isOver) line[1] = "closed";
        line.isLater = line[1] !== was;
      });
    });
  };

  /* ---- what is chosen, and how much there is of everything ---- */

  function Facets(columns) {
    var paths = this.paths = [];
    this.columns = columns;
    columns.base.regions.forEach(function (place) {
      var above = paths[place[0]];
      paths.push((above ? above + "/" : "") + place[1]);
    });
  }
  /* Which values pass; of honours in bits: all that is chosen (1), all but the honour (2), the year (4), the state (8).
     One honour has to meet all three. */
  Facets.prototype.pass = function (chosen) {
    var base = this.columns.base, paths = this.paths;
    function has(name, value) { return !chosen[name] || !chosen[name].length || chosen[name].indexOf(value) >= 0; }
    function bits(name, values) { return Uint8Array.from(values, function (value) { return has(name, value); }); }
    var region = bits("region", paths);
    for (var i = 1; i < paths.length; i++) region[i] |= region[base.regions[i][0]];
    function lines(held) {
      return held.map(function (line) {
        return [has("honour", base.titles[line[0]]), has("year", String(line[2])), has("state", line[1])];
      });
    }
    var free = [has("honour"), has("year"), has("state")];
    var award = Uint8Array.from(base.awards, function (held) {
      var passes = lines(held), result = 0;
      [-1, 0, 1, 2].forEach(function (without, bit) {
        var open = [0, 1, 2].every(function (f) { return f === without || free[f]; });
        var one = passes.some(function (line) { return line.every(function (ok, f) { return f === without || ok; }); });
        if (open || one) result |= 1 << bit;
      });
      return result;
    });
    return {
      kind: bits("kind", KINDS), region: region, sector: bits("sector", base.sectors), award: award, lines: lines
    };
  };
  /* The rows that also pass, and for each value how many there would be with it. */
  Facets.prototype.count = function (mask, chosen) {
    var c = this.columns, base = c.base, pass = this.pass(chosen), n = c.size, hits = new Uint8Array(n), total = 0;
    var kinds = new Int32Array(KINDS.length), regions = new Int32Array(base.regions.length), sectors = new Int32Array(base.sectors.length);
    var held = [0, 1, 2].map(function () { return new Int32Array(base.awards.length); });
    var K = pass.kind, R = pass.region, S = pass.sector, A = pass.award, kind = c.kind, region = c.region, sector = c.sector, award = c.award;
    for (var row = 0; row < n; row++) {
      if (!mask[row]) continue;
      var k = K[kind[row]], r = R[region[row]], s = S[sector[row]], a = A[award[row]], missed = 3 - k - r - s;
      if (missed > 1) continue;
      if (!missed) {
        if (a & 2) held[0][award[row]]++;
        if (a & 4) held[1][award[row]]++;
        if (a & 8) held[2][award[row]]++;
      }
      if (!(a & 1)) continue;
      if (!missed) { hits[row] = 1; total++; }
      if (r + s === 2) kinds[kind[row]]++;
      if (k + s === 2) regions[region[row]]++;
      if (k + r === 2) sectors[sector[row]]++;
    }
    for (var i = regions.length - 1; i > 0; i--) regions[base.regions[i][0]] += regions[i];
    return { hits: hits, total: total, counts: this.named(kinds, regions, sectors, held, pass.lines) };
  };
  Facets.prototype.named = function (kinds, regions, sectors, held, lines) {
    var base = this.columns.base, counts = {}, paths = this.paths;
    FACETS.forEach(function (name) { counts[name] = {}; });
    KINDS.forEach(function (k, i) { counts.kind[k] = kinds[i]; });
    base.sectors.forEach(function (s, i) { if (s) counts.sector[s] = sectors[i]; });
    paths.forEach(function (p, i) { if (i) counts.region[p] = regions[i]; });
    base.awards.forEach(function (set, index) {
      var passes = lines(set);
      ["honour", "year", "state"].forEach(function (name, f) {
        var seen = {};
        set.forEach(function (line, at) {
          var value = f === 0 ? base.titles[line[0]] : f === 1 ? String(line[2] || "") : line[1];
          if (!value) return;
          if (!counts[name][value]) counts[name][value] = 0;
          if (seen[value] || !passes[at].every(function (ok, other) { return other === f || ok; })) return;
          seen[value] = true;
          counts[name][value] += held[f][index];
        });
      });
    });
    return counts;
  };

  /* ---- the engine: load(name, done) gives the content of a file, or null ---- */

  function Engine(load) {
    this.load = load;
    this.shards = {};
    this.records = {};
    this.texts = {};
    this.signs = new Map();
    this.last = null;
  }
  Engine.prototype.open = function (done, today) {
    var self = this;
    this.all(["table", "base"], function (got) {
      if (!got) return done(false);
      self.normal = normalForm(got[0]);
      self.columns = new Columns(got[1], self.normal);
      if (today) self.columns.advance(today);
      self.facets = new Facets(self.columns);
      done(true);
    });
  };
  Engine.prototype.all = function (names, done) {
    var self = this, waiting = names.length, got = [], isLost = false;
    if (!waiting) return done(got);
    names.forEach(function (name, index) {
      self.load(name, function (content) {
        got[index] = content;
        if (content === null) isLost = true;
        if (!--waiting) done(isLost ? null : got);
      });
    });
  };
  Engine.prototype.words = function (query) {
    var found = [], normal = this.normal;
    query.split(BLANKS).forEach(function (part) {
      normal(part).split(" ").forEach(function (word) { if (word && found.indexOf(word) < 0) found.push(word); });
    });
    return found;
  };

  /* Which rows surely hold a word (2), and where: name 0, unit 1, honour 2, text 3. */
  Engine.prototype.byColumns = function (word) {
    var c = this.columns, n = c.size, mask = new Uint8Array(n), rank = new Uint8Array(n).fill(3), row;
    function found(at, value) { mask[at] = 2; if (rank[at] > value) rank[at] = value; }
    c.names.each(word, function (at) { found(at, 0); });
    c.sounding(word, function (at) { found(at, 0); });
    var units = new Uint8Array(c.unitNames.length), titles = new Uint8Array(c.base.titles.length);
    c.units.each(word, function (at) { units[at] = 1; });
    c.titles.each(word, function (at) { titles[at] = 1; });
    var awards = Uint8Array.from(c.base.awards, function (held) { return held.some(function (line) { return titles[line[0]]; }) ? 1 : 0; });
    for (row = 0; row < n; row++) {
      if (units[c.unit[row]]) found(row, 1);
      else if (awards[c.award[row]]) found(row, 2);
    }
    return { mask: mask, rank: rank };
  };
  Engine.prototype.byGrams = function (word, grams, into) {
    var lists = [], c = this.columns, self = this, n = c.base.shards;
    grams.forEach(function (gram) {
      var shard = self.shards[textHash(gram) % n];
      lists.push(Object.prototype.hasOwnProperty.call(shard, gram) ? shard[gram] : "");
    });
    lists.sort(function (a, b) { return a.length - b.length; });
    var met = new Uint8Array(c.size), round = 0;
    lists.forEach(function (list) {
      unpackRising(list).forEach(function (slot) {
        var row = slot < c.rowOf.length ? c.rowOf[slot] : -1;
        if (row >= 0 && met[row] === round) met[row] = round + 1;
      });
      round++;
    });
    var sure = grams.length === 1 && grams[0] === word ? 2 : 1;
    for (var row = 0; row < c.size; row++) if (met[row] === round && into[row] < sure) into[row] = sure;
  };
  Engine.prototype.byReading = function (word, into) {
    for (var row = 0; row < this.columns.size; row++) {
      if (this.records[row] && into[row] < 2) into[row] = this.textOf(row).indexOf(word) >= 0 ? 2 : 0;
    }
  };
  Engine.prototype.textOf = function (row) {
    if (this.texts[row] === undefined) this.texts[row] = this.normal(this.records[row][2].join(LINE));
    return this.texts[row];
  };
  Engine.prototype.keep = function (content) {
    var self = this;
    Object.keys(content).forEach(function (slot) {
      var row = self.columns.rowOf[slot];
      if (row >= 0) self.records[row] = content[slot];
    });
  };

  /* done(found) when the files have come, null if one is lost; on a small site before that as well, from the columns. */
  Engine.prototype.find = function (words, done) {
    var self = this, c = this.columns, key = words.join(" "), wanted = [], names = [];
    if (this.last && this.last.key === key) return done(this.last);
    function finish(isWhole) {
      var found = self.joined(words, key, isWhole);
      if (isWhole) self.last = found;
      done(found);
    }
    if (!words.length) return finish(true);
    if (c.base.parts) {
      for (var part = 0; part < c.base.parts; part++) if (!self.shards["d" + part]) wanted.push("d" + part);
      names = wanted.map(function (name) { return "d/" + name.slice(1); });
      if (names.length) finish(false);
    } else {
      words.forEach(function (word) {
        gramsOf(word).forEach(function (gram) {
          var number = textHash(gram) % c.base.shards;
          if (!self.shards[number] && wanted.indexOf(number) < 0) wanted.push(number);
        });
      });
      names = wanted.map(function (number) { return "g/" + number; });
    }
    this.all(names, function (got) {
      if (!got) return done(null);
      got.forEach(function (content, index) {
        self.shards[wanted[index]] = c.base.parts ? true : content;
        if (c.base.parts) self.keep(content);
      });
      finish(true);
    });
  };
  Engine.prototype.joined = function (words, key, isWhole) {
    var self = this, c = this.columns, n = c.size, mask = new Uint8Array(n).fill(2), rank = new Uint8Array(n), row;
    words.forEach(function (word) {
      var one = self.byColumns(word);
      if (c.base.parts) self.byReading(word, one.mask);
      else if (isWhole) self.byGrams(word, gramsOf(word), one.mask);
      for (row = 0; row < n; row++) {
        if (one.mask[row] < mask[row]) mask[row] = one.mask[row];
        if (one.rank[row] > rank[row]) rank[row] = one.rank[row];
      }
    });
    return { key: key, words: words, mask: mask, rank: rank, isWhole: isWhole };
  };

  /* Rows in order, how many, and the counts of the facets. */
  Engine.prototype.answer = function (found, chosen) {
    var counted = this.facets.count(found.mask, chosen), byRank = [[], [], [], []], mask = found.mask, unsure = 0;
    this.columns.order.forEach(function (row) {
      if (!counted.hits[row]) return;
      byRank[found.rank[row]].push(row);
      if (mask[row] === 1) unsure++;
    });
    return { rows: [].concat.apply([], byRank), at: 0, unsure: unsure, total: counted.total, counts: counted.counts, found: found };
  };

  /* The next rows with their records: each(rows) as they come, done(isLost) once. What only seemed to match falls out. */
  Engine.prototype.more = function (answer, number, each, done) {
    var self = this, found = answer.found, asked = answer.at, shown = 0, going = 0, isLost = false, isOver = false;
    function holds(row) {
      if (found.mask[row] !== 1) return true;
      answer.unsure--;
      var text = self.textOf(row), c = self.columns;
      var ok = found.words.every(function (word) {
        return text.indexOf(word) >= 0 || (c.readings()[row] || "").split(",").some(function (one) { return soundsLike(word, one); });
      });
      found.mask[row] = ok ? 2 : 0;
      if (!ok) answer.total--;
      return ok;
    }
    /* Rows whose record has come, up to the first that has not. */
    function flush() {
      var good = [];
      while (answer.at < asked && shown + good.length < number && self.records[answer.rows[answer.at]]) {
        if (holds(answer.rows[answer.at])) good.push(answer.rows[answer.at]);
        answer.at++;
      }
      shown += good.length;
      if (good.length) each(good);
    }
    /* Every record that is still wanted is asked for at once. */
    function step() {
      flush();
      if (isOver) return;
      if (isLost || shown >= number || answer.at >= answer.rows.length) { isOver = true; return done(isLost); }
      if (going) return;
      asked = Math.min(answer.at + Math.min(Math.max(number - shown, AT_LEAST), AT_MOST), answer.rows.length);
      var names = self.missing(answer.rows.slice(answer.at, asked)), come = 0;
      going = names.length;
      if (!going) return step();
      names.forEach(function (name) {
        self.load(name, function (content) {
          going--;
          if (content === null) isLost = true; else self.keep(content);
          if (isLost || !going || ++come % FLUSH === 0) step();
        });
      });
    }
    step();
  };
  Engine.prototype.missing = function (rows) {
    var self = this, parts = this.columns.base.parts, names = [];
    rows.forEach(function (row) {
      var slot = self.columns.slots[row], name = "d/" + (parts ? slot % parts : slot);
      if (!self.records[row] && names.indexOf(name) < 0) names.push(name);
    });
    return names;
  };

  /* A text in pieces [piece, isFound], by comparing it sign by sign. */
  Engine.prototype.marked = function (text, words) {
    var normal = this.normal, known = this.signs, flat = "", from = [], to = [], at = 0, spans = [];
    Array.from(text).forEach(function (sign) {
      var same = known.get(sign);
      if (same === undefined) known.set(sign, same = normal(sign));
      for (var i = 0; i < same.length; i++) { from.push(at); to.push(at + sign.length); }
      flat += same;
      at += sign.length;
    });
    words.forEach(function (word) {
      for (var p = flat.indexOf(word); p >= 0; p = flat.indexOf(word, p + word.length)) spans.push([from[p], to[p + word.length - 1]]);
    });
    spans.sort(function (a, b) { return a[0] - b[0]; });
    var pieces = [], done = 0;
    spans.forEach(function (span) {
      if (span[1] <= done) return;
      var start = Math.max(span[0], done);
      if (start > done) pieces.push([text.slice(done, start), false]);
      if (start === done && pieces.length && pieces[pieces.length - 1][1]) pieces[pieces.length - 1][0] += text.slice(start, span[1]);
      else pieces.push([text.slice(start, span[1]), true]);
      done = span[1];
    });
    if (done < text.length) pieces.push([text.slice(done), false]);
    return pieces;
  };
  /* The line that says most of what was asked, cut around its first hit. Lines of honours stand beside it anyway: one
     is shown only for what it alone says, and none that names a state of before. Where head, unit or honour say it all,
     the summary. */
  Engine.prototype.snippet = function (row, words) {
    var lines = this.records[row][2], best = -1, most = 0, normal = this.normal, base = this.columns.base;
    var every = base.awards[this.columns.award[row]], isSubject = this.columns.kind[row] < 2, held = isSubject ? every : [];
    // an honour's line ends with its state; of a notice the state is the last line
    function isStale(index) {
      return every.some(function (line, at) { return line.isLater && index === (isSubject ? 8 + at : lines.length - 1); });
    }
    var titles = held.map(function (line) { return normal(base.titles[line[0]]); }).join(LINE);
    this.textOf(row).split(LINE).forEach(function (line, index) {
      if (index < 2 || (index > 3 && index < 8) || isStale(index)) return;
      var isHonour = index >= 8 && index < 8 + held.length;
      var said = words.filter(function (word) {
        return line.indexOf(word) >= 0 && !(isHonour && titles.indexOf(word) >= 0);
      }).length - (isHonour ? 0.5 : 0);
      if (said > most) { most = said; best = index; }
    });
    if (best < 0) return lines[3] ? [[lines[3], false]] : [];
    var pieces = this.marked(lines[best], words), first = pieces.length && !pieces[0][1] ? pieces[0][0] : "";
    if (first.length > BEFORE) pieces[0][0] = "…" + first.slice(first.length - BEFORE).replace(/^[\udc00-\udfff，。、；：！？”’）\s]+/, "");
    var left = SNIPPET, shown = [];
    pieces.forEach(function (piece) {
      if (left <= 0) return;
      var text = piece[0].length > left && !piece[1] ? piece[0].slice(0, left).replace(/[\ud800-\udbff]$/, "") + "…" : piece[0];
      left -= piece[0].length;
      shown.push([text, piece[1]]);
    });
    return shown;
  };

  top.SearchEngine = Engine;
  Engine.parts = { soundsLike: soundsLike, facets: FACETS, kinds: KINDS };
})(typeof window === "undefined" ? this : window);
