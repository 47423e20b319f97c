// What the browser remembers between visits. A browser that forbids it gets a page that forgets.

/** @param {string} name */
export function recall(name) {
  try {
    return localStorage.getItem(`mailflow-triage.${name}`) ?? undefined;
  } catch {
    return undefined;
  }
}

/** @param {string} name @param {string} value */
export function remember(name, value) {
  try {
    localStorage.setItem(`mailflow-triage.${name}`, value);
  } catch {
    // Nothing is lost but the convenience.
  }
}
