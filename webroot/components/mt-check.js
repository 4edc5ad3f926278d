import { LitElement, css, html, nothing } from 'lit';
import '/components/mt-icon.js';

const PROMPTS = {
  turn_left: { icon: 'arrow-left', title: 'Turn your head to your left', text: 'Your own left hand’s side. Then look at the screen again.' },
  turn_right: { icon: 'arrow-right', title: 'Turn your head to your right', text: 'Your own right hand’s side. Then look at the screen again.' },
  blink: { icon: 'eye', title: 'Blink twice, quickly', text: 'Close and open both eyes two times.' },
};

/**
 * What the verified person is asked to bear or to do: the light check (announced, then a tint whose
 * colours the server chose) and prompts. Nothing here is modal, nothing flashes, and Escape or the
 * button ends it. Fires `shown` with {check, shown, skipped}.
 *
 * The tint is this element's own layer; the room's style sheet lays a weaker one over the pictures
 * (`--light-check` and the class `light-check` on the root element) and keeps the controls above.
 */
class MtCheck extends LitElement {
  static properties = { check: { state: true }, left: { state: true } };
  static styles = css`
    * {
      box-sizing: border-box;
    }
    .tint {
      position: fixed;
      z-index: 10;
      inset: 0;
      background: var(--light-check);
      opacity: 0.75;
      pointer-events: none;
    }
    .card {
      position: fixed;
      z-index: 30;
      inset: calc(var(--s8) + var(--s3)) auto auto 50%;
      translate: -50%;
      display: grid;
      grid-template-columns: auto 1fr;
      align-items: center;
      gap: var(--s2) var(--s4);
      width: min(34rem, calc(100vw - 2 * var(--s4)));
      padding: var(--s4);
      color: var(--ink);
      background: var(--surface);
      border: 1px solid var(--line-strong);
      border-radius: var(--r-l);
      box-shadow: var(--shadow);
    }
    mt-icon {
      font-size: var(--text-2xl);
      color: var(--accent);
    }
    p {
      margin: 0;
    }
    .title {
      font-size: var(--text-l);
      font-weight: 620;
    }
    .words {
      font-size: var(--text-xl);
      font-weight: 620;
      letter-spacing: 0.01em;
    }
    .soft {
      color: var(--ink-soft);
    }
    .foot {
      grid-column: 1 / -1;
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: flex-end;
      gap: var(--s3);
    }
    .time {
      margin-right: auto;
      font-variant-numeric: tabular-nums;
      color: var(--ink-soft);
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
    button.primary {
      color: var(--on-accent);
      background: var(--accent);
      border-color: var(--accent);
    }
    button:focus-visible {
      outline: 3px solid var(--focus);
      outline-offset: 2px;
    }
    kbd {
      font: 600 var(--text-s) var(--mono);
    }
  `;

  #timer = null;
  #frame = null;
  #still = matchMedia('(prefers-reduced-motion: reduce)');

  constructor() {
    super();
    this.check = null;
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener('keydown', this.#onKey);
    document.addEventListener('visibilitychange', this.#onHidden);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener('keydown', this.#onKey);
    document.removeEventListener('visibilitychange', this.#onHidden);
    this.#clear();
  }

  /** An event of the server: announcement, colours, prompt or cancellation. */
  take(event) {
    switch (event.event) {
      case 'light-probe-announced':
        this.#begin({ phase: 'announced', id: event.check, accepted: !this.#still.matches }, event.begins_in_ms);
        break;
      case 'light-probe':
        if (this.check?.id === event.check && this.check.phase === 'announced') this.#light(event);
        break;
      case 'challenge':
        this.#begin({ phase: 'prompt', id: event.check, kind: event.kind, words: event.words ?? [] }, event.expires_in_ms);
        this.updateComplete.then(() => this.#afterPaint(() => this.#say(event.check, !document.hidden)));
        break;
      case 'check-cancelled':
        if (this.check?.id === event.check) this.#clear();
        break;
      default:
    }
  }

  /** The server has its result: nothing more is to be shown. */
  done(id) {
    if (this.check?.id === id) this.#clear();
  }

  #begin(check, millis) {
    this.#clear();
    this.check = check;
    const until = performance.now() + millis;
    const tick = () => {
      this.left = Math.max(0, Math.ceil((until - performance.now()) / 1000));
      if (performance.now() > until + 3000) this.#clear();
    };
    tick();
    this.#timer = setInterval(tick, 250);
  }

  #light({ check, step_ms: step, colours }) {
    // Who asked for less motion and did not agree to this check does not get it.
    if (!this.check.accepted || document.hidden) {
      this.#say(check, false, !this.check.accepted);
      this.#clear();
      return;
    }
    this.#begin({ phase: 'light', id: check }, step * colours.length);
    const root = document.documentElement;
    root.classList.add('light-check');
    const start = performance.now();
    let at = -1;
    const paint = () => {
      const now = Math.floor((performance.now() - start) / step);
      if (now >= colours.length) {
        this.#clear();
        return;
      }
      if (now !== at) root.style.setProperty('--light-check', colours[(at = now)]);
      this.#frame = requestAnimationFrame(paint);
    };
    paint();
    this.updateComplete.then(() => this.#afterPaint(() => this.#say(check, true)));
  }

  /** In the second animation frame after a change it has been painted. */
  #afterPaint(then) {
    requestAnimationFrame(() => requestAnimationFrame(then));
  }

  #say(check, shown, skipped = false) {
    this.dispatchEvent(new CustomEvent('shown', { detail: { check, shown, skipped } }));
  }

  #skip() {
    if (!this.check) return;
    this.#say(this.check.id, false, true);
    this.#clear();
  }

  #onKey = (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented || !this.check) return;
    event.preventDefault();
    this.#skip();
  };

  #onHidden = () => {
    if (!document.hidden || this.check?.phase !== 'light') return;
    this.#say(this.check.id, false);
    this.#clear();
  };

  #clear() {
    clearInterval(this.#timer);
    cancelAnimationFrame(this.#frame);
    document.documentElement.classList.remove('light-check');
    document.documentElement.style.removeProperty('--light-check');
    this.check = null;
  }

  render() {
    return html`${this.check?.phase === 'light' ? html`<div class="tint" aria-hidden="true"></div>` : nothing}
      <div role="status" aria-live="polite">${this.check ? this.#card() : nothing}</div>`;
  }

  #card() {
    const { phase } = this.check;
    if (phase === 'announced') return this.#announcement();
    if (phase === 'light') {
      return this.#frameOf('sun', html`<p class="title">Light check in progress</p>`, 'Stop', 'left');
    }
    const prompt = PROMPTS[this.check.kind];
    return prompt
      ? this.#frameOf(prompt.icon, html`<p class="title">${prompt.title}</p><p class="soft">${prompt.text}</p>`, 'Not now', 'left')
      : this.#frameOf('mic', html`<p class="soft">Please say these words:</p><p class="words">${this.check.words.join(' · ')}</p>`, 'Not now', 'left');
  }

  #announcement() {
    const { accepted } = this.check;
    return this.#frameOf(
      'sun',
      html`<p class="title">A light check is about to begin</p>
        <p class="soft">
          ${accepted
            ? 'Your page will be tinted for ten seconds. The colour changes two or three times a second, without flashing. Please look at the screen.'
            : 'Your settings ask for less motion. The page would be tinted for ten seconds, with a change of colour two or three times a second. It is skipped unless you allow it.'}
        </p>`,
      'Skip',
      accepted ? 'begins' : 'skipped',
    );
  }

  #frameOf(icon, body, action, time) {
    const word = { left: 'left', begins: 'until it begins', skipped: 'until it is skipped' }[time];
    return html`<div class="card">
      <mt-icon name=${icon}></mt-icon>
      <div>${body}</div>
      <div class="foot">
        <span class="time" aria-hidden="true">${this.left} s ${word}</span>
        ${time === 'skipped'
          ? html`<button type="button" class="primary" @click=${() => (this.check = { ...this.check, accepted: true })}>Allow it</button>`
          : nothing}
        <button type="button" @click=${() => this.#skip()}>${action} <kbd aria-hidden="true">Esc</kbd></button>
      </div>
    </div>`;
  }
}

customElements.define('mt-check', MtCheck);
