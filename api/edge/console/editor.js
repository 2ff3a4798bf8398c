// A textarea with line numbers, indenting Tab, and a run key.

const INDENT = "  ";

/** Attach to a textarea whose line numbers stand in the element before it. */
export function attachEditor(area, onRun) {
  const gutter = area.previousElementSibling;
  let leaving = false; // Esc lets the next Tab move the focus, so that nobody is trapped

  const number = () => {
    const lines = area.value.split("\n").length;
    gutter.textContent = Array.from({ length: lines }, (_, i) => i + 1).join("\n");
    gutter.scrollTop = area.scrollTop;
  };

  area.addEventListener("input", number);
  area.addEventListener("scroll", () => { gutter.scrollTop = area.scrollTop; });
  area.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      onRun();
    } else if (event.key === "Escape") {
      leaving = true;
    } else if (event.key === "Tab" && !leaving && !event.ctrlKey && !event.altKey) {
      event.preventDefault();
      if (event.shiftKey) outdent(area); else insert(area, INDENT);
    } else if (event.key !== "Tab" && event.key !== "Shift") {
      leaving = false;
    }
  });
  area.addEventListener("blur", () => { leaving = false; });
  number();
}

/** Put text at the cursor and tell the listeners. */
export function insert(area, text) {
  area.focus();
  area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input"));
}

/** Replace the whole text. */
export function fill(area, text) {
  area.value = text;
  area.setSelectionRange(0, 0);
  area.scrollTop = 0;
  area.dispatchEvent(new Event("input"));
}

function outdent(area) {
  const start = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
  if (area.value.startsWith(INDENT, start)) {
    const cursor = Math.max(start, area.selectionStart - INDENT.length);
    area.setRangeText("", start, start + INDENT.length, "preserve");
    area.setSelectionRange(cursor, cursor);
    area.dispatchEvent(new Event("input"));
  }
}
