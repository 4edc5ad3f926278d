import { LitElement, css, html } from 'lit';
import '/components/mt-icon.js';
import { bitrate, percent } from '/js/format.js';

const WORDS = {
  idle: 'Starting',
  joining: 'Joining',
  connecting: 'Connecting',
  connected: 'Connected',
  reconnecting: 'Reconnecting',
};

/** How good the connection is, as a word; opened, its figures. */
class MtLink extends LitElement {
  static properties = { state: {}, stats: { attribute: false } };
  static styles = css`
    * {
      box-sizing: border-box;
    }
    :host {
      display: block;
      position: relative;
    }
    summary {
      display: inline-flex;
      align-items: center;
      gap: var(--s2);
      min-height: var(--target);
      padding: 0 var(--s3);
      font-size: var(--text-s);
      font-weight: 600;
      border-radius: var(--r-m);
      cursor: pointer;
      list-style: none;
    }
    summary::-webkit-details-marker {
      display: none;
    }
    summary:hover {
      background: var(--sunken);
    }
    summary:focus-visible {
      outline: 3px solid var(--focus);
      outline-offset: 2px;
    }
    .poor mt-icon {
      color: var(--suspicious);
    }
    .good mt-icon {
      color: var(--accent);
    }
    dl {
      position: absolute;
      z-index: 30;
      inset: calc(100% + var(--s1)) 0 auto auto;
      display: grid;
      grid-template-columns: auto auto;
      gap: var(--s1) var(--s5);
      width: max-content;
      margin: 0;
      padding: var(--s4);
      font-size: var(--text-s);
      font-variant-numeric: tabular-nums;
      background: var(--surface);
      border: 1px solid var(--line);
      border-radius: var(--r-m);
      box-shadow: var(--shadow);
    }
    dt {
      color: var(--ink-soft);
    }
    dd {
      margin: 0;
      text-align: right;
    }
    @media (max-width: 34rem) {
      summary span {
        position: absolute;
        clip-path: inset(50%);
        width: 1px;
        height: 1px;
        overflow: hidden;
      }
    }
  `;

  render() {
    const s = this.stats;
    const poor = this.state !== 'connected' || s?.rttMs > 400 || s?.lossIn > 0.05 || s?.lossOut > 0.05;
    const word = this.state === 'connected' && poor ? 'Poor connection' : (WORDS[this.state] ?? 'Not connected');
    return html`<details>
      <summary class=${poor ? 'poor' : 'good'}>
        <mt-icon name=${poor ? 'warn' : 'network'}></mt-icon><span role="status">${word}</span>
      </summary>
      <dl>
        <dt>State</dt>
        <dd>${word}</dd>
        <dt>Round trip</dt>
        <dd>${s?.rttMs !== null && s?.rttMs !== undefined ? `${Math.round(s.rttMs)} ms` : '–'}</dd>
        <dt>Loss in / out</dt>
        <dd>${percent(s?.lossIn ?? NaN)} / ${percent(s?.lossOut ?? NaN)}</dd>
        <dt>Received</dt>
        <dd>${bitrate(s?.rateIn)}${picture(s?.received)}</dd>
        <dt>Sent</dt>
        <dd>${bitrate(s?.rateOut)}${picture(s?.sent)}</dd>
      </dl>
    </details>`;
  }
}

function picture(size) {
  if (!size) return '';
  return `, ${size.width}×${size.height}${size.fps ? ` at ${Math.round(size.fps)}/s` : ''}`;
}

customElements.define('mt-link', MtLink);
