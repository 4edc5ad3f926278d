import { LitElement, css, html } from 'lit';
import '/components/mt-icon.js';
import '/components/mt-status.js';
import { initials } from '/js/format.js';

const TRACK_CHANGES = ['mute', 'unmute', 'ended'];

/**
 * One person in a room: the picture, or initials when there is none, the name and role, and
 * whether this person is verified. Fires `blocked` when the browser wants a gesture before it plays
 * sound; {@link play} is to be called in one.
 */
class MtVideoTile extends LitElement {
  static properties = {
    stream: { attribute: false },
    name: {},
    role_: { attribute: 'person' },
    self: { type: Boolean, reflect: true },
    muted: { type: Boolean },
    cameraOff: { type: Boolean, attribute: 'camera-off' },
    verdict: { attribute: false },
    mark: {},
    waiting: {},
  };
  static styles = css`
    * {
      box-sizing: border-box;
    }
    :host {
      container: tile / inline-size;
      display: block;
      position: relative;
      min-width: 0;
      min-height: 0;
      overflow: hidden;
      color: var(--on-stage);
      background: var(--stage);
      border-radius: var(--r-l);
    }
    video {
      display: block;
      width: 100%;
      height: 100%;
      object-fit: cover;
    }
    :host([self]) video {
      transform: scaleX(-1);
    }
    video[hidden] {
      display: none;
    }
    .blank {
      position: absolute;
      inset: 0;
      display: grid;
      place-content: center;
      justify-items: center;
      gap: 0.6rem;
      padding: 1rem;
      text-align: center;
      color: #b8c8c3;
    }
    .blank b {
      display: grid;
      place-items: center;
      width: 4.5rem;
      height: 4.5rem;
      border-radius: 50%;
      font-size: 1.5rem;
      font-weight: 600;
      color: var(--on-stage);
      background: #24423f;
    }
    @container tile (max-width: 15rem) {
      .blank {
        place-content: start center;
        padding-top: 1.25rem;
        font-size: var(--text-s);
      }
      .blank b {
        display: none;
      }
    }
    .foot {
      position: absolute;
      inset: auto 0.75rem 0.75rem 0.75rem;
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 0.5rem;
      pointer-events: none;
    }
    .who {
      display: inline-flex;
      align-items: center;
      gap: 0.45rem;
      min-width: 0;
      max-width: 100%;
      padding: 0.3rem 0.75rem;
      background: var(--scrim);
      border-radius: 99px;
      font-size: var(--text-s);
    }
    .who span {
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    .who i {
      font-style: normal;
      color: #bccbc6;
    }
    mt-status {
      font-size: var(--text-s);
    }
    .mark {
      display: inline-flex;
      align-items: center;
      gap: 0.4em;
      padding: 0.3rem 0.75rem;
      border-radius: 99px;
      border: 1px dashed #9fb0aa;
      background: var(--scrim);
      font-size: var(--text-s);
    }
  `;

  render() {
    const picture = Boolean(this.stream) && !this.cameraOff && this.stream.getVideoTracks().some((t) => t.readyState === 'live' && !t.muted);
    return html`<video autoplay playsinline .muted=${this.self} ?hidden=${!picture} aria-label=${`Picture of ${this.name}`}></video>
      ${picture
        ? ''
        : html`<div class="blank"><b aria-hidden="true">${initials(this.name)}</b>${this.cameraOff ? 'Camera off' : (this.waiting ?? 'No picture')}</div>`}
      <div class="foot">
        <span class="who">
          ${this.muted ? html`<mt-icon name="mic-off"></mt-icon>` : ''}
          <span
            >${this.name}${this.self && this.name !== 'You' ? ' (you)' : ''}${this.role_ ? html` <i>${this.role_}</i>` : ''}${this.muted
              ? html`<i>, muted</i>`
              : ''}</span
          >
        </span>
        ${this.verdict
          ? html`<mt-status state=${this.verdict.key} word=${this.verdict.word}></mt-status>`
          : this.mark
            ? html`<span class="mark"><mt-icon name="shield-off"></mt-icon>${this.mark}</span>`
            : ''}
      </div>`;
  }

  get video() {
    return this.renderRoot.querySelector('video');
  }

  #refresh = () => {
    for (const track of this.stream?.getTracks() ?? []) {
      for (const change of TRACK_CHANGES) track.addEventListener(change, this.#refresh);
    }
    this.requestUpdate();
  };

  updated(changed) {
    if (!changed.has('stream')) return;
    const old = changed.get('stream');
    for (const change of ['addtrack', 'removetrack']) {
      old?.removeEventListener(change, this.#refresh);
      this.stream?.addEventListener(change, this.#refresh);
    }
    this.#refresh();
    const video = this.video;
    if (video.srcObject !== (this.stream ?? null)) video.srcObject = this.stream ?? null;
    if (this.stream) this.play();
  }

  /** Starts the picture; needs a gesture when the browser said so before. */
  play() {
    this.video.play().catch((e) => {
      if (e.name === 'NotAllowedError') this.dispatchEvent(new Event('blocked', { bubbles: true, composed: true }));
    });
  }
}

customElements.define('mt-video-tile', MtVideoTile);
