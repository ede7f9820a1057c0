/* On a phone: changes sides without loading the page again, and counts what waits on the other. */
(() => {
  "use strict";

  const sides = document.querySelector(".sides");
  const tabs = [...document.querySelectorAll(".tabs a")];
  const count = document.getElementById("count");

  for (const tab of tabs) {
    tab.addEventListener("click", (event) => {
      event.preventDefault();
      sides.dataset.show = tab.dataset.side;
      for (const other of tabs) other.removeAttribute("aria-current");
      tab.setAttribute("aria-current", "page");
      history.replaceState(null, "", tab.href);
    });
  }
  window.addEventListener("message", (event) => {
    if (event.origin !== window.location.origin || typeof event.data.waiting !== "number") return;
    count.hidden = event.data.waiting === 0;
    count.textContent = event.data.waiting ? String(event.data.waiting) : "";
  });
})();
