import { LitElement, html, nothing } from 'lit';
import '/components/mt-icon.js';
import '/components/mt-level.js';
import '/components/mt-top-bar.js';
import '/components/mt-video-tile.js';
import { api, requireUser } from '/js/api.js';
import { Bus } from '/js/bus.js';
import { LevelMeter, advice, keepChoice, lastChoice, listDevices, openDevices } from '/js/devices.js';
import { moment, pathOf } from '/js/format.js';

const session = new URLSearchParams(location.search).get('session');

/** The check before a call: picture, sound, network, and the doctor's consent. */
class MtJoinPage extends LitElement {
  static properties = {
    view: { state: true },
    problem: { state: true },
    stream: { state: true },
    errors: { state: true },
    devices: { state: true },
    level: { state: true },
    heard: { state: true },
    network: { state: true },
    roundTrip: { state: true },
    consentText: { state: true },
    consent: { state: true },
    consentError: { state: true },
    agreed: { state: true },
    pictures: { state: true },
    picturesAgreed: { state: true },
    joining: { state: true },
    choice: { state: true },
    starting: { state: true },
  };

  #meter = null;
  #bus = new Bus();
  #info = null;

  constructor() {
    super();
    this.view = 'loading';
    this.errors = {};
    this.devices = { audio: [], video: [] };
    this.level = 0;
    this.heard = false;
    this.network = 'checking';
    this.choice = { audioId: lastChoice().audioId, videoId: lastChoice().videoId, muted: false, cameraOff: false };
  }

  createRenderRoot() {
    this.replaceChildren();
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#begin();
    navigator.mediaDevices?.addEventListener?.('devicechange', () => this.#list());
    addEventListener('pagehide', () => this.#release());
  }

  async #begin() {
    this.view = 'loading';
    try {
      if (!(await requireUser())) return;
      if (!session) throw Object.assign(new Error('The link names no session.'), { status: 404 });
      this.#info = await this.#findSession();
      if (this.doctor) await this.#loadConsent();
      this.view = 'check';
    } catch (e) {
      this.problem = e;
      this.view = 'problem';
      return;
    }
    this.#checkNetwork();
    await this.#open();
  }

  async #findSession() {
    let streams;
    try {
      ({ streams } = await api.get('/streams/active'));
    } catch (e) {
      if (e.status !== 404) throw e;
    }
    const found = streams?.find((s) => s.stream_id === session) ?? (await this.#atItsGate());
    if (!found) {
      throw Object.assign(new Error('This session is not open, or it is not one of yours.'), { status: 404 });
    }
    return found;
  }

  /** The own session that waits for its doctor to be verified, or null. */
  async #atItsGate() {
    try {
      const { session: found } = await api.get(`/sessions/${encodeURIComponent(session)}`);
      return found.status === 'doctor_verifying' && found.doctor.id === api.user.id ? found : null;
    } catch (e) {
      if (e.status === 400 || e.status === 403 || e.status === 404) return null;
      throw e;
    }
  }

  get doctor() {
    const s = this.#info;
    return s?.role_in_session ? s.role_in_session === 'doctor' : s?.doctor?.id === api.user?.id;
  }

  async #loadConsent() {
    const own = `/streams/${encodeURIComponent(session)}`;
    const [text, mine, pictures] = await Promise.all([
      api.get('/consent'),
      api.get(`${own}/consent`),
      api.get(`${own}/pictures/consent`),
    ]);
    this.pictures = pictures;
    this.picturesAgreed = pictures.given;
    this.consentText = text;
    this.consent = mine;
    this.agreed = Boolean(mine.given);
  }

  async #checkNetwork() {
    this.network = 'checking';
    this.#bus.open();
    const started = performance.now();
    try {
      await this.#bus.ready(8000);
      this.roundTrip = Math.round(performance.now() - started);
      this.network = 'good';
    } catch {
      this.network = 'bad';
    } finally {
      this.#bus.close();
    }
  }

  async #open() {
    this.starting = true;
    this.#release();
    const { stream, errors } = await openDevices(this.choice);
    this.stream = stream;
    this.errors = errors;
    this.starting = false;
    this.heard = false;
    this.#meter = new LevelMeter(stream, (level) => {
      this.level = level;
      if (level > 0.25) this.heard = true;
    });
    for (const track of stream.getTracks()) {
      track.onended = () => {
        this.errors = { ...this.errors, [track.kind]: new DOMException('Unplugged', 'NotFoundError') };
        stream.removeTrack(track);
        this.requestUpdate();
      };
    }
    await this.#list();
  }

  async #list() {
    this.devices = await listDevices();
  }

  #release() {
    this.#meter?.stop();
    this.#meter = null;
    this.stream?.getTracks().forEach((t) => {
      t.onended = null;
      t.stop();
    });
    this.stream = null;
  }

  render() {
    if (this.view === 'loading') {
      return html`<mt-top-bar></mt-top-bar><main aria-busy="true"><p class="soft" role="status">Opening the session …</p></main>`;
    }
    if (this.view === 'problem') return this.#problem();
    const s = this.#info;
    const other = this.doctor ? s.patient : s.doctor;
    return html`<mt-top-bar heading=${s.icu_room ?? 'Session'} detail=${other ? `with ${other.name}` : ''}></mt-top-bar>
      <main class="join">
        <section class="stack" aria-labelledby="title">
          <h1 id="title">Ready to join?</h1>
          ${this.#preview()}
        </section>
        <section class="stack">
          ${this.#checks()} ${this.doctor ? this.#consentCard() : this.#patientNote()} ${this.#joinRow()}
        </section>
      </main>`;
  }

  #problem() {
    const gone = this.problem.status === 404 || this.problem.status === 403;
    return html`<mt-top-bar></mt-top-bar>
      <main>
        <div class="empty" role="alert">
          <mt-icon name=${gone ? 'info' : 'network'}></mt-icon>
          <h1>${gone ? 'This session cannot be joined' : 'The session could not be opened'}</h1>
          <p>${this.problem.message}</p>
          <div class="row">
            ${gone ? nothing : html`<button class="button primary" @click=${this.#begin}>Try again</button>`}
            <a class="button" href="/">Your sessions</a>
          </div>
        </div>
      </main>`;
  }

  #preview() {
    const hasVideo = this.stream?.getVideoTracks().length > 0;
    return html`<mt-video-tile class="preview" self .stream=${hasVideo ? this.stream : null} name=${api.user.name ?? 'You'}
        waiting=${this.starting ? 'Starting the camera …' : 'No picture'}></mt-video-tile>
      <div class="pickers">
        ${this.#picker('video', 'Camera', 'videoId')} ${this.#picker('audio', 'Microphone', 'audioId')}
      </div>
      ${this.stream?.getAudioTracks().length > 0 ? html`<mt-level .level=${this.level}></mt-level>` : nothing}`;
  }

  #picker(kind, label, key) {
    const list = this.devices[kind];
    const active = this.stream?.getTracks().find((t) => t.kind === kind)?.getSettings().deviceId;
    return html`<div class="field">
      <label for=${kind}>${label}</label>
      <select id=${kind} ?disabled=${list.length === 0} @change=${(e) => this.#choose(key, e.target.value)}>
        ${list.length === 0
          ? html`<option>None found</option>`
          : list.map((d, i) => html`<option value=${d.deviceId} ?selected=${d.deviceId === (active ?? this.choice[key])}>${d.label || `${label} ${i + 1}`}</option>`)}
      </select>
    </div>`;
  }

  #choose(key, id) {
    this.choice = { ...this.choice, [key]: id };
    keepChoice({ [key]: id });
    this.#open();
  }

  #checks() {
    const audio = this.stream?.getAudioTracks().length > 0;
    const video = this.stream?.getVideoTracks().length > 0;
    return html`<div class="card stack checks">
      <h2>Check</h2>
      <ul aria-live="polite">
        ${this.#check(this.starting ? 'wait' : video ? 'good' : 'bad', 'Camera', this.starting ? 'Starting …' : video ? 'You should see yourself.' : this.#advice('video'))}
        ${this.#check(
          this.starting ? 'wait' : audio ? (this.heard ? 'good' : 'wait') : 'bad',
          'Microphone',
          this.starting ? 'Starting …' : audio ? (this.heard ? 'We hear you.' : 'Say something: the bars should move.') : this.#advice('audio'),
        )}
        ${this.#check(
          { checking: 'wait', good: 'good', bad: 'bad' }[this.network],
          'Connection',
          this.network === 'checking'
            ? 'Trying the live connection …'
            : this.network === 'good'
              ? `The server answers (${this.roundTrip} ms).`
              : html`The live connection does not open. A firewall or VPN may block it: try another network.
                  <button class="button" @click=${this.#checkNetwork}>Check again</button>`,
        )}
      </ul>
      ${(this.errors.audio || this.errors.video) && !this.starting
        ? html`<button class="button" @click=${this.#open}>Try again</button>`
        : nothing}
    </div>`;
  }

  #advice(kind) {
    const { title, steps } = advice(kind, this.errors[kind]);
    return html`${title}. ${steps.map((s, i) => html`<span class="step">${i + 1}. ${s}</span>`)}`;
  }

  #check(state, name, text) {
    const icon = { wait: 'clock', good: 'check', bad: 'octagon' }[state];
    const word = { wait: '', good: 'OK. ', bad: 'Problem. ' }[state];
    return html`<li class=${state}>
      <mt-icon name=${icon}></mt-icon>
      <div><strong>${name}</strong> <span class="hidden-visually">${word}</span><span class="soft">${text}</span></div>
    </li>`;
  }

  #consentCard() {
    const c = this.consentText;
    return html`<div class="card stack consent">
      <h2>Your consent to analysis</h2>
      <div class="text" tabindex="0" role="region" aria-label="Text of the consent">
        ${c.text.split(/\n\s*\n/).map((p) => html`<p>${p}</p>`)}
      </div>
      <label class="check">
        <input type="checkbox" .checked=${this.agreed} @change=${(e) => (this.agreed = e.target.checked)} />
        <span>I consent to the analysis of my picture and sound in this session.</span>
      </label>
      <label class="check">
        <input type="checkbox" .checked=${this.agreed && this.picturesAgreed} ?disabled=${!this.agreed}
          @change=${(e) => (this.picturesAgreed = e.target.checked)} />
        <span>With an alarm about me, one small picture may be kept for 30 days, encrypted. (Not needed.)</span>
      </label>
      <details class="small">
        <summary>What that means</summary>
        ${this.pictures.text.split(/\n\s*\n/).slice(1).map((p) => html`<p>${p}</p>`)}
      </details>
      <p class="soft small">
        Text version ${c.version}.
        ${this.consent.given ? `You gave it on ${moment(this.consent.at)}.` : 'Without it you can join as well, and are shown as “not verified”.'}
        You can withdraw at any time in the call; analysis then stops at once.
      </p>
      ${this.consentError
        ? html`<div class="note wrong" role="alert"><mt-icon name="octagon"></mt-icon><span>${this.consentError}</span></div>`
        : nothing}
    </div>`;
  }

  #patientNote() {
    return html`<div class="note good">
      <mt-icon name="shield"></mt-icon>
      <p>Your picture and sound go to the others in the call. They are never analysed and never recorded.</p>
    </div>`;
  }

  #joinRow() {
    const audio = this.stream?.getAudioTracks().length > 0;
    const video = this.stream?.getVideoTracks().length > 0;
    const missing = this.starting ? '' : !audio && !video ? 'without camera and microphone' : !audio ? 'without microphone' : !video ? 'without camera' : '';
    return html`<div class="stack tight go">
      <button class="button primary wide big" @click=${this.#join} aria-disabled=${this.joining || this.starting ? 'true' : 'false'}>
        ${this.joining ? 'Joining …' : `Join ${missing}`}<mt-icon name="join"></mt-icon>
      </button>
      ${this.doctor && !this.agreed ? html`<p class="soft small">You join without consent: the others see “not verified”.</p>` : nothing}
    </div>`;
  }

  async #join() {
    if (this.joining || this.starting) return;
    this.joining = true;
    this.consentError = null;
    try {
      if (this.doctor && this.agreed !== Boolean(this.consent.given)) {
        this.consent = await api.post(`/streams/${encodeURIComponent(session)}/consent`, {
          given: this.agreed,
          version: this.consentText.version,
          text_hash: this.consentText.text_hash,
        });
      }
      const pictures = this.agreed && this.picturesAgreed;
      if (this.doctor && pictures !== this.pictures.given) {
        this.pictures = await api.post(`/streams/${encodeURIComponent(session)}/pictures/consent`, {
          given: pictures,
          version: this.pictures.version,
          text_hash: this.pictures.text_hash,
        });
      }
    } catch (e) {
      this.joining = false;
      this.consentError = `Your choice could not be recorded: ${e.message}`;
      return;
    }
    const has = (kind) => this.stream?.getTracks().some((t) => t.kind === kind) ?? false;
    keepChoice({ muted: !has('audio'), cameraOff: !has('video') });
    this.#release();
    location.assign(pathOf('room', session));
  }
}

customElements.define('mt-join-page', MtJoinPage);
