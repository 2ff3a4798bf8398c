/* The box without reloading: what is posted is the form as it stands, so everything works without this file too.
   It adds: Enter sends, the answer replaces <main>, the facts stand in the fragment of the address (which no browser
   sends), going back works. Words live in the memory of this page only. */
(() => {
  "use strict";
  const main = () => document.getElementById("main");
  const box = () => document.getElementById("box");
  const sent = new Map();
  /* For each address of this visit the body that was posted; null: it was opened by its address. */
  let turn = 0;

  const facts = () => {
    const form = box();
    const body = new URLSearchParams(location.search);
    for (const [name, value] of new URLSearchParams(location.hash.slice(1))) body.append(`fact.${name}`, value);
    return form && body;
  };

  const show = async (url, body) => {
    const mine = ++turn;
    main().setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(url, body ? { method: "POST", body } : {});
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (mine !== turn) return null;
      if (!page.getElementById("box")) {
        if (!answer.ok) throw new Error(page.querySelector("main [role=alert]")?.textContent || "");
        location.assign(answer.url);
        return null;
      }
      const open = [...main().querySelectorAll("details[id][open]")].map((d) => d.id).filter((id) => id !== "change");
      main().replaceWith(document.adoptNode(page.getElementById("main")));
      for (const id of open) document.getElementById(id)?.setAttribute("open", "");
      document.title = page.title;
      return box().dataset.address;
    } catch (why) {
      if (mine !== turn) return null;
      main().removeAttribute("aria-busy");
      for (const p of document.querySelectorAll("[data-failed]")) {
        p.textContent = (why instanceof TypeError ? "" : why.message) || p.textContent;
        p.hidden = false;
      }
      return null;
    }
  };

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    const by = event.submitter;
    const action = new URL(by?.getAttribute("formaction") || form.action, location.href);
    if (form.id !== "box" || action.pathname !== location.pathname) return;
    event.preventDefault();
    const body = new URLSearchParams(new FormData(form, by));
    const tapped = by?.name === "do";
    const address = await show(action, body);
    if (!address) return;
    body.delete("do");
    sent.set(new URL(address, location.href).href, new URLSearchParams(new FormData(box())));
    history.pushState(null, "", address);
    main().focus({ preventScroll: tapped });
    if (!tapped) scrollTo(0, 0);
  });

  addEventListener("popstate", () => {
    if (!box()) return;
    const hash = location.hash.includes("=");
    if (location.hash && !hash) return;
    show(location.pathname + location.search, sent.get(location.href) || (hash ? facts() : null));
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.target.name !== "words") return;
    event.preventDefault();
    event.target.form.requestSubmit(event.target.form.querySelector("button"));
  });

  /* The link that skips the header would put its own fragment in place of the facts. */
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.(".skip")) return;
    event.preventDefault();
    main().focus();
  });

  let waiting = 0;
  document.addEventListener("input", (event) => {
    if (event.target.name !== "place") return;
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const list = document.getElementById("places");
      const typed = event.target.value.trim();
      if (!list || !typed) return;
      try {
        const names = await (await fetch(`/places?${new URLSearchParams({ search: typed })}`)).json();
        list.replaceChildren(...names.map((n) => Object.assign(document.createElement("option"), { value: n })));
      } catch {
        /* Without suggestions the name is read by the server. */
      }
    }, 200);
  });

  if (box() && location.hash.includes("=")) {
    show(location.pathname + location.search, facts()).then((address) => address && history.replaceState(null, "", address));
  }
})();
