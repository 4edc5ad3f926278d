import { LitElement, css, html } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import '/components/mt-icon.js';
import '/components/mt-ring.js';
import '/components/mt-status.js';
import { ageOf, markPainted } from '/components/painted.js';
import { age, calibrated, caption, coverage, families, identityLine, measure, percent, signalState, verdict } from '/js/format.js';

const TICK_MS = 500;

/**
 * What is known of the doctor now: identity, number, status, reasons, coverage and every signal by family. `held` is a
 * TrustUpdate with the time of its coming (see painted.js), or null; `absent` says why there is
 * none.
 */
class MtTrust extends LitElement {
  static properties = {
    held: { attribute: false },
    absent: {},
    now: { state: true },
  };
  static styles = css`
    * {
      box-sizing: border-box;
    }
    :host {
      display: block;
    }
    .top {
      display: grid;
      grid-template-columns: auto 1fr;
      align-items: center;
      gap: var(--s4);
    }
    .top > div {
      display: grid;
      justify-items: start;
      gap: var(--s2);
      min-width: 0;
    }
    p {
      margin: 0;
      text-wrap: pretty;
    }
    .soft {
      color: var(--ink-soft);
      font-size: var(--text-s);
    }
    .calibration mt-icon,
    .identity mt-icon,
    .held mt-icon {
      margin-top: 0.1em;
    }
    .identity,
    .held {
      display: flex;
      gap: var(--s2);
      margin-top: var(--s3);
      font-weight: 620;
    }
    .identity.unknown {
      color: var(--unknown);
    }
    .identity.differs {
      color: var(--alert);
    }
    .held {
      margin: 0 0 var(--s3);
      padding: var(--s2) var(--s3);
      color: var(--alert);
      background: var(--alert-wash);
      border-radius: var(--r-s);
    }
    .calibration {
      display: flex;
      gap: var(--s2);
      margin-top: var(--s3);
      padding: var(--s2) var(--s3);
      font-size: var(--text-s);
      background: var(--unknown-wash);
      border-radius: var(--r-s);
    }
    h3 {
      margin: var(--s4) 0 var(--s1);
      font-size: var(--text-s);
      font-weight: 620;
      color: var(--ink-soft);
    }
    ul {
      margin: 0;
      padding: 0;
      list-style: none;
    }
    .reasons li {
      padding: var(--s1) 0 var(--s1) var(--s3);
      border-left: 3px solid var(--line);
      margin-top: var(--s1);
    }
    .signals li {
      display: grid;
      grid-template-columns: auto 1fr auto;
      gap: 0 var(--s2);
      align-items: baseline;
      padding: var(--s2) 0;
      border-top: 1px solid var(--line);
    }
    .signals mt-icon {
      align-self: start;
      margin-top: 0.2em;
      color: var(--unknown);
    }
    .signals .ok.calibrated mt-icon {
      color: var(--safe);
    }
    .signals .failed mt-icon,
    .signals .failed .word {
      color: var(--alert);
    }
    .signals .word {
      font-size: var(--text-s);
      font-weight: 620;
      color: var(--unknown);
      font-variant-numeric: tabular-nums;
    }
    .signals .ok.calibrated .word {
      color: var(--safe);
    }
    .signals .why {
      grid-column: 2 / -1;
    }
    .signals .role {
      font-size: var(--text-s);
      font-weight: 400;
      color: var(--ink-soft);
    }
    .foot {
      display: flex;
      flex-wrap: wrap;
      justify-content: space-between;
      gap: 0 var(--s3);
      margin-top: var(--s3);
      font-variant-numeric: tabular-nums;
    }
  `;

  #timer = null;

  constructor() {
    super();
    this.held = null;
    this.now = performance.now();
  }

  connectedCallback() {
    super.connectedCallback();
    this.#timer = setInterval(() => (this.now = performance.now()), TICK_MS);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  render() {
    const update = this.held?.update ?? null;
    const old = ageOf(this.held, performance.now());
    const v = verdict(update, old);
    if (!update) {
      return html`<div class="top">
        <mt-ring state="unknown"></mt-ring>
        <div>
          <mt-status state="unknown" word="Unknown"></mt-status>
          <p>${this.absent ?? v.cause}</p>
        </div>
      </div>
      <slot></slot>`;
    }
    const signals = update.signals ?? [];
    const number = measure(update);
    const identity = identityLine(update);
    return html`${update.action === 'hold'
        ? html`<p class="held"><mt-icon name="octagon"></mt-icon><span>On hold by the hospital's policy: wait, and do not act on what is said until this is lifted.</span></p>`
        : ''}
      <div class="top">
        <mt-ring state=${v.key} ?uncalibrated=${!calibrated(update)} caption=${caption(update)} .score=${v.score ?? NaN} short=${number.short} .signals=${signals}></mt-ring>
        <div>
          <mt-status state=${v.key} word=${v.word}></mt-status>
          <p>${v.cause}</p>
          <p class="soft">${v.score === null ? 'No score' : number.text}, ${percent(coverage(update))} of the signals known</p>
        </div>
      </div>
      <p class=${`identity ${identity.key}`}><mt-icon name=${identity.shape}></mt-icon><span>${identity.text}</span></p>
      <slot></slot>
      <p class="calibration"><mt-icon name=${calibrated(update) ? 'info' : 'ring'}></mt-icon><span>${number.basis}</span></p>
      ${beside(update) ? html`<p class="soft beside">${beside(update)}</p>` : ''}
      ${update.reasons?.length > 1
        ? html`<h3>Reasons</h3>
            <ul class="reasons">${update.reasons.slice(1).map((r) => html`<li>${r}</li>`)}</ul>`
        : ''}
      <h3>Signals</h3>
      ${signals.length
        ? html`<ul class="signals">
            ${repeat(
              families(update),
              (f) => f.family,
              (f) => {
                const state = signalState({ state: f.state, stale: f.late });
                return html`<li class=${`${state.key} ${f.calibrated && calibrated(update) ? 'calibrated' : ''}`}>
                  <mt-icon name=${state.late ? 'clock' : state.shape}></mt-icon>
                  <span>${f.name} ${ROLES[f.role] ? html`<span class="role">${ROLES[f.role]}</span>` : ''}</span>
                  <span class="word">${state.word}${scoreOf(f)}</span>
                  ${f.signals.map((s) => (s.sentence ?? s.reason ? html`<span class="why soft">${s.sentence ?? s.reason}</span>` : ''))}
                </li>`;
              },
            )}
          </ul>`
        : html`<p class="soft">No detector has reported yet.</p>`}
      <p class="foot soft">
        <span>${old === null ? 'No media yet' : `Media ${age(old)} old`}</span>
        <span>${chainWord(update)}</span>
      </p>`;
  }

  updated(changed) {
    if (changed.has('held') && this.held) markPainted(this, this.held.update);
  }
}

const ROLES = { advisory: 'an opinion', context: 'not counted' };

/** The score of a family of one; of several, each sentence speaks for itself. */
function scoreOf(family) {
  const [only, more] = family.signals;
  return !more && Number.isFinite(only.score) && family.state !== 'unknown' ? ` ${only.score}` : '';
}

/** What the earlier formulas give, where another number stands above. */
function beside(update) {
  const said = [];
  if (update.kind && Number.isFinite(update.trust_score)) said.push(`${update.trust_score} of 100`);
  if (Number.isFinite(update.pre_session_score)) said.push(`before a call ${update.pre_session_score} of 100`);
  return said.length ? `Score by the earlier formula, for comparison: ${said.join(', ')}.` : '';
}

function chainWord(update) {
  if (update.chain_intact === false) return 'Record: chain broken';
  return Number.isFinite(update.chain_block) ? `Record: block ${update.chain_block}` : 'Record: not written yet';
}

customElements.define('mt-trust', MtTrust);
