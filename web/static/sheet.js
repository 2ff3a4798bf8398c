/* 办事单: printing and copying, which only a script can do; the buttons are hidden without it. */
(() => {
  "use strict";
  const show = () => {
    for (const b of document.querySelectorAll("[data-print][hidden], [data-copy][hidden]")) b.hidden = false;
  };
  document.addEventListener("click", async (event) => {
    if (event.target.closest("[data-print]")) print();
    const copy = event.target.closest("[data-copy]");
    if (!copy) return;
    await navigator.clipboard.writeText(document.getElementById(copy.dataset.copy).textContent);
    copy.textContent = copy.dataset.done;
  });
  /* The box replaces <main> with each answer. */
  new MutationObserver(show).observe(document.body, { childList: true });
  show();
})();
