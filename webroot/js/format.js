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
  face_identity: 'Face compared',
  voice_identity: 'Voice compared',
  replay: 'Replay of the picture',
  voice_replay: 'Replay of the voice',
  injection: 'Injected picture',
  light_probe: 'Light check',
  challenge: 'Prompts',
  lip_sync: 'Lips and voice',
  presentation: 'Screen or print',
  face_synthetic: 'Generated face',
  voice_synthetic: 'Generated voice',
  capture_quality: 'Picture quality',
};

const FAMILIES = {
  picture: 'Picture',
  presence: 'Who is in view',
  face_identity: 'Identity by face',
  voice_identity: 'Identity by voice',
  source: 'Replay and injection',
  probe: 'Light check',
  challenge: 'Prompts',
  lips: 'Lips and voice',
  presentation: 'Screen or print',
  face: 'Look of the face',
  liveness: 'Movement of the face',
  voice: 'Sound of the voice',
  pulse: 'Pulse from skin',
  quality: 'Picture quality',
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
  score: { key: 'uncalibrated', word: 'Score only', severity: 1, shape: 'ring' },
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
  const score = measure(update).value;
  const known = score !== null;
  const cause = update.reasons?.[0] ?? '';
  if (stale && !alarmed) return read('unknown', `Nothing new for ${age(ageMs)}`, null, true);
  if (alarmed) return read('alert', cause || update.triggers.map(sentence).join(', '), score, stale);
  if (!known) return read('unknown', cause || 'No signal is known at the moment', null, false);
  // The server calls an uncalibrated score unknown; people are shown it, in grey.
  if (!calibrated(update)) {
    const of = scoreOnly(update) ? 'score' : 'uncalibrated';
    return read(of, cause || 'The score is not calibrated yet', score, false);
  }
  if (!['safe', 'suspicious', 'alert'].includes(update.status)) {
    return read('unknown', cause || 'No signal is known at the moment', null, false);
  }
  return read(update.status, cause, score, false);
}

function read(key, cause, score, stale) {
  return { ...VERDICTS[key], cause, score, stale };
}

/**
 * Whether the number may be called a probability, and so carry a verdict. Anything missing counts
 * as uncalibrated.
 */
export function calibrated(update) {
  return Boolean(update?.calibration) && update.calibration !== 'uncalibrated' && update.kind === 'probability';
}

/** Calibrated, but on too few people to be called a probability. */
export function scoreOnly(update) {
  return Boolean(update?.calibration) && update.calibration !== 'uncalibrated' && update.kind === 'score';
}

/** What the shown number is, in a word or two. */
export function caption(update) {
  if (calibrated(update)) return 'probability';
  return scoreOnly(update) ? 'score only' : 'uncalibrated';
}

/**
 * The one number that is shown, what it is, and what it rests on.
 *
 * @returns {{value: number|null, short: string, text: string, basis: string}} `value` 0..100; `short` stands in the
 *     ring; `basis` is empty or a sentence
 */
export function measure(update) {
  const people = Number.isFinite(update?.subjects) ? `${update.subjects} people` : 'few people';
  if (calibrated(update)) {
    const known = Number.isFinite(update.probability);
    const said = known ? likelihood(update.probability) : '–';
    return {
      value: known ? Math.min(99, Math.max(1, Math.round(update.probability * 100))) : null,
      short: said,
      text: known ? `Probability ${said}` : 'No probability: no signal is known',
      basis: `Presumes ${percentOf(update.impostor_prior)} impostors before anything is seen; measured on ${people}.`,
    };
  }
  if (scoreOnly(update)) {
    const known = Number.isFinite(update.calibrated_score);
    return {
      value: known ? update.calibrated_score : null,
      short: known ? String(update.calibrated_score) : '–',
      text: known ? `Score ${update.calibrated_score} of 100` : 'No score: no signal is known',
      basis: `A score and not a probability: it was measured on ${people}, and 30 are needed. Never shown as safe. Presumes ${percentOf(update.impostor_prior)} impostors.`,
    };
  }
  const known = Number.isFinite(update?.trust_score);
  return {
    value: known ? update.trust_score : null,
    short: known ? String(update.trust_score) : '–',
    text: known ? `Score ${update.trust_score} of 100` : 'No score',
    basis: 'Uncalibrated: this number is not yet tied to a known error rate, so it is shown grey and never as safe.',
  };
}

/** A probability for people: never certain, in either direction. */
export function likelihood(p) {
  if (p > 0.99) return '> 99 %';
  if (p < 0.01) return '< 1 %';
  return `${Math.round(p * 100)} %`;
}

/** A small share as a percentage: `1 %`, `0.1 %`. */
export function percentOf(share) {
  return Number.isFinite(share) ? `${Number((share * 100).toPrecision(2))} %` : 'an unknown share of';
}

/** The same sentence where there is little room. */
export function brief(sentence) {
  return sentence.replace('; this alone does not mean fraud', ' (no proof of fraud)');
}

/** Known share of what the shown number rests on, 0..1. */
export function coverage(update) {
  return calibrated(update) || scoreOnly(update) ? update.evidence_coverage : update?.coverage;
}

const IDENTITY = {
  matches: { key: 'matches', shape: 'check' },
  differs: { key: 'differs', shape: 'octagon' },
  not_enrolled: { key: 'unknown', shape: 'dashes' },
  unknown: { key: 'unknown', shape: 'dashes' },
};

/** The line about identity: its shape and sentence. Missing is unknown. */
export function identityLine(update) {
  const identity = update?.identity;
  if (!identity?.sentence) return { ...IDENTITY.unknown, text: 'Identity not checked' };
  return { ...(IDENTITY[identity.state] ?? IDENTITY.unknown), text: identity.sentence };
}

const ROLE_RANK = { measured: 0, advisory: 1, context: 2 };

/**
 * The signals by what they look at: what failed first, then facts, then opinions, then what is only shown; what is
 * unknown goes last in each.
 *
 * @returns {{family: string, name: string, state: string, late: boolean, role: string, calibrated: boolean,
 *     llr: number|null, signals: object[]}[]}
 */
export function families(update) {
  const found = new Map();
  for (const s of update?.signals ?? []) {
    const family = s.family ?? s.detector;
    if (!found.has(family)) found.set(family, []);
    found.get(family).push(s);
  }
  const rows = [...found].map(([family, signals]) => {
    const states = signals.map((s) => signalState(s));
    const state = states.some((s) => s.key === 'failed') ? 'failed' : states.some((s) => s.key === 'ok') ? 'ok' : 'unknown';
    const known = signals.filter((_, i) => states[i].key !== 'unknown');
    const llrs = signals.map((s) => s.llr).filter(Number.isFinite);
    return {
      family,
      name: FAMILIES[family] ?? detectorName(family),
      state,
      late: states.some((s) => s.late),
      role: [...signals].sort((a, b) => rank(a) - rank(b))[0].role ?? 'context',
      calibrated: known.length > 0 && known.every((s) => s.calibrated),
      llr: llrs.length ? llrs.reduce((a, b) => a + b, 0) : null,
      signals,
    };
  });
  const order = (r) => (r.state === 'failed' ? rank(r) : 10 + rank(r) * 2 + (r.state === 'unknown' ? 1 : 0));
  return rows.map((r, i) => [r, i]).sort(([a, i], [b, j]) => order(a) - order(b) || i - j).map(([r]) => r);
}

function rank(of) {
  return ROLE_RANK[of.role] ?? 2;
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
