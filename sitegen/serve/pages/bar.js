"use strict";
// Reloads when the server says so. The stamp of this page goes along, so that nothing between page and socket is lost.
(() => {
  const bar = document.querySelector("[data-stamp]");
  if (!bar) return;
  const { stamp, day } = bar.dataset;
  let wait = 250;
  const connect = () => {
    const socket = new WebSocket(`ws://${location.host}/livereload?stamp=${encodeURIComponent(stamp)}`);
    socket.onopen = () => { wait = 250; };
    socket.onmessage = (event) => {
      if (JSON.parse(event.data).command === "reload" && !document.querySelector("form[data-unsaved]")) location.reload();
    };
    socket.onclose = () => { setTimeout(connect, wait); wait = Math.min(wait * 2, 4000); };
  };
  connect();
  const link = bar.querySelector("[data-count]");
  if (!link) return;
  fetch(`/-/count?day=${encodeURIComponent(day || "")}`).then((answer) => answer.json()).then((count) => {
    link.querySelector("b").textContent = String(count.errors + count.warnings);
    link.toggleAttribute("data-errors", count.errors > 0);
  }).catch(() => {});
})();
