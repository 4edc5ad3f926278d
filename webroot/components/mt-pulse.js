import { LitElement, css, html, svg } from 'lit';
import '/components/mt-icon.js';

/**
 * The pulse wave seen in the skin, for people to look at. It is context: it does not enter the
 * score, and its absence proves nothing.
 */
class MtPulse extends LitElement {
  static properties = { pulse: { attribute: false } };
  static styles = css`
    * {
      box-sizing: border-box;
    }
    :host {
      display: block;
    }
    .head {
      display: flex;
      align-items: baseline;
      justify-content: space-between;
      gap: var(--s3);
      font-size: var(--text-s);
    }
    strong {
      font-weight: 620;
    }
    .bpm {
      font-variant-numeric: tabular-nums;
    }
    p {
      margin: 0;
      font-size: var(--text-s);
      color: var(--ink-soft);
    }
    svg {
      display: block;
      width: 100%;
      height: 56px;
      margin: var(--s1) 0;
      background: var(--sunken);
      border-radius: var(--r-s);
    }
    path {
      fill: none;
      stroke: var(--accent);
      stroke-width: 1.6;
      vector-effect: non-scaling-stroke;
      stroke-linejoin: round;
    }
  `;

  render() {
    const wave = this.pulse?.waveform ?? [];
    const bpm = this.pulse?.bpm;
    return html`<div class="head">
        <strong>Pulse from skin</strong>
        <span class="bpm">${Number.isFinite(bpm) ? `about ${Math.round(bpm)} per minute` : 'no pulse measured'}</span>
      </div>
      <svg viewBox="0 0 300 100" preserveAspectRatio="none" role="img"
        aria-label=${wave.length > 1 ? 'Pulse wave of the last 10 seconds' : 'No pulse wave'}>
        ${wave.length > 1 ? svg`<path d=${path(wave)} />` : ''}
      </svg>
      <p>Context only, not a measurement of health. It does not enter the score.</p>`;
  }
}

function path(wave) {
  const step = 300 / (wave.length - 1);
  return wave
    .map((y, i) => `${i ? 'L' : 'M'}${(i * step).toFixed(1)} ${(50 - 42 * Math.max(-1, Math.min(1, y))).toFixed(1)}`)
    .join('');
}

customElements.define('mt-pulse', MtPulse);
