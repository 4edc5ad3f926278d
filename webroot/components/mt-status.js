import { LitElement, css, html } from 'lit';
import '/components/mt-icon.js';

const SHAPES = { safe: 'check', suspicious: 'triangle', alert: 'octagon', unknown: 'dashes', uncalibrated: 'ring' };

/** A state as shape and word; the colour only repeats them. */
class MtStatus extends LitElement {
  static properties = { state: { reflect: true }, word: {} };
  static styles = css`
    * {
      box-sizing: border-box;
    }
    :host {
      display: inline-flex;
      align-items: center;
      gap: 0.4em;
      padding: 0.2em 0.7em 0.2em 0.45em;
      border-radius: 99px;
      font-weight: 620;
      line-height: 1.3;
      color: var(--unknown);
      background: var(--unknown-wash);
      white-space: nowrap;
    }
    :host([state='safe']) {
      color: var(--safe);
      background: var(--safe-wash);
    }
    :host([state='suspicious']) {
      color: var(--suspicious);
      background: var(--suspicious-wash);
    }
    :host([state='alert']) {
      color: var(--alert);
      background: var(--alert-wash);
    }
    mt-icon {
      --icon-weight: 2.2;
    }
    @media (forced-colors: active) {
      :host {
        border: 1px solid CanvasText;
      }
    }
  `;

  render() {
    return html`<mt-icon name=${SHAPES[this.state] ?? 'dashes'}></mt-icon><span>${this.word}</span>`;
  }
}

customElements.define('mt-status', MtStatus);
