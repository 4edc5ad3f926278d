import { LitElement, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import '/components/mt-icon.js';
import '/components/mt-top-bar.js';
import '/components/mt-wall-tile.js';
import { api, requireUser } from '/js/api.js';
import { Board } from '/js/board.js';
import { Bus } from '/js/bus.js';

const POLL_MS = 5000;
const TICK_MS = 500;

/** Every verification that this display may see, the worst first. Comes back by itself. */
class MtWallPage extends LitElement {
  static properties = {
    view: { state: true },
    error: { state: true },
    now: { state: true },
    spoken: { state: true },
    below: { state: true },
  };

  #bus = new Bus();
  #board = new Board();
  #subscriptions = new Map();
  #worst = '';

  constructor() {
    super();
    this.view = 'loading';
    this.now = performance.now();
    this.spoken = '';
    this.below = 0;
  }

  createRenderRoot() {
    this.replaceChildren();
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#begin();
  }

  async #begin() {
    try {
      if (!(await requireUser())) return;
    } catch (e) {
      // A wall that starts before its server waits for it.
      this.error = e.message;
      this.view = 'waiting';
      setTimeout(() => this.#begin(), POLL_MS);
      return;
    }
    api.addEventListener('signed-out', () => location.replace('/?next=/wall'));
    this.#bus.addEventListener('state', () => this.requestUpdate());
    this.#bus.open();
    setInterval(() => (this.now = performance.now()), TICK_MS);
    this.#poll();
  }

  async #poll() {
    try {
      const { verifications } = await api.get('/wall');
      const { added } = this.#board.replace(verifications ?? [], performance.now(), api.serverNow());
      added.forEach((entry) => this.#seed(entry));
      this.#subscribe();
      this.error = null;
      this.view = 'wall';
    } catch (e) {
      if (e.status === 401) return;
      this.error = e.message;
      if (e.status === 403) {
        this.view = 'refused';
        this.#bus.close();
        return;
      }
      if (this.view === 'loading') this.view = 'waiting';
    }
    this.now = performance.now();
    setTimeout(() => this.#poll(), POLL_MS);
  }

  async #seed(entry) {
    try {
      const { history } = await api.get(`/trustscore/history/${encodeURIComponent(entry.info.session)}?limit=300`);
      entry.history.seed(history);
      this.requestUpdate();
    } catch {
      // The line then begins now.
    }
  }

  #subscribe() {
    const wanted = this.#board.sessions();
    for (const [session, end] of this.#subscriptions) {
      if (wanted.has(session)) continue;
      end();
      this.#subscriptions.delete(session);
    }
    for (const session of wanted) {
      if (this.#subscriptions.has(session)) continue;
      this.#subscriptions.set(session, this.#bus.subscribe(`trust.${session}`, (update) => this.#onTrust(update)));
    }
  }

  #onTrust(update) {
    // Only the tile of this verification gets a new property; the others wait for the tick.
    if (this.#board.update(update, performance.now())) this.requestUpdate();
  }

  render() {
    const entries = this.#board.sorted(this.now);
    const alerts = entries.filter((e) => e.verdict(this.now).key === 'alert');
    this.#announce(alerts);
    const live = this.#bus.state === 'open' && !this.error;
    return html`<mt-top-bar heading="Verification wall" detail=${this.view === 'wall' ? summary(entries.length, alerts.length) : ''}>
        <span class=${`live ${live ? '' : 'lost'}`} role="status">
          <mt-icon name=${live ? 'network' : 'warn'}></mt-icon><span>${live ? 'Live' : this.error ? `No contact: ${this.error}` : 'Reconnecting'}</span>
        </span>
      </mt-top-bar>
      <main class="wall">
        <h1 class="hidden-visually">Verification wall</h1>
        ${this.view === 'refused' ? this.#refused() : nothing}
        ${this.view === 'refused'
          ? nothing
          : this.view === 'wall' && entries.length === 0
          ? html`<div class="empty">
              <mt-icon name="wall"></mt-icon>
              <h2>No verification is running</h2>
              <p>When a doctor enters a session that this display may see, it appears here by itself.</p>
            </div>`
          : this.view === 'loading'
            ? html`<p class="soft" role="status">Loading …</p>`
            : html`<div class=${`tiles ${columns(entries.length)}`} @acknowledge=${this.#acknowledge}>
                ${repeat(
                  entries,
                  (e) => e.info.verification,
                  (e) => html`<mt-wall-tile
                    data-verification=${e.info.verification}
                    data-session=${e.info.session}
                    .entry=${e}
                    .held=${e.held}
                    .points=${e.history.points}
                    .now=${this.now}
                  ></mt-wall-tile>`,
                )}
              </div>`}
      </main>
      <footer>
        <p><mt-icon name="info"></mt-icon><span>Security display of doctors' identities. It is not a patient monitor, makes no sound, and raises no patient alarm.</span></p>
        ${this.below > 0 ? html`<p><strong>${this.below} more below, none more severe</strong></p>` : nothing}
      </footer>
      <p class="hidden-visually" role="status" aria-live="polite">${this.spoken}</p>`;
  }

  #refused() {
    return html`<div class="empty" role="alert">
      <mt-icon name="wall"></mt-icon>
      <h2>This account may not see a wall</h2>
      <p>${this.error}</p>
      <a class="button" href="/">Your sessions</a>
    </div>`;
  }

  updated() {
    // Nobody scrolls a wall: it says what does not fit.
    const edge = innerHeight - 48;
    this.below = [...this.querySelectorAll('mt-wall-tile')].filter((t) => t.getBoundingClientRect().top > edge).length;
  }

  #announce(alerts) {
    const worst = alerts.map((e) => e.info.verification).sort().join();
    if (worst === this.#worst) return;
    this.#worst = worst;
    const text = alerts.map((e) => `Alert: ${e.info.doctor_name}, ${e.verdict(this.now).cause}`).join('. ');
    queueMicrotask(() => (this.spoken = text || 'No alert'));
  }

  #acknowledge(event) {
    this.#board.acknowledge(event.detail, api.user?.name ?? 'this display', Date.now());
    this.requestUpdate();
    this.querySelectorAll('mt-wall-tile').forEach((t) => t.requestUpdate());
  }
}

function summary(count, alerts) {
  const doctors = count === 1 ? '1 verification' : `${count} verifications`;
  return alerts === 0 ? doctors : `${doctors}, ${alerts === 1 ? '1 alert' : `${alerts} alerts`}`;
}

function columns(count) {
  if (count <= 1) return 'c1';
  if (count <= 4) return 'c2';
  if (count <= 9) return 'c3';
  return count <= 12 ? 'c4' : 'c5';
}

customElements.define('mt-wall-page', MtWallPage);
