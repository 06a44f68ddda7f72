module.exports = {
  layout: "single.njk",
  permalink: (data) => `${data.page.filePathStem.replace(/^\/content/, "")}.html`,
};
