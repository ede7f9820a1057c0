/* The live chat. Without this file the same forms work by loading the page again. */
(() => {
  "use strict";

  const byId = (id) => document.getElementById(id);
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const fine = matchMedia("(pointer: fine)");
  let justSent = null;

  /* A page that was left quickly must not flash up again. */
  const leave = document.querySelector(".leave");
  leave.addEventListener("click", (event) => {
    event.preventDefault();
    document.documentElement.hidden = true;
    const frame = window.top === window ? window : window.top;
    frame.location.replace(leave.href);
  });

  const atTheEnd = () =>
    window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 160;

  /* How far to scroll so that every choice stands above the box to type in. */
  const toTheChoices = () => {
    const choices = byId("choices");
    const composer = document.querySelector(".composer");
    /* Answers to look over are read from the first one on. */
    if (!choices || choices.classList.contains("review")) return 0;
    if (getComputedStyle(composer).position !== "sticky") return 0;
    const room = window.innerHeight - composer.offsetHeight - 8;
    return choices.getBoundingClientRect().bottom + window.scrollY - room;
  };

  /* How far one can scroll with the question still in sight above its choices. */
  const theQuestion = (top) => {
    const said = [...document.querySelectorAll("#log .line.wesaid .bubble p:last-child")].pop();
    const words = document.querySelector("#choices legend.asked") || said;
    return words ? words.getBoundingClientRect().top + window.scrollY - top : Infinity;
  };

  /* Shows the newest from its beginning, and all that can be chosen. What somebody needs first is
     never scrolled past for choices: numbers to call, and the question itself. */
  const showNewest = (first, how) => {
    const end = document.documentElement.scrollHeight - window.innerHeight;
    const top = document.querySelector(".top").offsetHeight + 12;
    const begins = first ? first.getBoundingClientRect().top + window.scrollY - top : end;
    const choices = Math.min(toTheChoices(), theQuestion(top));
    const wanted = first?.classList.contains("urgent") ? begins : Math.max(begins, choices);
    const behavior = how || (calm.matches ? "auto" : "smooth");
    window.scrollTo({ top: Math.max(0, Math.min(end, wanted)), behavior });
  };

  /* Says that there is more than fits on the screen, and goes on from there. */
  const below = byId("below");
  let unread = null;
  const lookBelow = () => {
    const end = byId("question").getBoundingClientRect().bottom;
    below.hidden = end <= document.querySelector(".composer").getBoundingClientRect().top + 8;
    if (below.hidden) unread = null;
  };
  below.addEventListener("click", () => {
    if (unread) showNewest(unread);
    else window.scrollBy({ top: window.innerHeight * 0.4, behavior: calm.matches ? "auto" : "smooth" });
    unread = null;
  });
  window.addEventListener("scroll", lookBelow, { passive: true });
  window.addEventListener("resize", lookBelow);

  /* Only what is new is added and only what changed is replaced: a screen reader reads a message
     once, and nothing that somebody is about to press moves away. */
  const mergeLog = (log, incoming) => {
    const added = [];
    let before = null;
    for (const node of [...incoming.children]) {
      const known = byId(node.id);
      if (!known) {
        node.classList.add("new");
        before ? before.after(node) : log.prepend(node);
        added.push(node);
        before = node;
      } else {
        known.classList.remove("new");
        if (known.isEqualNode(node)) {
          before = known;
        } else {
          known.replaceWith(node);
          before = node;
        }
      }
    }
    return added;
  };

  const dropOld = (log, incoming) => {
    const kept = new Set([...incoming.children].map((node) => node.id));
    for (const node of [...log.children]) {
      if (!kept.has(node.id)) node.remove();
    }
  };

  /* News from elsewhere leaves alone what somebody has ticked here and not sent yet. */
  const withoutTicks = (question) => {
    const copy = question.cloneNode(true);
    copy.querySelectorAll("[checked]").forEach((box) => box.removeAttribute("checked"));
    return copy;
  };

  const mergeQuestion = (incoming) => {
    const question = byId("question");
    if (question.isEqualNode(incoming)) return;
    if (!justSent && withoutTicks(question).isEqualNode(withoutTicks(incoming))) return;
    const hadFocus = question.contains(document.activeElement);
    question.replaceWith(incoming);
    byId("text-label").textContent = incoming.dataset.label;
    /* Only a question for a photo or voice note is sent the way that carries files. */
    if ("file" in incoming.dataset) form.setAttribute("hx-encoding", "multipart/form-data");
    else form.removeAttribute("hx-encoding");
    if (hadFocus) (byId("choices") || byId("text")).focus({ preventScroll: true });
  };

  const merge = (fragment) => {
    const wasAtTheEnd = atTheEnd();
    const log = byId("log");
    const incoming = fragment.querySelector("#log");
    dropOld(log, incoming);
    const added = mergeLog(log, incoming);
    byId("key").value = fragment.querySelector("#key").value;
    byId("hide-key").value = fragment.querySelector("#hide-key").value;
    byId("seen").value = fragment.querySelector("#seen").value;
    const question = fragment.querySelector("#question");
    /* News from elsewhere leaves what was said about the last answer, while its question stands. */
    if (justSent || question.dataset.seen !== byId("question").dataset.seen) {
      byId("problem").textContent = fragment.querySelector("#problem").textContent;
      byId("trouble").textContent = "";
    }
    mergeQuestion(question);
    if (!added.length && !byId("problem").textContent) return;
    /* A day's divider is no message: when the oldest one falls off, it may be new at the top. */
    const said = added.filter((node) => node.classList.contains("line"));
    const first =
      said.find((node) => node.classList.contains("urgent")) ||
      said.find((node) => !node.classList.contains("you")) ||
      said[0];
    if (wasAtTheEnd || justSent) showNewest(first);
    else unread = first;
    lookBelow();
  };

  htmx.defineExtension("conversation", {
    handleSwap(style, target, fragment) {
      if (style !== "conversation") return false;
      merge(fragment);
      return [];
    },
  });

  const form = byId("answer");
  const text = byId("text");

  form.addEventListener("htmx:configRequest", (event) => {
    const sent = event.detail.parameters;
    /* A photo from a slow phone takes its time. */
    if (form.hasAttribute("hx-encoding")) event.detail.timeout = 180000;
    const words = sent.get ? sent.get("text") : sent.text;
    justSent = { words, alone: Boolean(event.detail.triggeringEvent?.submitter?.name !== "send") };
  });
  form.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt !== form || !justSent) return;
    if (event.detail.successful) {
      const taken = !byId("problem").textContent;
      if (taken && !justSent.alone && text.value === justSent.words) text.value = "";
    } else {
      byId("trouble").textContent = form.dataset.trouble;
    }
    justSent = null;
  });

  /* What was wrong with the last file is not true of the one that was chosen now. */
  form.addEventListener("change", (event) => {
    if (event.target.id === "file") byId("problem").textContent = "";
  });

  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || !fine.matches) return;
    event.preventDefault();
    form.requestSubmit(form.querySelector(".send"));
  });

  /* The page that signs out goes where its form leads; the news of it is for other pages. */
  let source = null;
  document.body.addEventListener("htmx:sseOpen", (event) => { source = event.detail.source; });
  byId("sign-out").addEventListener("submit", () => { if (source) source.close(); });

  window.addEventListener("pageshow", (event) => {
    if (event.persisted) htmx.trigger("#fetch", "sse:changed");
  });
  if (!location.hash || location.hash === "#now") {
    const said = [...document.querySelectorAll(".line.wesaid")];
    requestAnimationFrame(() => {
      showNewest(said[said.length - 1], "auto");
      lookBelow();
    });
  }
})();
