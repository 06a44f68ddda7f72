// One list page for each facet, term and sixty records: what pagination over terms and records together needs.
const SIZE = 60;
const FACETS = ["region", "sector", "honour", "year"];

function cut(base, title, items) {
  const total = Math.max(1, Math.ceil(items.length / SIZE));
  return Array.from({ length: total }, (_, n) => ({
    title, count: items.length, number: n + 1, total,
    url: address(base, n + 1), before: n ? address(base, n) : "", after: n + 1 < total ? address(base, n + 2) : "",
    items: items.slice(n * SIZE, (n + 1) * SIZE),
  }));
}

function address(base, number) {
  return number === 1 ? `/${base}.html` : `/${base}/page/${number}.html`;
}

function newestFirst(api, folder) {
  return api.getFilteredByGlob(`content/${folder}/*.md`).reverse();
}

function termsOf(api) {
  const terms = new Map();
  for (const item of [...newestFirst(api, "models"), ...newestFirst(api, "units")])
    for (const facet of FACETS)
      for (const term of item.data[facet] || []) {
        const key = `${facet}/${term}`;
        if (!terms.has(key)) terms.set(key, { facet, term, items: [] });
        terms.get(key).items.push(item);
      }
  return [...terms.values()];
}

module.exports = function (config) {
  config.addFilter("slice12", (items) => (items || []).slice(0, 12));
  config.addPassthroughCopy({ "style.css": "style.css" });
  config.addCollection("lists", (api) => {
    const facets = termsOf(api).flatMap((t) => cut(`${t.facet}/${t.term}`, t.term, t.items));
    return facets.concat(["models", "units", "notices"].flatMap((s) => cut(s, s, newestFirst(api, s))));
  });
  config.addCollection("facets", (api) => {
    const terms = termsOf(api);
    return FACETS.map((facet) => ({ facet, terms: terms.filter((t) => t.facet === facet) }));
  });
  for (const section of ["models", "units", "notices"])
    config.addCollection(section, (api) => newestFirst(api, section));
  config.addCollection("latest", (api) =>
    api.getFilteredByGlob("content/*/*.md").sort((a, b) => b.date - a.date).slice(0, 40));
  config.addCollection("everything", (api) => api.getFilteredByGlob("content/*/*.md"));
  return { markdownTemplateEngine: false, dir: { input: ".", includes: "_includes", output: "_site" } };
};
