import { LitElement, css, html } from 'lit';
import '/components/mt-icon.js';

const NEXT = { auto: 'light', light: 'dark', dark: 'auto' };
const LOOK = {
  auto: { icon: 'contrast', word: 'as the system' },
  light: { icon: 'sun', word: 'light' },
  dark: { icon: 'moon', word: 'dark' },
};

/** Switches between the system's theme, light and dark; the choice is kept in this browser. */
class MtTheme extends LitElement {
  static properties = { theme: { state: true } };
  static styles = css`
    * {
      box-sizing: border-box;
    }
    :host {
      display: inline-block;
    }
    button {
      display: grid;
      place-items: center;
      width: var(--target);
      height: var(--target);
      padding: 0;
      color: inherit;
      background: transparent;
      border: 1px solid transparent;
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
  `;

  constructor() {
    super();
    this.theme = window.medtrustTheme?.get() ?? 'auto';
  }

  render() {
    const look = LOOK[this.theme];
    return html`<button type="button" title=${`Colours: ${look.word}`} aria-label=${`Colours: ${look.word}. Change`} @click=${this.#next}>
      <mt-icon name=${look.icon}></mt-icon>
    </button>`;
  }

  #next() {
    this.theme = NEXT[this.theme];
    window.medtrustTheme?.set(this.theme);
  }
}

customElements.define('mt-theme', MtTheme);
