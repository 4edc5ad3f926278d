/**
 * What a wall shows: the verifications with their newest updates, in the order of their severity.
 * Pure but for the clocks that are handed in.
 */
import { ageOf, hold } from '/components/painted.js';
import { measure, verdict } from '/js/format.js';
import { ScoreHistory } from '/js/history.js';

/** One verification on the wall. */
class Entry {
  held = null;
  history = new ScoreHistory();
  acknowledged = null;

  constructor(info) {
    this.info = info;
  }

  verdict(now) {
    return verdict(this.held?.update ?? null, ageOf(this.held, now));
  }

  age(now) {
    return ageOf(this.held, now);
  }
}

export class Board {
  #entries = new Map();

  /**
   * Takes the whole list of the server.
   *
   * @returns {{added: Entry[], removed: Entry[]}}
   */
  replace(list, now, serverNow) {
    const added = [];
    const seen = new Set();
    for (const { live, ...info } of list) {
      seen.add(info.verification);
      let entry = this.#entries.get(info.verification);
      if (!entry) {
        entry = new Entry(info);
        this.#entries.set(info.verification, entry);
        added.push(entry);
      }
      entry.info = info;
      if (live && isNewer(live, entry.held?.update)) this.#take(entry, live, hold(live, now, serverNow));
    }
    const removed = [];
    for (const [id, entry] of this.#entries) {
      if (seen.has(id)) continue;
      this.#entries.delete(id);
      removed.push(entry);
    }
    return { added, removed };
  }

  /** Takes a live update; null when it is of a verification that is not on the wall. */
  update(update, now) {
    const entry = this.#entries.get(update.verification);
    if (!entry) return null;
    this.#take(entry, update, hold(update, now));
    return entry;
  }

  #take(entry, update, held) {
    entry.held = held;
    entry.history.add(Date.parse(update.timestamp) / 1000, measure(update).value);
    // An acknowledgement is for one alert: it ends with it, or when its cause changes.
    const cause = (update.triggers ?? []).join();
    if (entry.acknowledged && entry.acknowledged.cause !== cause) entry.acknowledged = null;
  }

  /** On this display only. */
  acknowledge(entry, by, at) {
    entry.acknowledged = { by, at, cause: (entry.held?.update.triggers ?? []).join() };
  }

  /** Worst first; an acknowledged alert after the others; then the oldest first. */
  sorted(now) {
    const rank = (e) => e.verdict(now).severity * 2 - (e.acknowledged ? 1 : 0);
    return [...this.#entries.values()].sort(
      (a, b) => rank(b) - rank(a) || String(a.info.since).localeCompare(String(b.info.since)) || a.info.verification.localeCompare(b.info.verification),
    );
  }

  get size() {
    return this.#entries.size;
  }

  /** The sessions on the wall. */
  sessions() {
    return new Set([...this.#entries.values()].map((e) => e.info.session));
  }
}

function isNewer(update, held) {
  return !held || Date.parse(update.timestamp) > Date.parse(held.timestamp);
}
