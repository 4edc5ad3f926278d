import { LitElement, css, html, svg } from 'lit';

const R = 44;
const GAP = 0.1;

/**
 * The number (`short` as it is written, `caption` what it is) in a ring with one arc for each signal: solid is known and good, a heavy broken arc has
 * failed, a thin dashed arc is unknown. A score that is not calibrated is grey, even in an alert. It
 * is a picture of what the text beside it says.
 */
class MtRing extends LitElement {
  static properties = {
    score: { type: Number },
    state: { reflect: true },
    uncalibrated: { type: Boolean, reflect: true },
    short: {},
    caption: {},
    signals: { attribute: false },
  };
  static styles = css`
    * {
      box-sizing: border-box;
    }
    :host {
      display: block;
      width: 8.5rem;
      aspect-ratio: 1;
      color: var(--unknown);
    }
    :host([state='safe']) {
      color: var(--safe);
    }
    :host([state='suspicious']) {
      color: var(--suspicious);
    }
    :host([state='alert']) {
      color: var(--alert);
    }
    svg {
      display: block;
      width: 100%;
      height: 100%;
      overflow: visible;
    }
    path {
      fill: none;
      stroke: currentColor;
      stroke-width: 6;
      stroke-linecap: butt;
    }
    path.unknown {
      stroke-width: 2;
      stroke-dasharray: 2.5 3;
      opacity: 0.75;
    }
    path.failed {
      stroke: var(--alert);
      stroke-width: 9;
      stroke-dasharray: 5 1.6;
    }
    path.late {
      opacity: 0.5;
    }
    text {
      font: 640 39px var(--font);
      font-variant-numeric: tabular-nums;
      letter-spacing: -0.03em;
      fill: currentColor;
      text-anchor: middle;
      dominant-baseline: central;
    }
    text.long {
      font-size: 25px;
    }
    text.caption {
      font-size: 8.6px;
      font-weight: 600;
      letter-spacing: 0;
    }
    :host([uncalibrated]) text {
      fill: var(--unknown);
    }
  `;

  render() {
    const signals = this.signals?.length ? this.signals : [{ state: 'unknown' }];
    const step = (2 * Math.PI) / signals.length;
    const gap = signals.length > 1 ? GAP : 0.001;
    const known = Number.isFinite(this.score);
    const said = known ? (this.short ?? String(this.score)) : '–';
    const caption = known ? (this.caption ?? (this.uncalibrated ? 'uncalibrated' : '')) : '';
    return html`<svg viewBox="0 0 100 100" aria-hidden="true" focusable="false">
      ${signals.map((s, i) => {
        const state = String(s.state).toLowerCase();
        const kind = state === 'ok' || state === 'failed' ? state : 'unknown';
        return svg`<path class=${`${kind}${s.stale ? ' late' : ''}`} d=${arc(i * step + gap / 2, (i + 1) * step - gap / 2)} />`;
      })}
      <text class=${said.length > 3 ? 'long' : ''} x="50" y=${caption ? 46 : 51}>${said}</text>
      ${caption ? svg`<text class="caption" x="50" y="69">${caption}</text>` : ''}
    </svg>`;
  }
}

function arc(from, to) {
  const at = (angle) => `${(50 + R * Math.sin(angle)).toFixed(2)} ${(50 - R * Math.cos(angle)).toFixed(2)}`;
  return `M${at(from)}A${R} ${R} 0 ${to - from > Math.PI ? 1 : 0} 1 ${at(to)}`;
}

customElements.define('mt-ring', MtRing);
