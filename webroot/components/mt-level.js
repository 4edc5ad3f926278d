import { LitElement, css, html, svg } from 'lit';

const BARS = 20;

/** How loud the microphone is now, 0..1, as a row of bars with a word for those who cannot see it. */
class MtLevel extends LitElement {
  static properties = { level: { type: Number }, heard: { state: true } };
  static styles = css`
    * {
      box-sizing: border-box;
    }
    :host {
      display: block;
    }
    svg {
      display: block;
      width: 100%;
      height: 22px;
      fill: var(--line);
    }
    rect.on {
      fill: var(--accent);
    }
    @media (forced-colors: active) {
      rect.on {
        fill: Highlight;
      }
    }
  `;

  constructor() {
    super();
    this.level = 0;
  }

  render() {
    const on = Math.round(this.level * BARS);
    return html`<svg viewBox="0 0 200 22" preserveAspectRatio="none" role="meter" aria-label="Microphone level"
      aria-valuemin="0" aria-valuemax="100" aria-valuenow=${Math.round(this.level * 100)}>
      ${Array.from({ length: BARS }, (_, i) => svg`<rect class=${i < on ? 'on' : ''} x=${i * 10 + 1.5} y="2" width="7" height="18" rx="2" />`)}
    </svg>`;
  }
}

customElements.define('mt-level', MtLevel);
