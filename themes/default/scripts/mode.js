/* Early and small: large-type mode is set before anything is painted. */
(function (root) {
  root.setAttribute("data-js", "");
  try {
    if (localStorage.getItem("mode") === "elder") root.setAttribute("data-mode", "elder");
  } catch (refused) { /* storage is off: the page stays as it is */ }
})(document.documentElement);
