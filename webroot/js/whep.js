/**
 * Watches one participant by WHEP: an offer over HTTP, the answer back, media only in. Comes back
 * by itself, with a time that grows, until it is closed.
 */
import { api } from '/js/api.js';

const BACK_OFF_MS = [1000, 2000, 5000, 10_000, 30_000];
const CONNECT_MS = 10_000;

/** Events: `change` when {@link Whep#stream} or {@link Whep#state} changed. */
export class Whep extends EventTarget {
  #url;
  #pc = null;
  #resource = null;
  #attempts = 0;
  #timer = null;
  #closed = false;
  stream = null;
  /** `connecting`, `playing`, `waiting` or `closed`. */
  state = 'connecting';

  /**
   * @param {string} session
   * @param {string} participant whom to watch; null means the verified one
   */
  constructor(session, participant = null) {
    super();
    this.#url = `/whep/${encodeURIComponent(session)}${participant ? `?of=${encodeURIComponent(participant)}` : ''}`;
  }

  open() {
    this.#dial();
    return this;
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#drop();
    this.#become('closed', null);
  }

  async #dial() {
    const pc = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
    this.#pc = pc;
    this.#become('connecting', null);
    // Connected and without a picture is a camera that is off: the connection waits for it.
    this.#timer = setTimeout(() => pc.connectionState === 'connected' || this.#again(pc), CONNECT_MS);
    pc.addTransceiver('video', { direction: 'recvonly' });
    pc.ontrack = ({ track, streams }) => {
      const stream = streams[0] ?? new MediaStream([track]);
      track.onunmute = () => {
        if (pc !== this.#pc) return;
        this.#become('playing', stream);
      };
    };
    pc.onconnectionstatechange = () => {
      if (pc.connectionState === 'connected') this.#attempts = 0;
      else if (pc.connectionState === 'failed' || pc.connectionState === 'closed') this.#again(pc);
    };
    try {
      await pc.setLocalDescription();
      const response = await fetch(this.#url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/sdp', Authorization: `Bearer ${api.token}` },
        body: pc.localDescription.sdp,
      });
      if (!response.ok) throw new Error(`WHEP answered ${response.status}`);
      const location = response.headers.get('location');
      const resource = location && new URL(location, new URL(this.#url, window.location.href)).href;
      if (pc !== this.#pc) {
        release(resource);
        return;
      }
      this.#resource = resource;
      await pc.setRemoteDescription({ type: 'answer', sdp: await response.text() });
    } catch {
      this.#again(pc);
    }
  }

  #again(pc) {
    if (pc !== this.#pc || this.#closed) return;
    clearTimeout(this.#timer);
    this.#drop();
    this.#become('waiting', null);
    const base = BACK_OFF_MS[Math.min(this.#attempts++, BACK_OFF_MS.length - 1)];
    this.#timer = setTimeout(() => this.#dial(), base * (0.75 + Math.random() / 2));
  }

  #drop() {
    const pc = this.#pc;
    this.#pc = null;
    if (pc) {
      pc.onconnectionstatechange = pc.ontrack = null;
      pc.close();
    }
    release(this.#resource);
    this.#resource = null;
  }

  #become(state, stream) {
    if (this.state === state && this.stream === stream) return;
    this.state = state;
    this.stream = stream;
    this.dispatchEvent(new Event('change'));
  }
}

function release(resource) {
  if (!resource || new URL(resource).origin !== window.location.origin) return;
  fetch(resource, {
    method: 'DELETE',
    keepalive: true,
    headers: { Authorization: `Bearer ${api.token}` },
  }).catch(() => {});
}
