/* What every page does where script runs; without it everything still works. A session that has ended blanks every tab. */
(() => {
  "use strict";
  const channel = "BroadcastChannel" in window ? new BroadcastChannel("tongxin") : null;
  const blank = () => {
    document.documentElement.hidden = true;
    sessionStorage.clear();
    location.replace("/");
  };
  if (channel) channel.onmessage = blank;
  addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    document.querySelector("[data-say]")?.focus();
  });
  /* What is folded on a narrow screen stands open where there is room, once: whoever folds it again keeps it so. */
  const wide = matchMedia("(min-width: 900px)");
  const unfolded = new WeakSet();
  const unfold = () => {
    if (!wide.matches) return;
    for (const d of document.querySelectorAll("details.roomy")) {
      if (!unfolded.has(d)) d.open = true;
      unfolded.add(d);
    }
  };
  /* The box replaces <main> with each answer, 今天 its lists. */
  new MutationObserver(unfold).observe(document.body, { childList: true, subtree: true });
  wide.addEventListener("change", unfold);
  unfold();
  /* A link to a list that is folded opens it. */
  const reveal = () => {
    const fold = document.getElementById(location.hash.slice(1))?.closest("details");
    if (fold) fold.open = true;
  };
  addEventListener("hashchange", reveal);
  reveal();
  if (!("session" in document.body.dataset)) return;

  for (const form of document.querySelectorAll('form[action="/sign-out"]')) {
    form.addEventListener("submit", () => channel && channel.postMessage("ended"));
  }
  const look = async (method) => {
    try {
      const answer = await fetch("/session", { method, cache: "no-store" });
      if (answer.ok && (await answer.text()) === "ended") blank();
    } catch {
      /* The service is away: the page stays, and the next request says so. */
    }
  };
  let used = Date.now();
  setInterval(() => look("GET"), 5000);
  for (const kind of ["pointerdown", "keydown"]) {
    addEventListener(kind, () => {
      if (Date.now() - used < 20000) return;
      used = Date.now();
      look("POST");
    }, true);
  }
  addEventListener("pageshow", (event) => event.persisted && look("GET"));
})();
