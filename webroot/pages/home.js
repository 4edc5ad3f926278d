import { LitElement, html, nothing } from 'lit';
import '/components/mt-dialog.js';
import '/components/mt-icon.js';
import '/components/mt-requests.js';
import '/components/mt-top-bar.js';
import { toast } from '/components/mt-toast.js';
import { api, nextPath } from '/js/api.js';
import { moment, pathOf, sentence } from '/js/format.js';

const REFRESH_MS = 10_000;

/** Sign in; then the own sessions, each one press away from its device check. */
class MtHomePage extends LitElement {
  static properties = {
    view: { state: true },
    error: { state: true },
    busy: { state: true },
    challenge: { state: true },
    sessions: { state: true },
    listError: { state: true },
    formError: { state: true },
  };

  #timer = null;

  constructor() {
    super();
    this.view = 'loading';
    this.sessions = null;
  }

  createRenderRoot() {
    this.replaceChildren();
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    api.addEventListener('signed-out', () => {
      clearInterval(this.#timer);
      this.sessions = null;
      this.view = 'sign-in';
    });
    document.addEventListener('visibilitychange', () => !document.hidden && this.view === 'home' && this.#load());
    this.#restore();
  }

  async #restore() {
    this.view = 'loading';
    try {
      if (await api.restore()) this.#signedIn();
      else this.view = 'sign-in';
    } catch (e) {
      this.error = e.message;
      this.view = 'unreachable';
    }
  }

  #signedIn() {
    const next = nextPath(location.search);
    if (next) {
      location.replace(next);
      return;
    }
    if (api.user.role === 'display') {
      location.replace('/wall');
      return;
    }
    this.view = 'home';
    this.#load();
    clearInterval(this.#timer);
    this.#timer = setInterval(() => document.hidden || this.#load(), REFRESH_MS);
  }

  async #load() {
    try {
      const { streams } = await api.get('/streams/active');
      this.sessions = streams ?? [];
      this.listError = null;
    } catch (e) {
      if (e.status === 404) {
        this.sessions = e.body?.streams ?? [];
        this.listError = null;
      } else if (this.view === 'home') {
        this.listError = e.message;
      }
    }
  }

  render() {
    if (this.view === 'loading') return html`<main aria-busy="true"><p class="hidden-visually" role="status">Loading</p></main>`;
    if (this.view === 'unreachable') return this.#unreachable();
    return this.view === 'home' ? this.#home() : this.#signIn();
  }

  #unreachable() {
    return html`<mt-top-bar></mt-top-bar>
      <main>
        <div class="empty" role="alert">
          <mt-icon name="network"></mt-icon>
          <h1>MedTrust cannot be reached</h1>
          <p>${this.error}</p>
          <button class="button primary" @click=${this.#restore}>Try again</button>
        </div>
      </main>`;
  }

  #signIn() {
    return html`<mt-top-bar></mt-top-bar>
      <main class="door">
        <section class="promise">
          <h1>See who you are talking to, for the whole call.</h1>
          <p>
            The server watches the doctor's own picture and sound while you talk and says what it finds: a frozen picture, no
            face, a voice that does not fit. What it does not know, it calls unknown.
          </p>
          <ul class="facts">
            <li><mt-icon name="shield-check"></mt-icon><span>Only the doctor is analysed, and only after consent.</span></li>
            <li><mt-icon name="shield-off"></mt-icon><span>A patient's picture and sound are passed on, never analysed.</span></li>
            <li><mt-icon name="clock"></mt-icon><span>Every verdict is kept in a record that shows if it is changed.</span></li>
          </ul>
        </section>
        ${this.challenge ? this.#codeForm() : this.#passwordForm()}
      </main>`;
  }

  #wrong() {
    return this.error
      ? html`<div class="note wrong" role="alert" id="sign-in-error"><mt-icon name="octagon"></mt-icon><span>${this.error}</span></div>`
      : nothing;
  }

  #passwordForm() {
    return html`<form class="card stack" @submit=${this.#submit} novalidate>
          <h2>Sign in</h2>
          ${this.#wrong()}
          <div class="field">
            <label for="email">E-mail</label>
            <input id="email" name="email" type="email" autocomplete="username" autocapitalize="off" spellcheck="false" required
              aria-invalid=${this.error ? 'true' : 'false'} aria-describedby=${this.error ? 'sign-in-error' : nothing} />
          </div>
          <div class="field">
            <label for="password">Password</label>
            <input id="password" name="password" type="password" autocomplete="current-password" required
              aria-invalid=${this.error ? 'true' : 'false'} aria-describedby=${this.error ? 'sign-in-error' : nothing} />
          </div>
          <button class="button primary wide" type="submit" aria-disabled=${this.busy ? 'true' : 'false'}>
            ${this.busy ? 'Signing in …' : 'Sign in'}
          </button>
        </form>`;
  }

  #codeForm() {
    return html`<form class="card stack" @submit=${this.#submitCode} novalidate>
          <h2>Second factor</h2>
          ${this.#wrong()}
          <div class="field">
            <label for="code">Code of your app, or a recovery code</label>
            <input id="code" name="code" autocomplete="one-time-code" autocapitalize="off" spellcheck="false" maxlength="64" required
              aria-invalid=${this.error ? 'true' : 'false'} aria-describedby=${this.error ? 'sign-in-error' : nothing} />
          </div>
          <button class="button primary wide" type="submit" aria-disabled=${this.busy ? 'true' : 'false'}>
            ${this.busy ? 'Signing in …' : 'Sign in'}
          </button>
          <button class="button quiet wide" type="button" @click=${this.#startOver}>Begin again</button>
        </form>`;
  }

  async #submit(event) {
    event.preventDefault();
    if (this.busy) return;
    const form = new FormData(event.target);
    const email = form.get('email').trim();
    const password = form.get('password');
    if (!email || !password) {
      this.error = 'Enter your e-mail and your password.';
      this.#focus(email ? '#password' : '#email');
      return;
    }
    this.busy = true;
    try {
      const { challenge } = await api.login(email, password);
      this.error = null;
      if (challenge) {
        this.challenge = challenge;
        this.#focus('#code');
      } else {
        this.#signedIn();
      }
    } catch (e) {
      this.error = e.status === 401 ? 'E-mail or password is wrong.' : e.message;
      this.#focus('#password');
    } finally {
      this.busy = false;
    }
  }

  async #submitCode(event) {
    event.preventDefault();
    if (this.busy) return;
    const code = new FormData(event.target).get('code').trim();
    if (!code) {
      this.error = 'Enter the code.';
      this.#focus('#code');
      return;
    }
    this.busy = true;
    try {
      await api.loginCode(this.challenge, code);
      this.error = null;
      this.challenge = null;
      this.#signedIn();
    } catch (e) {
      if (e.body?.code === 'invalid_token') this.challenge = null;
      this.error = e.message;
      this.#focus(this.challenge ? '#code' : '#email');
    } finally {
      this.busy = false;
    }
  }

  #startOver() {
    this.challenge = null;
    this.error = null;
    this.#focus('#email');
  }

  async #focus(selector) {
    await this.updateComplete;
    this.querySelector(selector)?.focus();
  }

  #home() {
    const user = api.user;
    const may = user.role === 'admin' || user.role === 'doctor';
    return html`<mt-top-bar heading=${user.name ?? ''} detail=${sentence(user.role)}>
        ${may ? html`<a class="button quiet" href="/wall"><mt-icon name="wall"></mt-icon>Wall</a>` : nothing}
        <button class="button quiet" @click=${this.#signOut}><mt-icon name="leave"></mt-icon><span>Sign out</span></button>
      </mt-top-bar>
      <main class="stack sessions">
        <div class="row spread">
          <h1>Your sessions</h1>
          ${may
            ? html`<button class="button" @click=${() => this.querySelector('mt-dialog').open()}>Start a session</button>`
            : nothing}
        </div>
        ${this.listError
          ? html`<div class="note wrong" role="alert"><mt-icon name="octagon"></mt-icon><span>The list could not be loaded: ${this.listError}</span></div>`
          : nothing}
        ${user.role === 'patient' || user.role === 'doctor' ? html`<mt-requests @changed=${() => this.#load()}></mt-requests>` : nothing}
        ${this.sessions === null
          ? this.listError
            ? nothing
            : html`<p class="soft" role="status">Loading your sessions …</p>`
          : this.sessions.length === 0
            ? this.#none(may)
            : html`<ul class="list">${this.sessions.map((s) => this.#session(s))}</ul>`}
        <p class="soft small">Signed in as ${user.email}. Your ID is <span class="id">${user.id}</span></p>
      </main>
      ${may ? this.#startDialog(user) : nothing}`;
  }

  #none(may) {
    return html`<div class="card empty">
      <mt-icon name="people"></mt-icon>
      <h2>No open session</h2>
      <p>${may ? 'Start one, or wait until a patient is given to you.' : 'When your doctor opens a session with you, or answers your request, it appears here by itself.'}</p>
    </div>`;
  }

  #session(s) {
    const user = api.user;
    const others = [s.doctor, s.patient].filter((p) => p && p.id !== user.id);
    const title = others.map((p) => p.name).join(' and ') || s.icu_room || 'Session';
    const mine = s.participant_id || user.role === 'admin' || s.doctor?.id === user.id || s.patient?.id === user.id;
    return html`<li class="card session">
      <div>
        <h2>${title}</h2>
        <p class="soft">
          ${[s.icu_room, sentence(s.status), s.started_at ? `since ${moment(s.started_at)}` : `made ${moment(s.created_at)}`].filter(Boolean).join(', ')}
        </p>
      </div>
      ${mine
        ? html`<a class="button primary" href=${pathOf('join', s.stream_id)} aria-label=${`Join ${title}`}>Join<mt-icon name="join"></mt-icon></a>`
        : html`<span class="soft">You can watch this one on the wall</span>`}
    </li>`;
  }

  #startDialog(user) {
    return html`<mt-dialog heading="Start a session">
      <form id="start" class="stack" @submit=${this.#start}>
        ${this.formError
          ? html`<div class="note wrong" role="alert"><mt-icon name="octagon"></mt-icon><span>${this.formError}</span></div>`
          : nothing}
        <div class="field">
          <label for="icu-room">Room</label>
          <input id="icu-room" name="icu_room" maxlength="50" placeholder="ICU-7" autocomplete="off" />
          <span class="hint">Shown on the wall.</span>
        </div>
        ${user.role === 'admin'
          ? html`<div class="field">
              <label for="doctor-id">Doctor's ID</label>
              <input id="doctor-id" name="doctor_id" required autocomplete="off" spellcheck="false" />
            </div>`
          : nothing}
        <div class="field">
          <label for="patient-id">Patient's ID (may be left out)</label>
          <input id="patient-id" name="patient_id" autocomplete="off" spellcheck="false" />
          <span class="hint">Everybody sees the own ID at the foot of this page.</span>
        </div>
      </form>
      <button slot="actions" class="button" @click=${() => this.querySelector('mt-dialog').close()}>Cancel</button>
      <button slot="actions" class="button primary" type="submit" form="start">Start</button>
    </mt-dialog>`;
  }

  async #start(event) {
    event.preventDefault();
    const body = Object.fromEntries([...new FormData(event.target)].map(([k, v]) => [k, v.trim()]).filter(([, v]) => v));
    if (this.busy) return;
    this.busy = true;
    this.formError = null;
    try {
      await api.post('/streams/start', body);
      event.target.reset();
      this.querySelector('mt-dialog').close();
      toast('The session is open.', { icon: 'check' });
      await this.#load();
    } catch (e) {
      this.formError = [e.message, ...e.details.map((d) => d.message)].filter(Boolean).join(' ');
    } finally {
      this.busy = false;
    }
  }

  async #signOut() {
    try {
      await api.logout();
    } catch {
      toast('You are signed out here, but the server could not be told.', { icon: 'warn' });
    }
    this.error = null;
  }
}

customElements.define('mt-home-page', MtHomePage);
