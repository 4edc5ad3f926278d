import { LitElement, html, nothing } from 'lit';
import '/components/mt-icon.js';
import { api } from '/js/api.js';

const NAMES = { face: 'Face', voice: 'Voice', pulse: 'Pulse', liveness: 'Liveness', motion: 'Motion' };
const MARKS = { ok: 'check', failed: 'octagon', unknown: 'dashes' };
const WORDS = { ok: 'measured', failed: 'does not fit', unknown: 'not known yet' };

/**
 * The gate before a session, for its doctor: what is measured, what is missing, and the two ways in. `progress` is the
 * newest `gate_progress` event, or null.
 */
class MtGate extends LitElement {
  static properties = {
    session: {},
    progress: { attribute: false },
    answer: { state: true },
    busy: { state: true },
    reason: { state: true },
    problem: { state: true },
    breaking: { state: true },
  };

  createRenderRoot() {
    return this;
  }

  async #post(path, body, done) {
    if (this.busy) return;
    this.busy = true;
    this.problem = null;
    try {
      done(await api.post(`/sessions/${encodeURIComponent(this.session)}/${path}`, body));
    } catch (e) {
      this.problem = [e.message, ...(e.details ?? []).map((d) => d.message)].filter(Boolean).join(' ');
    } finally {
      this.busy = false;
    }
  }

  #verify() {
    return this.#post('verify', {}, (answer) => (this.answer = answer));
  }

  #break(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    const code = form.get('second_factor').trim();
    return this.#post('break-glass', { reason: form.get('reason').trim(), ...(code ? { second_factor: code } : {}) }, () => {});
  }

  render() {
    const parts = this.progress?.parts ?? [];
    return html`<section class="card stack" aria-labelledby="gate-title">
      <h2 id="gate-title">Before the session</h2>
      <p>The patient waits until the server has measured you. Face the camera, in good light, and talk.</p>
      <ul class="gate">${Object.keys(NAMES).map((name) => this.#part(name, parts.find((p) => p.part === name)))}</ul>
      ${this.answer && !this.answer.passed
        ? html`<div class="note care" role="status"><mt-icon name="info"></mt-icon><p>${this.answer.message}</p></div>`
        : nothing}
      ${this.problem ? html`<div class="note wrong" role="alert"><mt-icon name="octagon"></mt-icon><p>${this.problem}</p></div>` : nothing}
      <button class="button primary wide" id="verify" aria-disabled=${this.busy ? 'true' : 'false'} @click=${this.#verify}>
        ${this.progress?.ready ? 'Begin the session' : 'Ask for the decision now'}
      </button>
      <details ?open=${this.breaking} @toggle=${(e) => (this.breaking = e.target.open)}>
        <summary>It cannot wait (break-glass)</summary>
        <form class="stack" @submit=${this.#break}>
          <p class="soft small">The session begins without verification. Your reason is recorded, shown to everybody in the room, and an admin is told.</p>
          <div class="field">
            <label for="glass-reason">Reason (at least 10 characters)</label>
            <textarea id="glass-reason" name="reason" rows="3" minlength="10" maxlength="1000" required></textarea>
          </div>
          <div class="field">
            <label for="glass-code">Code of your second factor, if you have one</label>
            <input id="glass-code" name="second_factor" autocomplete="one-time-code" inputmode="numeric" maxlength="20" />
          </div>
          <button class="button leave" type="submit">Begin without verification</button>
        </form>
      </details>
    </section>`;
  }

  #part(name, part) {
    const state = part?.state ?? 'unknown';
    return html`<li class=${state} data-part=${name} data-state=${state}>
      <mt-icon name=${MARKS[state]}></mt-icon>
      <div><strong>${NAMES[name]}</strong> ${WORDS[state]}${part && !part.required ? ' (not required)' : ''}
        ${part && state !== 'ok' ? html`<span class="soft small">${part.reason}</span>` : nothing}</div>
    </li>`;
  }
}

customElements.define('mt-gate', MtGate);
