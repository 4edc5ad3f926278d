/** The scores of the last five minutes of one verification, one point a second. Pure. */

const SPAN_S = 300;

export class ScoreHistory {
  #points = [];

  /** Pairs of [seconds since 1970, score or null]; a fresh array after each change. */
  get points() {
    return this.#points;
  }

  /** Takes what the server kept: entries {created_at, trust_score, calibrated_score}, in any order. */
  seed(entries) {
    const old = (entries ?? [])
      .map((e) => [Math.floor(Date.parse(e.created_at) / 1000), e.calibrated_score ?? e.trust_score ?? null])
      .filter((p) => Number.isFinite(p[0]))
      .sort((a, b) => a[0] - b[0]);
    const first = this.#points[0]?.[0] ?? Infinity;
    this.#points = trim([...old.filter((p) => p[0] < first), ...this.#points]);
  }

  /**
   * @param {number} seconds since 1970
   * @param {number|null} score null when not known
   * @returns {boolean} whether there is a new point
   */
  add(seconds, score) {
    const at = Math.floor(seconds);
    const last = this.#points.at(-1);
    if (last && at <= last[0]) return false;
    // A silence of more than three seconds is drawn as a gap, not as a line across it.
    const gap = last && at - last[0] > 3 ? [[last[0] + 1, null]] : [];
    this.#points = trim([...this.#points, ...gap, [at, score]]);
    return true;
  }
}

function trim(points) {
  const oldest = (points.at(-1)?.[0] ?? 0) - SPAN_S;
  return points.filter((p) => p[0] >= oldest);
}
