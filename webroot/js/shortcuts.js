/** Single-key shortcuts, which can be turned off (WCAG 2.1.4). */

const KEY = 'medtrust.shortcuts';

export function shortcutsOn() {
  try {
    return localStorage.getItem(KEY) !== 'off';
  } catch {
    return true;
  }
}

export function setShortcutsOn(on) {
  try {
    if (on) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, 'off');
  } catch {
    // Then they stay as they are until the page is left.
  }
}

/**
 * Calls `actions[key]` for a key that is pressed alone, outside fields and lists.
 *
 * @param {Object<string, function()>} actions by key, lower case
 * @param {function(): boolean} when whether the page listens now
 */
export function listenForKeys(actions, when) {
  addEventListener('keydown', (event) => {
    if (event.repeat || event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
    if (!shortcutsOn() || !when()) return;
    const target = event.composedPath()[0];
    if (target instanceof Element && target.closest('input:not([type=checkbox]), select, textarea, [contenteditable]')) return;
    const action = actions[event.key.toLowerCase()];
    if (!action) return;
    event.preventDefault();
    action();
  });
}
