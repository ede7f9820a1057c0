/* The inbox keeps itself up to date; this tells the page around it how many are waiting. */
(() => {
  "use strict";

  const tell = () => {
    const waiting = Number(document.querySelector("[data-waiting]").dataset.waiting);
    const title = document.title.replace(/^\(\d+\) /, "");
    document.title = waiting ? `(${waiting}) ${title}` : title;
    if (window.parent !== window) window.parent.postMessage({ waiting }, window.location.origin);
  };
  document.addEventListener("htmx:afterSettle", tell);
  tell();
})();
