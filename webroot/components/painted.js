/**
 * Marks an element with the media time that it shows and the moment after which that was on the
 * screen, so that the way from a frame to its verdict can be measured: `data-media-time` and
 * `data-painted-at`, both epoch milliseconds, and an event `mt-painted`.
 *
 * @param {HTMLElement} element
 * @param {object} update the TrustUpdate that the element now shows
 */
export function markPainted(element, update) {
  const mediaTime = update?.media_time;
  if (mediaTime === undefined || mediaTime === null) return;
  // The first frame callback runs before the paint that shows the update, the second after it.
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      const paintedAt = Date.now();
      element.dataset.mediaTime = mediaTime;
      element.dataset.paintedAt = paintedAt;
      element.dispatchEvent(
        new CustomEvent('mt-painted', { detail: { mediaTime, paintedAt, update }, bubbles: true, composed: true }),
      );
    }),
  );
}

/**
 * The age of the media of an update. It is told on the server's clock and carried on by ours, so
 * that two clocks that differ do not matter.
 *
 * @param {{update: object, receivedAt: number, base: number}} held see {@link hold}
 * @param {number} now `performance.now()`
 * @returns {number|null} milliseconds; null when the update rests on no media
 */
export function ageOf(held, now) {
  return held === null || held.base === null ? null : held.base + Math.max(0, now - held.receivedAt);
}

/**
 * Keeps an update together with when it came.
 *
 * @param {number|null} serverNow the server's clock, for an update that may have waited; null for
 *     one that was just computed
 */
export function hold(update, now, serverNow = null) {
  const told = Date.parse(update.timestamp);
  const from = update.media_time ?? null;
  const to = serverNow !== null ? Math.max(serverNow, told || 0) : told;
  const base = from === null || !Number.isFinite(to) ? null : Math.max(0, to - from);
  return { update, receivedAt: now, base };
}
