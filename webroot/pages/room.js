import { LitElement, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import '/components/mt-check.js';
import '/components/mt-checks.js';
import '/components/mt-dialog.js';
import '/components/mt-gate.js';
import '/components/mt-icon.js';
import '/components/mt-link.js';
import '/components/mt-pulse.js';
import '/components/mt-report.js';
import '/components/mt-top-bar.js';
import '/components/mt-trust.js';
import '/components/mt-video-tile.js';
import { toast } from '/components/mt-toast.js';
import { ageOf, hold } from '/components/painted.js';
import { api, requireUser } from '/js/api.js';
import { Bus } from '/js/bus.js';
import { Call } from '/js/call.js';
import { advice, lastChoice, keepChoice, openDevices } from '/js/devices.js';
import { pathOf, sentence, verdict } from '/js/format.js';
import { shortcutsOn, listenForKeys, setShortcutsOn } from '/js/shortcuts.js';

const session = new URLSearchParams(location.search).get('session');
const bus = new Bus();
const call = new Call({ session, bus });

/** The call: own picture, the others, and what is known of the doctor. */
class MtRoomPage extends LitElement {
  static properties = {
    view: { state: true },
    problem: { state: true },
    local: { state: true },
    held: { state: true },
    pulse: { state: true },
    analysisLost: { state: true },
    consent: { state: true },
    consentText: { state: true },
    consentBusy: { state: true },
    stats: { state: true },
    blocked: { state: true },
    spoken: { state: true },
    keys: { state: true },
    newestCheck: { state: true },
    gate: { state: true },
    glass: { state: true },
    report: { state: true },
    refusal: { state: true },
  };

  #info = null;
  #mic = null;
  #spokenVerdict = null;
  #verification = null;
  #stopAnalysis = null;
  #switching = false;

  constructor() {
    super();
    this.view = 'loading';
    this.held = null;
    this.stats = null;
    this.spoken = '';
    this.keys = shortcutsOn();
  }

  createRenderRoot() {
    this.replaceChildren();
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    call.addEventListener('change', () => this.#onCall());
    call.addEventListener('stats', (e) => (this.stats = e.detail));
    call.addEventListener('joined-by', (e) => this.#say(`${e.detail.name} joined`));
    call.addEventListener('left-by', (e) => this.#say(`${e.detail.name} left`));
    call.addEventListener('check', (e) => this.querySelector('mt-check')?.take(e.detail));
    bus.addEventListener('state', () => this.requestUpdate());
    api.addEventListener('signed-out', () => location.replace(`/?next=${encodeURIComponent(pathOf('join', session))}`));
    listenForKeys({
      m: () => this.#toggleMic(),
      v: () => this.#toggleCamera(),
      l: () => this.#leavePressed(),
      '?': () => this.querySelector('#help').open(),
    }, () => this.view === 'call' && ![...this.querySelectorAll('mt-dialog')].some((d) => d.opened));
    addEventListener('pagehide', () => {
      call.leave();
      this.#stopTracks();
    });
    addEventListener('pageshow', (e) => e.persisted && location.reload());
    // The verdict of a doctor whose data stop coming turns unknown without a message.
    setInterval(() => this.held && this.requestUpdate(), 1000);
    this.#begin();
  }

  async #begin() {
    this.view = 'loading';
    this.problem = null;
    try {
      if (!(await requireUser())) return;
      if (!session) throw new Error('The link names no session.');
      this.#info = await this.#findSession();
      await this.#loadGlass();
      bus.open();
      bus.subscribe(`trust.${session}`, (update) => this.#onTrust(update));
      bus.subscribe(`session.${session}`, (event) => this.#onSession(event));
      bus.addEventListener('reopened', () => this.#loadConsent());
      await Promise.all([this.#loadConsent(), this.#openLocal()]);
      await bus.ready(15_000);
      this.view = 'call';
      await call.join({ audio: this.#mic && !this.muted ? this.#mic : null, video: this.#camera });
    } catch (e) {
      this.problem = e;
      this.view = 'problem';
    }
  }

  async #findSession() {
    try {
      const { streams } = await api.get('/streams/active');
      return streams?.find((s) => s.stream_id === session) ?? {};
    } catch (e) {
      if (e.status === 404) return {};
      throw e;
    }
  }

  /** Who began this session past its gate, and what it waits for. Displays and strangers are told neither. */
  async #loadGlass() {
    try {
      const { session: detail } = await api.get(`/sessions/${encodeURIComponent(session)}`);
      this.glass = detail.break_glass;
      this.#info = { ...detail, ...this.#info };
    } catch (e) {
      if (e.status !== 403 && e.status !== 404) throw e;
    }
  }

  async #openLocal() {
    const choice = lastChoice();
    this.muted = Boolean(choice.muted);
    const { stream, errors } = await openDevices({ ...choice, video: !choice.cameraOff });
    this.local = stream;
    this.#mic = stream.getAudioTracks()[0] ?? null;
    if (!this.#mic) this.muted = true;
    stream.getTracks().forEach((t) => this.#watchTrack(t));
    for (const kind of ['audio', 'video']) if (errors[kind]) toast(advice(kind, errors[kind]).title, { icon: 'warn' });
  }

  get #camera() {
    return this.local?.getVideoTracks()[0] ?? null;
  }

  #watchTrack(track) {
    track.onended = () => {
      this.local.removeTrack(track);
      if (track === this.#mic) {
        this.#mic = null;
        this.muted = true;
      }
      call.setTrack(track.kind, null);
      toast(track.kind === 'audio' ? 'The microphone is gone' : 'The camera is gone', { icon: 'warn', stays: true });
      this.requestUpdate();
    };
  }

  #stopTracks() {
    this.local?.getTracks().forEach((t) => {
      t.onended = null;
      t.stop();
    });
  }

  async #loadConsent() {
    try {
      this.consent = await api.get(`/streams/${encodeURIComponent(session)}/consent`);
    } catch {
      this.consent ??= null;
    }
  }

  get doctor() {
    const s = this.#info;
    return s?.role_in_session ? s.role_in_session === 'doctor' : Boolean(s?.doctor) && s.doctor.id === api.user?.id;
  }

  #onCall() {
    if (call.state === 'ended' || call.state === 'left' || call.state === 'refused') {
      this.#stopTracks();
      this.local = null;
      this.view = 'over';
    } else {
      const verified = [...call.members.values()].find((m) => m.verified)?.participantId;
      this.#follow(this.doctor ? call.participantId : verified);
    }
    this.requestUpdate();
  }

  /** Listens to the display data of this verification. */
  #follow(verification) {
    if (!verification || verification === this.#verification) return;
    this.#stopAnalysis?.();
    this.#verification = verification;
    this.#stopAnalysis = bus.subscribe(`analysis.${verification}`, (event) => {
      if (event.type === 'pulse') this.pulse = event;
      else if (event.type === 'availability') {
        this.analysisLost = event.available ? null : event.why;
        if (!event.available) this.pulse = null;
      }
    });
  }

  #onTrust(update) {
    this.held = hold(update, performance.now());
    this.#follow(update.verification);
    const v = verdict(update, ageOf(this.held, performance.now()));
    if (v.key !== this.#spokenVerdict) {
      const first = this.#spokenVerdict === null;
      this.#spokenVerdict = v.key;
      if (!first || v.key === 'alert') this.#say(`Verification: ${v.word}. ${v.cause}`);
    }
  }

  #onSession(event) {
    switch (event.type) {
      case 'consent_changed':
        this.consent = { ...this.consent, given: event.given, at: event.at };
        if (!event.given) this.pulse = null;
        if (!this.doctor) this.#say(event.given ? 'The doctor consented to analysis' : 'The doctor withdrew the consent to analysis');
        break;
      case 'check_asked':
        this.newestCheck = { ...event, state: 'running' };
        if (!this.doctor) this.#say(event.kind === 'light' ? 'A light check of the doctor began' : 'The doctor was asked to prove presence');
        break;
      case 'check_done':
        this.querySelector('mt-check')?.done(event.check);
        this.newestCheck = event;
        this.#say(event.reason);
        break;
      case 'gate_progress':
        this.gate = event;
        break;
      case 'break_glass':
        this.glass = { name: event.name, reason: event.reason, at: event.at };
        this.#say(`${event.name} began the session without verification: ${event.reason}`);
        break;
      case 'blocked':
        this.refusal = event.reason;
        break;
      case 'ended':
        this.report = event.report ?? null;
        break;
      case 'status_changed':
        this.#info = { ...this.#info, status: event.status };
        if (event.status === 'active') this.#say('The session has begun');
        this.requestUpdate();
        break;
      default:
    }
  }

  #say(text) {
    this.spoken = text;
  }

  render() {
    if (this.view === 'loading') {
      return html`<mt-top-bar></mt-top-bar><main aria-busy="true"><p class="soft" role="status">Opening the call …</p></main>`;
    }
    if (this.view === 'problem') return this.#notice('network', 'The call could not be opened', this.problem.message, 'Try again', () => location.reload());
    if (this.view === 'over') return this.#over();
    return this.#room();
  }

  #notice(icon, title, text, action, onAction, more = nothing) {
    return html`<mt-top-bar></mt-top-bar>
      <main>
        <div class="empty" role="alert">
          <mt-icon name=${icon}></mt-icon>
          <h1>${title}</h1>
          <p>${text}</p>
          ${more}
          <div class="row">
            ${action ? html`<button class="button primary" @click=${onAction}>${action}</button>` : nothing}
            <a class="button" href="/">Your sessions</a>
          </div>
        </div>
      </main>`;
  }

  #over() {
    if (call.state === 'ended' && this.refusal) {
      return this.#notice('octagon', 'The session is blocked', `${this.refusal}. An admin has been told.`);
    }
    if (call.state === 'ended') return this.#notice('check', 'This session has ended', 'It was ended for everybody. The record of the verification is kept.', null, null, html`<mt-report .report=${this.report}></mt-report>`);
    if (call.error?.code === 'replaced') {
      return this.#notice('info', 'The call goes on in another window', 'You joined from another page; this one has left.');
    }
    if (call.state === 'refused') return this.#notice('octagon', 'You cannot join this call', call.error?.message ?? '');
    return this.#notice('leave', 'You left the call', 'Camera and microphone are off. You can come back while the session is open.', 'Join again', () =>
      location.assign(pathOf('join', session)),
    );
  }

  #room() {
    const others = [...call.members.values()];
    const title = this.#info.icu_room ?? 'Call';
    const names = others.map((m) => m.name).join(', ');
    return html`<mt-top-bar heading=${title} detail=${names ? `with ${names}` : 'nobody else is here yet'}>
        <mt-link .state=${this.#linkState()} .stats=${this.stats}></mt-link>
        <button class="button quiet round" aria-label="Keyboard shortcuts" title="Keyboard shortcuts (?)" @click=${() => this.querySelector('#help').open()}>
          <mt-icon name="keyboard"></mt-icon>
        </button>
      </mt-top-bar>
      <main class="room">
        <h1 class="hidden-visually">Call ${title}</h1>
        <section class=${`stage n${Math.min(others.length, 4)}`} aria-label="People in the call" @blocked=${() => (this.blocked = true)}>
          ${others.length === 0
            ? html`<div class="alone"><mt-icon name="people"></mt-icon><p>You are the only one here. The call begins when somebody else comes.</p></div>`
            : repeat(others, (m) => m.participantId, (m) => this.#tile(m))}
          ${this.#selfTile(others.length)}
          ${this.blocked
            ? html`<button class="button primary unblock" @click=${this.#unblock}>Turn the sound on</button>`
            : nothing}
        </section>
        <aside class="panel" aria-labelledby="trust-title">
          <h2 id="trust-title">${this.doctor ? 'Your verification' : `Verification of ${this.#doctorName()}`}</h2>
          ${this.glass
            ? html`<div class="note care glass" role="status"><mt-icon name="warn"></mt-icon>
                <p><strong>Begun without verification</strong> by ${this.glass.name}: ${this.glass.reason}</p></div>`
            : nothing}
          ${this.doctor && this.#info.status === 'doctor_verifying' ? html`<mt-gate session=${session} .progress=${this.gate ?? null}></mt-gate>` : nothing}
          ${this.#alertAdvice()}
          <mt-trust .held=${this.#analysed ? this.held : null} .absent=${this.#absent()}>${this.#analysed ? this.#checks() : nothing}</mt-trust>
          ${this.analysisLost && this.#analysed
            ? html`<div class="note"><mt-icon name="info"></mt-icon><p>Analysis is not available: ${this.analysisLost} The call itself goes on.</p></div>`
            : nothing}
          ${this.#analysed ? html`<mt-pulse .pulse=${this.pulse}></mt-pulse>` : nothing}
          ${this.doctor ? this.#consentRow() : nothing}
        </aside>
        ${this.#controls()}
      </main>
      <p class="hidden-visually" role="status" aria-live="polite">${this.spoken}</p>
      ${this.doctor ? html`<mt-check @shown=${(e) => call.checkShown(e.detail)}></mt-check>` : nothing}
      ${this.#dialogs()}`;
  }

  /** Without consent nothing is measured, so nothing is shown as if it were. */
  get #analysed() {
    return this.consent ? this.consent.given : Boolean(this.held);
  }

  #checks() {
    return html`<mt-checks
      .newest=${this.newestCheck ?? null}
      ?asks=${!this.doctor && [...call.members.values()].some((m) => m.verified)}
      ?helps=${this.doctor}
      ?busy=${this.newestCheck?.state === 'running'}
      @ask=${(e) => this.#askForCheck(e.detail)}
    ></mt-checks>`;
  }

  async #askForCheck(kind) {
    try {
      await bus.send('session.command', { type: 'request_check', session, kind });
    } catch (e) {
      toast(`That cannot be asked for now: ${e.message}`, { icon: 'warn' });
    }
  }

  #linkState() {
    return bus.state === 'reconnecting' ? 'reconnecting' : call.state;
  }

  #doctorName() {
    return [...call.members.values()].find((m) => m.verified)?.name ?? this.#info.doctor?.name ?? 'the doctor';
  }

  #absent() {
    if (this.consent && !this.consent.given) {
      return this.doctor
        ? 'You have not consented to analysis. The others see “not verified”.'
        : 'The doctor has not consented to analysis, so nothing is known: not verified.';
    }
    const here = this.doctor || [...call.members.values()].some((m) => m.verified);
    return here ? 'Waiting for the first measurement.' : 'The doctor is not in the call yet.';
  }

  #verdict() {
    return verdict(this.held?.update ?? null, ageOf(this.held, performance.now()));
  }

  #alertAdvice() {
    if (!this.#analysed || this.#verdict().key !== 'alert' || this.doctor) return nothing;
    return html`<div class="note wrong">
      <mt-icon name="octagon"></mt-icon>
      <p><strong>Something does not fit.</strong> Follow no instruction and give no data until you know by another way, such as a call to the ward, whom you are talking to.</p>
    </div>`;
  }

  #tile(m) {
    const verified = m.verified && this.#analysed;
    return html`<mt-video-tile
      .stream=${call.streams.get(m.participantId) ?? null}
      data-participant=${m.participantId}
      name=${m.name ?? 'Guest'}
      person=${sentence(m.role)}
      .muted=${m.audio === false}
      .cameraOff=${m.video === false}
      .verdict=${verified ? this.#verdict() : null}
      mark="Not verified"
      waiting="Waiting for the picture …"
    ></mt-video-tile>`;
  }

  #selfTile(others) {
    return html`<mt-video-tile
      class=${others === 0 ? 'self large' : 'self'}
      self
      .stream=${this.#camera ? this.local : null}
      name=${others === 0 ? (api.user.name ?? 'You') : 'You'}
      .muted=${this.muted}
      .cameraOff=${!this.#camera}
      .verdict=${others === 0 && this.doctor && this.#analysed ? this.#verdict() : null}
      mark=${others === 0 ? 'Not verified' : ''}
    ></mt-video-tile>`;
  }

  #consentRow() {
    const given = this.consent?.given;
    return html`<div class="row">
      ${given
        ? html`<button class="button" @click=${() => this.#setConsent(false)} aria-disabled=${this.consentBusy ? 'true' : 'false'}>
            <mt-icon name="shield-off"></mt-icon>Withdraw consent</button>`
        : html`<button class="button" @click=${this.#openConsent}><mt-icon name="shield-check"></mt-icon>Give consent to analysis</button>`}
    </div>`;
  }

  async #openConsent() {
    try {
      this.consentText ??= await api.get('/consent');
      await this.updateComplete;
      this.querySelector('#consent').open();
    } catch (e) {
      toast(`The text of the consent could not be loaded. ${e.message}`, { icon: 'warn', stays: true });
    }
  }

  async #setConsent(given) {
    if (this.consentBusy) return;
    this.consentBusy = true;
    try {
      this.consentText ??= await api.get('/consent');
      const { version, text_hash } = this.consentText;
      this.consent = await api.post(`/streams/${encodeURIComponent(session)}/consent`, { given, version, text_hash });
      this.querySelector('#consent').close();
      if (!given) this.pulse = null;
      toast(given ? 'Consent recorded. Analysis begins.' : 'Consent withdrawn. Analysis has stopped.', { icon: 'check' });
    } catch (e) {
      toast(`That could not be recorded: ${e.message}`, { icon: 'warn', stays: true });
    } finally {
      this.consentBusy = false;
    }
  }

  #controls() {
    const cameraOff = !this.#camera;
    return html`<div class="controls" role="group" aria-label="Call controls">
      <button class=${`button ${this.muted ? 'off' : ''}`} id="mic" aria-pressed=${this.muted ? 'true' : 'false'} aria-label="Mute the microphone" title="M" @click=${this.#toggleMic}>
        <mt-icon name=${this.muted ? 'mic-off' : 'mic'}></mt-icon><span>${this.muted ? 'Unmute' : 'Mute'}</span>
      </button>
      <button class=${`button ${cameraOff ? 'off' : ''}`} id="camera" aria-pressed=${cameraOff ? 'true' : 'false'} aria-label="Turn the camera off" title="V" @click=${this.#toggleCamera}>
        <mt-icon name=${cameraOff ? 'camera-off' : 'camera'}></mt-icon><span>${cameraOff ? 'Camera on' : 'Camera off'}</span>
      </button>
      <button class="button leave" id="leave" title="L" @click=${this.#leavePressed}><mt-icon name="leave"></mt-icon><span>Leave</span></button>
    </div>`;
  }

  #dialogs() {
    const may = this.doctor || api.user.role === 'admin';
    return html`<mt-dialog id="help" heading="Keyboard shortcuts">
        <dl class="keys">
          <div><dt><kbd>M</kbd></dt><dd>Mute or unmute the microphone</dd></div>
          <div><dt><kbd>V</kbd></dt><dd>Camera off or on</dd></div>
          <div><dt><kbd>L</kbd></dt><dd>Leave the call</dd></div>
          <div><dt><kbd>?</kbd></dt><dd>This help</dd></div>
        </dl>
        <label class="check">
          <input type="checkbox" .checked=${this.keys} @change=${(e) => setShortcutsOn((this.keys = e.target.checked))} />
          <span>Single keys work as shortcuts</span>
        </label>
        <button slot="actions" class="button primary" @click=${() => this.querySelector('#help').close()}>Close</button>
      </mt-dialog>
      ${may
        ? html`<mt-dialog id="leaving" heading="Leave the call?">
            <p>The session stays open when you leave, so that you and the others can come back. Ending it closes it for everybody.</p>
            <button slot="actions" class="button" @click=${() => this.querySelector('#leaving').close()}>Stay</button>
            <button slot="actions" class="button leave" @click=${this.#endSession}>End for everyone</button>
            <button slot="actions" class="button primary" @click=${this.#leave}>Leave</button>
          </mt-dialog>`
        : nothing}
      ${this.doctor
        ? html`<mt-dialog id="consent" heading="Consent to analysis">
            <div class="stack tight">${(this.consentText?.text ?? '').split(/\n\s*\n/).map((p) => html`<p>${p}</p>`)}</div>
            <p class="soft small">Text version ${this.consentText?.version}</p>
            <button slot="actions" class="button" @click=${() => this.querySelector('#consent').close()}>Not now</button>
            <button slot="actions" class="button primary" @click=${() => this.#setConsent(true)}>I consent</button>
          </mt-dialog>`
        : nothing}`;
  }

  async #toggleMic() {
    if (this.#switching) return;
    this.#switching = true;
    try {
      if (this.muted && !this.#mic) {
        const { stream, errors } = await openDevices({ ...lastChoice(), video: false });
        if (errors.audio) {
          toast(advice('audio', errors.audio).title, { icon: 'warn', stays: true });
          return;
        }
        this.#mic = stream.getAudioTracks()[0];
        this.#watchTrack(this.#mic);
        this.local.addTrack(this.#mic);
      }
      this.muted = !this.muted;
      keepChoice({ muted: this.muted });
      await call.setTrack('audio', this.muted ? null : this.#mic);
      this.#say(this.muted ? 'Microphone muted' : 'Microphone on');
      this.requestUpdate();
    } finally {
      this.#switching = false;
    }
  }

  async #toggleCamera() {
    if (this.#switching) return;
    this.#switching = true;
    try {
      const track = this.#camera;
      if (track) {
        await call.setTrack('video', null);
        track.onended = null;
        track.stop(); // the camera's own light goes out
        this.#replaceLocal((t) => t !== track);
      } else {
        const { stream, errors } = await openDevices({ ...lastChoice(), audio: false });
        if (errors.video) {
          toast(advice('video', errors.video).title, { icon: 'warn', stays: true });
          return;
        }
        const fresh = stream.getVideoTracks()[0];
        this.#watchTrack(fresh);
        this.#replaceLocal(() => true, fresh);
        await call.setTrack('video', fresh);
      }
      keepChoice({ cameraOff: !this.#camera });
      this.#say(this.#camera ? 'Camera on' : 'Camera off');
      this.requestUpdate();
    } finally {
      this.#switching = false;
    }
  }

  #replaceLocal(keep, ...more) {
    this.local = new MediaStream([...this.local.getTracks().filter(keep), ...more]);
  }

  #leavePressed() {
    const dialog = this.querySelector('#leaving');
    if (dialog) dialog.open();
    else this.#leave();
  }

  async #leave() {
    await call.leave();
    bus.close();
  }

  async #endSession() {
    try {
      await api.post(`/streams/end/${encodeURIComponent(session)}`, {});
    } catch (e) {
      toast(`The session could not be ended: ${e.message}`, { icon: 'warn', stays: true });
      this.querySelector('#leaving').close();
    }
  }

  #unblock() {
    this.blocked = false;
    this.querySelectorAll('mt-video-tile').forEach((t) => t.play());
  }
}

customElements.define('mt-room-page', MtRoomPage);
