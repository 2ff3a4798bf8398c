/* Work on its way: the same address is read again after some seconds, in the background, and what it says of the work
   is shown; when the work has ended, the page is loaded anew. Without script the page does so itself. */
(() => {
  "use strict";
  const PATIENCE = 10000; /* whoever follows a link goes there: a page loaded anew meanwhile would take her back */
  const line = document.querySelector("[data-look]");
  if (!line) return;
  let left = -PATIENCE;
  addEventListener("beforeunload", () => { left = performance.now(); });
  const look = async () => {
    try {
      const answer = await fetch(location.href, { cache: "no-store", headers: { "x-background": "1" } });
      const next = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-look]");
      const stays = performance.now() - left > PATIENCE;
      if (!next && stays) return location.reload();
      if (next && next.innerHTML !== line.innerHTML) line.innerHTML = next.innerHTML;
    } catch {
      /* The service is away: the next look says so. */
    }
    setTimeout(look, line.dataset.look * 1000);
  };
  setTimeout(look, line.dataset.look * 1000);
})();
