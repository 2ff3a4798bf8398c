/* 今天 and the forms of casework, where script runs: the list stays fresh, and what was typed is not lost when the
   connection is. Without script the pages work as they stand. */
(() => {
  "use strict";
  const EACH = 45000;   /* a list is fresh within a minute, where no change is told at once too */
  const BETWEEN = 3000; /* at least so long between two refreshes that changes ask for */
  const COME_BACK = 15000; /* after this, a socket that was lost is opened again */
  const ENDED = 4403;   /* the service says so to whoever may no longer listen */
  const AGAIN = 10000;  /* between two attempts to send what could not be sent */
  const SLOW = 4000;    /* after this, waiting is told with its seconds */
  const LONGEST = 30000; /* after this, it is sent again with the same key */
  const LONGEST_FILE = 240000; /* as much for a photo over a slow line */
  const QUIET = { cache: "no-store", headers: { "X-Background": "1" } };
  const sentence = (id) => document.getElementById(id)?.content.textContent.trim() ?? "";
  const parsed = async (reply) => new DOMParser().parseFromString(await reply.text(), "text/html");

  /* the list ------------------------------------------------------------------------------------------------ */
  const TICKED = ["radio", "checkbox"];
  const typing = () =>
    document.querySelector("#lists details.more[open], #lists form[aria-busy=true]") ||
    [...document.querySelectorAll("#lists form")].some((form) => form.waiting) ||
    [...document.querySelectorAll("#lists input:not([type=hidden])")].some(
      (i) => (TICKED.includes(i.type) ? i.checked : i.value) || i === document.activeElement);
  const refresh = async () => {
    const lists = document.getElementById("lists");
    if (!lists || document.hidden || typing()) return;
    const told = document.getElementById("fresh");
    try {
      const reply = await fetch(location.href, QUIET);
      const page = await parsed(reply);
      const made = page.getElementById("lists");
      if (!reply.ok || !made) return;
      const focused = document.activeElement?.getAttribute("href");
      for (const fold of lists.querySelectorAll("details[id]")) { /* what was opened or folded stays so */
        const same = made.querySelector(`#${CSS.escape(fold.id)}`);
        if (same) same.open = fold.open;
      }
      lists.replaceWith(made);
      document.querySelector(".head > span").replaceWith(page.querySelector(".head > span"));
      told.textContent = page.getElementById("fresh").textContent;
      if (focused) document.querySelector(`#lists a[href="${CSS.escape(focused)}"]`)?.focus();
    } catch {
      told.textContent = sentence("away").replace("{time}", lists.dataset.fresh);
    }
  };
  /* The service says that something changed, and nothing of what: the list is read as ever, by the rights of now. */
  let coming = 0;
  let fresh = 0;
  let lost = false;
  const soon = () => {
    if (coming) return;
    coming = setTimeout(() => { coming = 0; fresh = Date.now(); refresh(); }, Math.max(0, fresh + BETWEEN - Date.now()));
  };
  const listen = () => {
    const socket = new WebSocket(`${location.protocol.replace("http", "ws")}//${location.host}/changed`);
    socket.addEventListener("message", (event) => {
      document.getElementById("lists")?.toggleAttribute("data-listening", true); /* an answer may have taken its place */
      if (event.data === "changed" || lost) soon(); /* what happened while none was open is read at once */
      lost = false;
    });
    socket.addEventListener("close", (event) => {
      lost = true;
      if (event.code !== ENDED) setTimeout(listen, COME_BACK * (1 + Math.random()));
    });
  };
  if (document.getElementById("lists")) {
    setInterval(refresh, EACH);
    addEventListener("online", refresh);
    addEventListener("offline", refresh);
    addEventListener("visibilitychange", refresh);
    listen();
  }

  /* what is typed ------------------------------------------------------------------------------------------- */
  const place = (form) => {
    const of = (name) => form.elements.namedItem(name)?.value ?? "";
    const path = new URL(form.action).pathname;
    return `typed ${path} ${of("do")} ${of("back")} ${path === "/report" ? of("key") : ""}`;
  };
  const OWN = ["hidden", "file", "password", "submit", "button"]; /* what is not typed, or may not be kept */
  const fields = (form) => [...form.elements].filter((f) => f.name && !OWN.includes(f.type));
  const typed = (form) =>
    fields(form).filter((f) => (TICKED.includes(f.type) ? f.checked : f.value !== "")).map((f) => [f.name, f.value]);
  addEventListener("input", (event) => {
    const form = event.target.form; /* also of a field that stands beside its form */
    if (form?.hasAttribute("data-kept")) sessionStorage.setItem(place(form), JSON.stringify(typed(form)));
  });
  const restore = (form) => {
    const stored = JSON.parse(sessionStorage.getItem(place(form)) ?? "[]");
    if (!stored.length) return;
    const names = new Set(stored.map(([name]) => name));
    for (const field of fields(form).filter((f) => names.has(f.name))) {
      if (TICKED.includes(field.type)) field.checked = stored.some(([name, value]) => name === field.name && value === field.value);
      else field.value = stored.find(([name]) => name === field.name)[1];
      field.closest("details")?.setAttribute("open", "");
    }
    say(form, sentence("kept"));
  };
  const say = (form, text) => {
    let told = form.querySelector("[data-offline]");
    if (!told) {
      told = Object.assign(document.createElement("p"), { className: "told" });
      told.setAttribute("data-offline", "");
      told.setAttribute("role", "status");
      form.append(told);
    }
    told.textContent = text;
    told.hidden = !text;
  };

  /* sending: once, with the same key however often it is tried ------------------------------------------------- */
  const send = async (form, body) => {
    const began = Date.now();
    form.waiting = 0;
    const waiting = setInterval(() => {
      const seconds = Math.round((Date.now() - began) / 1000);
      if (seconds * 1000 >= SLOW) say(form, sentence("slow").replace("{seconds}", seconds));
    }, 1000);
    let reply;
    try {
      reply = await fetch(form.action, { method: "POST", body, cache: "no-store", signal: AbortSignal.timeout(body instanceof FormData ? LONGEST_FILE : LONGEST) });
    } catch {
      if (!form.isConnected) return;
      say(form, sentence("unsent"));
      form.removeAttribute("aria-busy");
      form.waiting = setTimeout(() => send(form, body), AGAIN);
      return;
    } finally {
      clearInterval(waiting);
    }
    if (reply.ok || reply.redirected) sessionStorage.removeItem(place(form));
    if (reply.redirected) {
      location.assign(reply.url);
      return;
    }
    const page = await parsed(reply);
    if (!page.querySelector("main")) { /* an answer that is no page: too many at once, or the service is starting */
      say(form, sentence("failed").replace("{code}", reply.status));
      form.removeAttribute("aria-busy");
      return;
    }
    document.title = page.title;
    document.querySelector("main").replaceWith(page.querySelector("main"));
    if (reply.ok) history.pushState({ swapped: true }, "", location.href);
    scrollTo(0, 0);
    document.querySelector("main").focus();
  };
  addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-kept]");
    if (!form) return;
    event.preventDefault();
    clearTimeout(form.waiting);
    if (form.getAttribute("aria-busy") === "true") return; /* it is on its way: pressing again changes nothing */
    form.setAttribute("aria-busy", "true");
    say(form, sentence("sending"));
    const data = new FormData(form, event.submitter);
    send(form, form.enctype === "multipart/form-data" ? data : new URLSearchParams(data));
  });
  addEventListener("online", () => {
    for (const form of document.querySelectorAll("form[data-kept]")) {
      if (form.waiting) form.requestSubmit();
    }
  });
  addEventListener("popstate", () => location.reload());
  for (const form of document.querySelectorAll("form[data-kept]")) restore(form);
})();
