import { LitElement, css, html, nothing } from 'lit';
import '/components/mt-icon.js';

const NAMES = {
  light: 'Light check',
  words: 'Words asked for',
  turn_left: 'Turn to the left asked for',
  turn_right: 'Turn to the right asked for',
  blink: 'Two blinks asked for',
};
const MARKS = { ok: 'check', failed: 'octagon', unknown: 'dashes', running: 'clock' };
const WORDS = { ok: 'passed', failed: 'failed', unknown: 'nothing certain', running: 'under way' };
// What the doctor can do about it.
const HELP = {
  not_seen: 'A brighter screen, a dimmer room or sitting closer to it helps.',
  too_weak: 'Steady light and holding still for ten seconds help.',
  frame_rate: 'More light on your face gives the camera more pictures a second.',
};

/**
 * The newest check and its result, and for the others in the call the buttons that ask for one.
 * Fires `ask` with the kind.
 */
class MtChecks extends LitElement {
  static properties = { newest: { attribute: false }, asks: { type: Boolean }, helps: { type: Boolean }, busy: { type: Boolean } };
  static styles = css`
    * {
      box-sizing: border-box;
    }
    :host {
      display: block;
      margin-block: var(--s3);
    }
    .line {
      display: grid;
      grid-template-columns: auto 1fr;
      gap: var(--s1) var(--s3);
    }
    p {
      margin: 0;
    }
    .soft {
      grid-column: 2;
      color: var(--ink-soft);
      font-size: var(--text-s);
    }
    mt-icon {
      color: var(--unknown);
    }
    .ok mt-icon {
      color: var(--safe);
    }
    .failed mt-icon {
      color: var(--alert);
    }
    .row {
      display: flex;
      flex-wrap: wrap;
      gap: var(--s3);
      margin-top: var(--s3);
    }
    button {
      min-height: var(--target);
      padding: 0 var(--s4);
      font: inherit;
      font-weight: 560;
      color: var(--ink);
      background: var(--surface);
      border: 1px solid var(--line-strong);
      border-radius: var(--r-m);
      cursor: pointer;
    }
    button:hover {
      background: var(--sunken);
    }
    button:focus-visible {
      outline: 3px solid var(--focus);
      outline-offset: 2px;
    }
    button[aria-disabled='true'] {
      color: var(--ink-soft);
      cursor: default;
    }
  `;

  render() {
    return html`${this.newest ? this.#line(this.newest) : nothing}
      ${this.asks
        ? html`<div class="row">
            <button type="button" aria-disabled=${this.busy ? 'true' : 'false'} @click=${() => this.#ask('light')}>Ask for a light check</button>
            <button type="button" aria-disabled=${this.busy ? 'true' : 'false'} @click=${() => this.#ask('any')}>Ask to prove presence</button>
          </div>`
        : nothing}`;
  }

  #ask(kind) {
    if (!this.busy) this.dispatchEvent(new CustomEvent('ask', { detail: kind }));
  }

  #line({ kind, state, code, reason, at }) {
    const time = new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit' });
    const help = this.helps ? HELP[code] : null;
    return html`<div class=${`line ${state}`}>
      <mt-icon name=${MARKS[state] ?? MARKS.unknown}></mt-icon>
      <p>${NAMES[kind] ?? 'Check'} at ${time}: ${WORDS[state] ?? WORDS.unknown}</p>
      ${reason ? html`<p class="soft">${reason}${help ? ` ${help}` : ''}</p>` : nothing}
    </div>`;
  }
}

customElements.define('mt-checks', MtChecks);
