/* A job on its way: the same address is read again every second and what it says of the job is shown; when it has
   ended, the page is loaded anew. Without script the page does so itself, every few seconds. */
(() => {
  "use strict";
  const at = document.querySelector("[data-poll]");
  if (!at) return;
  const again = async () => {
    try {
      const answer = await fetch(location.href, { cache: "no-store" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const next = page.querySelector("[data-poll]");
      if (!next) return location.reload();
      if (next.innerHTML !== at.innerHTML) at.innerHTML = next.innerHTML;
    } catch {
      /* The service is away: it is asked again. */
    }
    setTimeout(again, 1000);
  };
  setTimeout(again, 1000);
})();
