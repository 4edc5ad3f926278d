/**
 * Words and numbers for people, and the one place that decides how a TrustUpdate reads. Pure: no
 * clock, no DOM.
 */

/** Media older than this many milliseconds is no longer shown as current. */
export const STALE_MS = 4000;

const DETECTORS = {
  frame_integrity: 'Picture integrity',
  face_presence: 'Face in the picture',
  face_artifact: 'Face artefacts',
  liveness: 'Movement and blinking',
  temporal_consistency: 'Continuity over time',
  voice: 'Voice',
  pulse: 'Pulse from skin',
  face_identity: 'Same person',
  presentation: 'Print or screen',
  capture_quality: 'How well the face is seen',
};

/** @param {string} detector its name on the wire */
export function detectorName(detector) {
  return DETECTORS[detector] ?? sentence(detector);
}

/** `no_face` becomes `No face`. */
export function sentence(word) {
  const text = String(word ?? '').replaceAll('_', ' ').trim();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const VERDICTS = {
  alert: { key: 'alert', word: 'Alert', severity: 4, shape: 'octagon' },
  suspicious: { key: 'suspicious', word: 'Suspicious', severity: 3, shape: 'triangle' },
  unknown: { key: 'unknown', word: 'Unknown', severity: 2, shape: 'dashes' },
  uncalibrated: { key: 'uncalibrated', word: 'Uncalibrated', severity: 1, shape: 'ring' },
  safe: { key: 'safe', word: 'Safe', severity: 0, shape: 'check' },
};

/**
 * How one verification reads now. Nothing that is old, missing or uncalibrated ever reads as safe.
 *
 * @param {object|null} update the newest TrustUpdate, fields as on the wire
 * @param {number|null} ageMs age of the media that it rests on; null when not known
 * @returns {{key: string, word: string, severity: number, shape: string, cause: string,
 *     score: number|null, stale: boolean}} `severity` 0 (safe) to 4 (alert)
 */
export function verdict(update, ageMs) {
  if (!update) return read('unknown', 'Nothing has been measured yet', null, false);
  const stale = ageMs !== null && ageMs > STALE_MS;
  const alarmed = update.triggers?.length > 0;
  const known = Number.isFinite(update.trust_score);
  const score = known ? update.trust_score : null;
  const cause = update.reasons?.[0] ?? '';
  if (stale && !alarmed) return read('unknown', `Nothing new for ${age(ageMs)}`, null, true);
  if (alarmed) return read('alert', cause || update.triggers.map(sentence).join(', '), score, stale);
  if (!known) return read('unknown', cause || 'No signal is known at the moment', null, false);
  // The server calls an uncalibrated score unknown; people are shown it, in grey.
  if (!calibrated(update)) {
    return read('uncalibrated', cause || 'The score is not calibrated yet', score, false);
  }
  if (!['safe', 'suspicious', 'alert'].includes(update.status)) {
    return read('unknown', cause || 'No signal is known at the moment', null, false);
  }
  return read(update.status, cause, score, false);
}

function read(key, cause, score, stale) {
  return { ...VERDICTS[key], cause, score, stale };
}

/** Whether the score's calibration is known. A missing value counts as uncalibrated. */
export function calibrated(update) {
  return Boolean(update?.calibration) && update.calibration !== 'uncalibrated';
}

const STATES = {
  ok: { word: 'OK', shape: 'check' },
  failed: { word: 'Failed', shape: 'octagon' },
  unknown: { word: 'Unknown', shape: 'dashes' },
};

/**
 * How one signal reads.
 *
 * @param {object} signal of a TrustUpdate
 */
export function signalState(signal) {
  const state = STATES[String(signal.state).toLowerCase()] ? String(signal.state).toLowerCase() : 'unknown';
  const late = signal.stale && state !== 'unknown';
  return { key: state, ...STATES[state], word: STATES[state].word + (late ? ', late' : ''), late };
}

/** A duration for people: `0.2 s`, `14 s`, `3 min`, `2 h`. */
export function age(ms) {
  if (ms < 0 || !Number.isFinite(ms)) return '0.0 s';
  if (ms < 9950) return `${(ms / 1000).toFixed(1)} s`;
  if (ms < 90_000) return `${Math.round(ms / 1000)} s`;
  if (ms < 5_400_000) return `${Math.round(ms / 60_000)} min`;
  return `${Math.round(ms / 3_600_000)} h`;
}

/** 0..1 as a whole percentage. */
export function percent(share) {
  return Number.isFinite(share) ? `${Math.round(share * 100)} %` : '–';
}

/** A bit rate: `840 kbit/s`, `1.7 Mbit/s`. */
export function bitrate(bitsPerSecond) {
  if (!Number.isFinite(bitsPerSecond)) return '–';
  if (bitsPerSecond < 999_500) return `${Math.round(bitsPerSecond / 1000)} kbit/s`;
  return `${(bitsPerSecond / 1e6).toFixed(1)} Mbit/s`;
}

/** Local time of day, hours and minutes. */
export function clock(value) {
  const date = new Date(value);
  if (Number.isNaN(date.getTime())) return '';
  return date.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
}

/** Local date and time. */
export function moment(value) {
  const date = new Date(value);
  if (Number.isNaN(date.getTime())) return '';
  return date.toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' });
}

/** Initials of a name, at most two. */
export function initials(name) {
  const words = String(name ?? '').replace(/^(dr|prof|mr|mrs|ms)\.?\s+/i, '').trim().split(/\s+/);
  return ((words[0]?.[0] ?? '?') + (words.length > 1 ? words.at(-1)[0] : '')).toUpperCase();
}

/** A session's path, with its id escaped. */
export function pathOf(page, session) {
  return `/${page}.html?session=${encodeURIComponent(session)}`;
}
