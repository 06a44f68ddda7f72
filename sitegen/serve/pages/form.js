"use strict";
// The body as it will look, made by the server; and a word before typed changes are left behind.
(() => {
  const form = document.getElementById("edit");
  if (!form) return;
  form.addEventListener("input", () => { form.dataset.unsaved = ""; });
  form.addEventListener("submit", () => { delete form.dataset.unsaved; });
  addEventListener("beforeunload", (event) => { if ("unsaved" in form.dataset) event.preventDefault(); });
  const meant = document.getElementById("at");
  if (meant) (meant.querySelector("input, select, textarea") || meant).focus();
  const body = document.getElementById("body");
  const look = document.getElementById("look");
  if (!body || !look) return;
  let waiting;
  const show = async () => {
    const data = new URLSearchParams({ token: form.elements.token.value, body: body.value });
    const answer = await fetch("/-/markdown", { method: "POST", body: data }).catch(() => null);
    if (!answer || !(answer.ok || answer.status === 422)) return;
    const made = await answer.json();
    if (made.html === undefined) look.textContent = made.error;
    else look.innerHTML = made.html;
    look.hidden = false;
  };
  body.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(show, 250); });
  show();
})();
