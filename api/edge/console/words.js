// The words of the console in the reader's language, which the page carries.

export const WORDS = JSON.parse(document.body.dataset.words);

/** The words of a name with its values inserted. */
export function said(name, values = {}) {
  return WORDS[name].replace(/\{(\w+)\}/g, (_, key) => values[key]);
}
