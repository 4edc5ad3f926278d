import { LitElement, css, html, nothing } from 'lit';
import '/components/mt-icon.js';
import '/components/mt-ring.js';
import '/components/mt-sparkline.js';
import '/components/mt-status.js';
import { markPainted } from '/components/painted.js';
import { Whep } from '/js/whep.js';
import { age, brief, calibrated, caption, clock, coverage, identityLine, measure, percent, percentOf } from '/js/format.js';

/**
 * One verification on the wall, to be read from four metres: score, state as shape and word, cause,
 * age. Its sizes follow the tile's own width. Fires `acknowledge`.
 */
class MtWallTile extends LitElement {
  static properties = {
    entry: { attribute: false },
    held: { attribute: false },
    points: { attribute: false },
    now: { attribute: false },
    state: { reflect: true },
    stream: { state: true },
  };
  static styles = css`
    * {
      box-sizing: border-box;
    }
    :host {
      display: block;
      container: tile / size;
      min-width: 0;
      min-height: 0;
    }
    article {
      --u: clamp(0.22rem, min(1cqi, 1.5cqb), 1.5rem);
      position: relative;
      display: grid;
      grid-template: auto minmax(0, 1fr) auto / minmax(0, 1fr);
      gap: calc(1.6 * var(--u));
      height: 100%;
      padding: calc(2.4 * var(--u)) calc(3 * var(--u)) calc(2 * var(--u)) calc(4.4 * var(--u));
      overflow: hidden;
      background: var(--surface);
      border: 1px solid var(--line);
      border-radius: var(--r-l);
    }
    article::before {
      content: '';
      position: absolute;
      inset: 0 auto 0 0;
      width: calc(1.4 * var(--u));
      background: var(--unknown);
    }
    :host([state='unknown']) article::before {
      background: repeating-linear-gradient(var(--unknown) 0 1rem, transparent 1rem 1.6rem);
    }
    :host([state='safe']) article::before {
      background: var(--safe);
    }
    :host([state='suspicious']) article::before {
      background: var(--suspicious);
    }
    :host([state='alert']) article {
      border-color: var(--alert);
      background: var(--alert-wash);
    }
    :host([state='alert']) article::before {
      background: var(--alert);
    }
    .head {
      display: grid;
      grid-template-columns: auto minmax(0, 1fr);
      align-items: center;
      gap: calc(3 * var(--u));
    }
    .head.picture {
      grid-template-columns: auto minmax(0, 1fr) auto;
    }
    mt-ring {
      width: min(34cqi, 47cqb);
    }
    .who {
      display: grid;
      justify-items: start;
      gap: calc(0.9 * var(--u));
      min-width: 0;
    }
    h2 {
      max-width: 100%;
      margin: 0;
      font-size: calc(6 * var(--u));
      line-height: 1.12;
      font-weight: 640;
      letter-spacing: -0.02em;
      display: -webkit-box;
      -webkit-box-orient: vertical;
      -webkit-line-clamp: 2;
      overflow: hidden;
    }
    .place {
      max-width: 100%;
      margin: 0;
      font-size: max(0.875rem, calc(4.1 * var(--u)));
      line-height: 1.2;
      color: var(--ink-soft);
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    mt-status {
      font-size: calc(4.9 * var(--u));
    }
    :host([state='alert']) mt-status {
      background: var(--surface);
    }
    .says {
      align-self: center;
      min-width: 0;
    }
    .cause {
      margin: 0;
      font-size: calc(5.3 * var(--u));
      line-height: 1.2;
      font-weight: 560;
      display: -webkit-box;
      -webkit-box-orient: vertical;
      -webkit-line-clamp: 2;
      overflow: hidden;
    }
    .identity {
      margin: calc(0.6 * var(--u)) 0 0;
      font-size: max(0.875rem, calc(3.8 * var(--u)));
      line-height: 1.2;
      color: var(--ink-soft);
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    .identity.differs {
      font-weight: 620;
      color: var(--alert);
    }
    .figures {
      margin: 0;
      font-size: max(0.875rem, calc(3.8 * var(--u)));
      line-height: 1.25;
      text-align: right;
      color: var(--ink-soft);
      font-variant-numeric: tabular-nums;
    }
    .late {
      display: inline-flex;
      align-items: center;
      gap: 0.3em;
      font-weight: 640;
      color: var(--ink);
    }
    .view {
      display: grid;
      place-items: center;
      width: min(30cqi, 42cqb);
      aspect-ratio: 4 / 3;
      overflow: hidden;
      font-size: max(0.875rem, calc(3.4 * var(--u)));
      color: var(--on-stage);
      background: var(--stage);
      border-radius: var(--r-m);
    }
    video {
      width: 100%;
      height: 100%;
      object-fit: cover;
    }
    video[hidden] {
      display: none;
    }
    .foot {
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto auto;
      align-items: center;
      gap: calc(2.4 * var(--u));
    }
    mt-sparkline {
      height: clamp(2.25rem, 16cqb, 7rem);
    }
    button {
      min-height: max(var(--target), calc(7.5 * var(--u)));
      padding: 0 calc(2.4 * var(--u));
      font: 600 max(1rem, calc(3.5 * var(--u))) var(--font);
      color: var(--alert);
      background: var(--surface);
      border: 2px solid currentColor;
      border-radius: var(--r-m);
      cursor: pointer;
    }
    button:focus-visible {
      outline: 3px solid var(--focus);
      outline-offset: 3px;
    }
    .done {
      max-width: 22ch;
      font-size: calc(2.9 * var(--u));
      line-height: 1.25;
      color: var(--ink-soft);
    }
  `;

  #whep = null;
  #watched = null;

  constructor() {
    super();
    this.points = [];
    this.stream = null;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#watch(null);
  }

  willUpdate() {
    this.state = this.entry?.verdict(this.now).key ?? 'unknown';
  }

  render() {
    const entry = this.entry;
    if (!entry) return nothing;
    const { info, acknowledged } = entry;
    const update = this.held?.update;
    const v = entry.verdict(this.now);
    const old = entry.age(this.now);
    const identity = identityLine(update);
    const place = [info.icu_room, info.ward].filter(Boolean).join(', ');
    return html`<article aria-label=${`${info.doctor_name}, ${v.word}`}>
      <div class=${`head ${info.pictures ? 'picture' : ''}`}>
        <mt-ring
          state=${v.key}
          ?uncalibrated=${!calibrated(update)}
          caption=${caption(update)}
          .score=${v.score ?? NaN}
          short=${measure(update).short}
          .signals=${update?.signals}
        ></mt-ring>
        <div class="who">
          <h2>${info.doctor_name}</h2>
          <p class="place">${place || 'No room given'}</p>
          <mt-status state=${v.key} word=${v.word}></mt-status>
        </div>
        ${info.pictures
          ? html`<div class="view">
              <video autoplay playsinline muted ?hidden=${!this.stream} aria-label=${`Picture of ${info.doctor_name}`}></video>
              ${this.stream ? nothing : html`<span>No picture</span>`}
            </div>`
          : nothing}
      </div>
      <div class="says">
        <p class="cause">${update?.action === 'hold' ? 'On hold. ' : ''}${brief(v.cause)}</p>
        ${update && !v.stale && v.score !== null && identity.text !== v.cause ? html`<p class=${`identity ${identity.key}`}>${identity.text}</p>` : nothing}
      </div>
      <div class="foot">
        <mt-sparkline state=${v.key} .points=${this.points} label=${`Score of ${info.doctor_name} in the last 5 minutes`}></mt-sparkline>
        <p class="figures">
          ${update ? `${percent(coverage(update))} known` : 'Nothing known'}<br />
          ${calibrated(update) && !v.stale && Number.isFinite(update.impostor_prior) ? `prior ${percentOf(update.impostor_prior)}, ` : ''}${v.stale ? html`<span class="late"><mt-icon name="clock"></mt-icon>stale, ${age(old)} old</span>` : old === null ? 'no media' : `${age(old)} ago`}
        </p>
        ${v.key !== 'alert'
          ? nothing
          : acknowledged
            ? html`<span class="done">Seen by ${acknowledged.by}, ${clock(acknowledged.at)}, on this display</span>`
            : html`<button type="button" @click=${() => this.dispatchEvent(new CustomEvent('acknowledge', { detail: entry, bubbles: true }))}>Acknowledge</button>`}
      </div>
    </article>`;
  }

  updated(changed) {
    if (changed.has('held') && this.held) markPainted(this, this.held.update);
    const info = this.entry?.info;
    this.#watch(info?.pictures ? info : null);
    const video = this.renderRoot.querySelector('video');
    if (video && video.srcObject !== this.stream) {
      video.srcObject = this.stream;
      video.muted = true;
      if (this.stream) video.play().catch(() => {});
    }
  }

  #watch(info) {
    const wanted = info ? `${info.session} ${info.verification}` : null;
    if (wanted === this.#watched) return;
    this.#watched = wanted;
    this.#whep?.close();
    this.#whep = null;
    this.stream = null;
    if (!info) return;
    const whep = new Whep(info.session, info.verification);
    this.#whep = whep;
    whep.addEventListener('change', () => {
      if (this.#whep === whep) this.stream = whep.stream;
    });
    whep.open();
  }
}

customElements.define('mt-wall-tile', MtWallTile);
