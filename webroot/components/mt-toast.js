import { LitElement, css, html } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import '/components/mt-icon.js';

const SHOWN_MS = 7000;

/**
 * Short notices in a corner, read out politely. They vanish by themselves, so they only ever repeat
 * what the page shows elsewhere; one that is an error stays until it is closed.
 */
class MtToast extends LitElement {
  static properties = { notices: { state: true } };
  static styles = css`
    * {
      box-sizing: border-box;
    }
    :host {
      position: fixed;
      z-index: 40;
      inset: auto var(--s4) calc(var(--s4) + var(--toast-lift, 0px)) auto;
      width: min(24rem, calc(100vw - 2 * var(--s4)));
      pointer-events: none;
    }
    .notice {
      display: grid;
      grid-template-columns: auto 1fr auto;
      align-items: center;
      gap: var(--s3);
      margin-top: var(--s2);
      padding: var(--s1) var(--s1) var(--s1) var(--s4);
      min-height: var(--target);
      color: var(--paper);
      background: var(--ink);
      border-radius: var(--r-m);
      box-shadow: var(--shadow);
      pointer-events: auto;
    }
    button {
      display: grid;
      place-items: center;
      width: 40px;
      height: 40px;
      padding: 0;
      color: inherit;
      background: transparent;
      border: 0;
      border-radius: var(--r-s);
      cursor: pointer;
    }
    button:focus-visible {
      outline: 3px solid var(--paper);
      outline-offset: -4px;
    }
  `;

  constructor() {
    super();
    this.notices = [];
  }

  /** @param {{icon?: string, stays?: boolean}} how */
  show(text, { icon = 'info', stays = false } = {}) {
    const notice = { text, icon };
    this.notices = [...this.notices.filter((n) => n.text !== text).slice(-2), notice];
    if (!stays) setTimeout(() => this.#close(notice), SHOWN_MS);
  }

  #close(notice) {
    this.notices = this.notices.filter((n) => n !== notice);
  }

  render() {
    return html`<div role="status" aria-live="polite">
      ${repeat(
        this.notices,
        (n) => n,
        (n) => html`<div class="notice">
          <mt-icon name=${n.icon}></mt-icon><span>${n.text}</span>
          <button type="button" aria-label="Close this notice" @click=${() => this.#close(n)}><mt-icon name="close"></mt-icon></button>
        </div>`,
      )}
    </div>`;
  }
}

customElements.define('mt-toast', MtToast);

/** Shows a notice in the page's one toast element. */
export function toast(text, how) {
  let element = document.querySelector('mt-toast');
  if (!element) {
    element = document.createElement('mt-toast');
    document.body.append(element);
  }
  element.show(text, how);
}
