import { LitElement, html, nothing } from 'lit';
import '/components/mt-icon.js';
import { toast } from '/components/mt-toast.js';
import { api } from '/js/api.js';
import { moment, pathOf } from '/js/format.js';

const REFRESH_MS = 5000;

/**
 * The way from a patient to a doctor: for a patient the doctors who can be asked, and what became of the request; for a
 * doctor the requests that wait, and the own session at its gate. Fires `changed` when something was decided here.
 */
class MtRequests extends LitElement {
  static properties = {
    doctors: { state: true },
    mine: { state: true },
    requests: { state: true },
    problem: { state: true },
    busy: { state: true },
  };

  #timer = null;

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#load();
    this.#timer = setInterval(() => document.hidden || this.#load(), REFRESH_MS);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  get #patient() {
    return api.user?.role === 'patient';
  }

  async #load() {
    try {
      const [{ session }, more] = await Promise.all([
        api.get('/sessions/my'),
        api.get(this.#patient ? '/doctors/verified' : '/sessions/pending'),
      ]);
      if (this.mine && session?.id === this.mine.id && session.status !== this.mine.status) this.#changed();
      this.mine = session;
      this.doctors = more.doctors ?? null;
      this.requests = more.requests ?? null;
      this.problem = null;
    } catch (e) {
      this.problem = e.message;
    }
  }

  #changed() {
    this.dispatchEvent(new CustomEvent('changed', { bubbles: true }));
  }

  async #do(text, work) {
    if (this.busy) return;
    this.busy = true;
    try {
      await work();
      toast(text, { icon: 'check' });
      this.#changed();
    } catch (e) {
      toast(e.message, { icon: 'warn', stays: true });
    } finally {
      this.busy = false;
      await this.#load();
    }
  }

  #request(doctor) {
    return this.#do(`${doctor.name} was asked.`, () => api.post('/sessions/request', { doctor_id: doctor.id }));
  }

  #respond(request, action) {
    const text = action === 'accept' ? 'The session is accepted.' : 'The request is refused.';
    return this.#do(text, () => api.post(`/sessions/${request.id}/respond`, { action }));
  }

  #cancel() {
    return this.#do('The request is taken back.', () => api.post(`/sessions/${this.mine.id}/cancel`, {}));
  }

  render() {
    if (this.problem) {
      return html`<div class="note wrong" role="alert"><mt-icon name="octagon"></mt-icon><span>Requests could not be loaded: ${this.problem}</span></div>`;
    }
    return html`<div aria-live="polite" class="stack">${this.#patient ? this.#forPatient() : this.#forDoctor()}</div>`;
  }

  #forPatient() {
    const status = this.mine?.status;
    if (status === 'pending') {
      return this.#card(`Waiting for ${this.mine.doctor.name}`, `Asked ${moment(this.mine.created_at)}. The answer appears here by itself.`,
        html`<button class="button" id="cancel" @click=${() => this.#cancel()}>Take the request back</button>`);
    }
    if (status === 'doctor_verifying') {
      return this.#card(`${this.mine.doctor.name} accepted`,
        'The server is checking the doctor’s identity. You are let in when it is confirmed, or when the doctor says why it cannot be.',
        html`<button class="button" id="cancel" @click=${() => this.#cancel()}>Cancel</button>`);
    }
    if (status === 'active' || !this.doctors) return nothing;
    return html`<h2 id="doctors-title">Ask a doctor</h2>
      ${this.doctors.length === 0 ? html`<p class="soft">No verified doctor can be asked now.</p>` : nothing}
      <ul class="list" aria-labelledby="doctors-title">${this.doctors.map((d) => html`<li class="card session">
        <div>
          <h3>${d.name}</h3>
          <p class="soft">${[d.specialization, d.hospital_name].filter(Boolean).join(', ') || 'Doctor'}</p>
        </div>
        <button class="button primary" aria-label=${`Ask ${d.name} for a session`} aria-disabled=${this.busy ? 'true' : 'false'}
          @click=${() => this.#request(d)}>Ask</button>
      </li>`)}</ul>`;
  }

  #forDoctor() {
    const gate = this.mine?.status === 'doctor_verifying';
    return html`${gate
        ? this.#card(this.mine.patient?.name ?? this.mine.icu_room,
            'Join to be verified. The patient waits until then.',
            html`<a class="button primary" id="to-gate" href=${pathOf('join', this.mine.id)}>Join<mt-icon name="join"></mt-icon></a>`)
        : nothing}
      ${this.requests?.length
        ? html`<h2 id="requests-title">Requests</h2>
          <ul class="list" aria-labelledby="requests-title">${this.requests.map((r) => html`<li class="card session">
            <div>
              <h3>${r.patient?.name ?? 'A patient'}</h3>
              <p class="soft">asked ${moment(r.created_at)}</p>
            </div>
            <div class="row">
              <button class="button" aria-label=${`Refuse ${r.patient?.name}`} @click=${() => this.#respond(r, 'reject')}>Refuse</button>
              <button class="button primary" aria-label=${`Accept ${r.patient?.name}`} @click=${() => this.#respond(r, 'accept')}>Accept</button>
            </div>
          </li>`)}</ul>`
        : nothing}`;
  }

  #card(title, text, action) {
    return html`<div class="card session"><div><h2>${title}</h2><p class="soft">${text}</p></div>${action}</div>`;
  }
}

customElements.define('mt-requests', MtRequests);
