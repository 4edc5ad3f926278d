/**
 * A member's side of a call: one RTCPeerConnection with the server's relay. The member offers
 * first; later the relay offers when others come and go. In a collision the member is the polite
 * peer and rolls back. A lost bridge or a failed connection is answered by joining again.
 *
 * Everything outside is handed in (bus, peer connection, timers), so that it can be tested alone.
 */

const BACK_OFF_MS = [500, 1000, 2000, 4000, 8000];
const DISCONNECTED_GRACE_MS = 5000;
const STATS_EVERY_MS = 2000;
// Trying again would not help.
const FINAL_STATUS = new Set([400, 403, 404, 410, 413]);
const FINAL_CODE = new Set(['replaced', 'token_revoked', 'stream_not_active', 'wrong_state']);

/**
 * Events: `change` (state, members, streams or media states changed), `stats` (detail: see {@link
 * readStats}), `joined-by` and `left-by` (detail: the member), `check` (detail: what the server asks
 * this page to show).
 */
export class Call extends EventTarget {
  #bus;
  #session;
  #createPeer;
  #tracks = { audio: null, video: null };
  #senders = {};
  #pc = null;
  #generation = 0;
  #attempts = 0;
  #unsubscribe = null;
  #queue = Promise.resolve();
  #retryTimer = null;
  #graceTimer = null;
  #statsTimer = null;
  #lastStats = null;
  #mine = { audio: false, video: false };

  /** `idle`, `joining`, `connecting`, `connected`, `reconnecting`, `ended`, `left` or `refused`. */
  state = 'idle';
  /** Why the state is `refused` or `reconnecting`: an error, or null. */
  error = null;
  /** This member's participant id, once joined. */
  participantId = null;
  socketId = null;
  /** The others by participant id: {socketId, participantId, userId, name, role, verified, audio, video}. */
  members = new Map();
  /** The others' media by participant id. */
  streams = new Map();

  constructor({ session, bus, createPeer = (config) => new RTCPeerConnection(config) }) {
    super();
    this.#session = session;
    this.#bus = bus;
    this.#createPeer = createPeer;
  }

  /** Joins with these tracks; each may be null. Goes on by itself from here. */
  join({ audio = null, video = null }) {
    this.#tracks = { audio, video };
    this.#mine = { audio: Boolean(audio), video: Boolean(video) };
    this.#bus.addEventListener('reopened', this.#onReopened);
    this.#bus.addEventListener('state', this.#onBusState);
    this.#become('joining');
    return this.#start();
  }

  /** Leaves for good. */
  async leave() {
    const wasIn = this.#unsubscribe !== null;
    this.#stop('left');
    if (wasIn) await this.#signal({ event: 'leave-stream', streamId: this.#session }).catch(() => {});
  }

  /**
   * Sends this track from now on, or nothing with null. A muted microphone and a camera that is off
   * send nothing at all, so that neither looks like silence or a black picture.
   */
  async setTrack(kind, track) {
    this.#tracks[kind] = track;
    this.#mine[kind] = Boolean(track);
    const transceiver = this.#senders[kind];
    if (transceiver) {
      await transceiver.sender.replaceTrack(track);
      if (track && transceiver.direction !== 'sendonly') transceiver.direction = 'sendonly';
    }
    this.#sendMediaState();
    this.#changed();
  }

  /** Whether what a `check` asked for is on the screen, or the person skipped it. */
  checkShown({ check, shown, skipped }) {
    this.#signal({ event: 'check-shown', streamId: this.#session, check, shown, skipped }).catch(() => {});
  }

  get muted() {
    return !this.#mine.audio;
  }

  get cameraOff() {
    return !this.#mine.video;
  }

  #sendMediaState() {
    if (!this.#unsubscribe) return;
    this.#signal({ event: 'media-state', ...this.#mine }).catch(() => {});
  }

  #onReopened = () => this.#restart(0);

  #onBusState = () => {
    if (this.#bus.state === 'reconnecting' && this.#running()) this.#become('reconnecting');
  };

  #running() {
    return !['idle', 'ended', 'left', 'refused'].includes(this.state);
  }

  async #start() {
    const generation = ++this.#generation;
    const current = () => generation === this.#generation && this.#running();
    try {
      const room = await this.#signal({ event: 'join-stream', streamId: this.#session });
      if (!current()) return;
      this.error = null;
      this.socketId = room.yourSocketId;
      this.participantId = room.participantId ?? this.participantId;
      this.members = new Map(
        (room.members ?? [])
          .filter((m) => m.socketId !== room.yourSocketId && m.participantId !== room.participantId)
          .map((m) => [m.participantId, m]),
      );
      this.#queue = Promise.resolve();
      this.#unsubscribe = this.#bus.subscribe(`signaling.member.${room.yourSocketId}`, (event) => {
        this.#queue = this.#queue
          .then(() => (current() ? this.#onEvent(event) : undefined))
          .catch((e) => current() && this.#failed(e));
      });
      await this.#signal({ event: 'ready', streamId: this.#session });
      if (!current()) return;
      this.#become('connecting');
      this.#connect(generation);
      this.#sendMediaState();
    } catch (e) {
      if (current()) this.#failed(e);
    }
  }

  #connect(generation) {
    const pc = this.#createPeer({ bundlePolicy: 'max-bundle', rtcpMuxPolicy: 'require' });
    this.#pc = pc;
    const current = () => this.#pc === pc;
    pc.onnegotiationneeded = () => current() && this.#offer(pc);
    pc.ontrack = (event) => current() && this.#onTrack(event);
    pc.onconnectionstatechange = () => current() && this.#onConnection(pc, generation);
    for (const kind of ['audio', 'video']) {
      const track = this.#tracks[kind];
      // A member without a camera still asks for both kinds, so that the relay learns its codecs.
      this.#senders[kind] = pc.addTransceiver(track ?? kind, { direction: track ? 'sendonly' : 'recvonly' });
    }
    clearInterval(this.#statsTimer);
    this.#lastStats = null;
    this.#statsTimer = setInterval(() => this.#stats(pc), STATS_EVERY_MS);
  }

  async #offer(pc) {
    try {
      await pc.setLocalDescription();
      if (pc !== this.#pc || pc.signalingState !== 'have-local-offer') return;
      const { type, sdp } = pc.localDescription;
      await this.#signal({ event: 'webrtc-offer', targetSocketId: 'sfu', streamId: this.#session, offer: { type, sdp } });
    } catch (e) {
      if (pc === this.#pc) this.#failed(e);
    }
  }

  async #onEvent(event) {
    const pc = this.#pc;
    switch (event.event) {
      case 'webrtc-offer': {
        if (!pc) return;
        // An own offer on its way is rolled back by this call: the relay ignores it.
        await pc.setRemoteDescription(event.offer);
        await pc.setLocalDescription();
        if (pc !== this.#pc) return;
        const { type, sdp } = pc.localDescription;
        await this.#signal({ event: 'webrtc-answer', targetSocketId: 'sfu', streamId: this.#session, answer: { type, sdp } });
        return;
      }
      case 'webrtc-answer':
        if (pc?.signalingState === 'have-local-offer') await pc.setRemoteDescription(event.answer);
        return;
      case 'peer-joined': {
        const { event: _, streamId: __, ...member } = event;
        if (member.participantId === this.participantId) return;
        const known = this.members.has(member.participantId);
        this.members.set(member.participantId, member);
        if (!known) this.dispatchEvent(new CustomEvent('joined-by', { detail: member }));
        this.#sendMediaState();
        break;
      }
      case 'peer-left': {
        const member = this.members.get(event.participantId);
        if (!member || (member.socketId && event.socketId && member.socketId !== event.socketId)) return;
        // The stream stays: a member who comes back at once may be sent on the same tracks.
        this.members.delete(event.participantId);
        this.dispatchEvent(new CustomEvent('left-by', { detail: member }));
        break;
      }
      case 'peer-media-state': {
        const member = this.members.get(event.participantId);
        if (member) this.members.set(event.participantId, { ...member, audio: event.audio, video: event.video });
        break;
      }
      case 'light-probe-announced':
      case 'light-probe':
      case 'challenge':
      case 'check-cancelled':
        this.dispatchEvent(new CustomEvent('check', { detail: event }));
        return;
      case 'session-ended':
        this.#stop('ended');
        return;
      case 'error':
        this.#failed(Object.assign(new Error(event.message), { code: event.code, status: event.status }));
        return;
      default:
        return;
    }
    this.#changed();
  }

  #onTrack({ track, streams }) {
    const stream = streams[0];
    if (!stream) return;
    const participant = stream.id;
    if (participant === this.participantId) return;
    this.streams.set(participant, stream);
    const gone = () => {
      if (this.streams.get(participant) === stream && stream.getTracks().length === 0) {
        this.streams.delete(participant);
      }
      this.#changed();
    };
    stream.onremovetrack = gone;
    track.onended = gone;
    this.#changed();
  }

  #onConnection(pc, generation) {
    clearTimeout(this.#graceTimer);
    switch (pc.connectionState) {
      case 'connected':
        this.#attempts = 0;
        this.#become('connected');
        break;
      case 'disconnected':
        this.#become('reconnecting');
        this.#graceTimer = setTimeout(() => {
          if (generation === this.#generation && this.#pc === pc) this.#restart(0);
        }, DISCONNECTED_GRACE_MS);
        break;
      case 'failed':
        this.#restart();
        break;
      default:
    }
  }

  #failed(error) {
    if (FINAL_STATUS.has(error.status) || FINAL_CODE.has(error.code)) {
      this.error = error;
      this.#stop('refused');
      return;
    }
    this.error = error;
    this.#restart();
  }

  /** Joins again with a new connection, at once with 0, else after a time that grows. */
  #restart(delay = BACK_OFF_MS[Math.min(this.#attempts++, BACK_OFF_MS.length - 1)]) {
    if (!this.#running()) return;
    const wasIn = this.#unsubscribe !== null && this.#bus.state === 'open';
    this.#drop();
    this.#become('reconnecting');
    if (this.#bus.state !== 'open') return; // 'reopened' will call again
    this.#retryTimer = setTimeout(async () => {
      if (wasIn) await this.#signal({ event: 'leave-stream', streamId: this.#session }).catch(() => {});
      if (this.#running()) await this.#start();
    }, delay);
  }

  #drop() {
    this.#generation++;
    clearTimeout(this.#retryTimer);
    clearTimeout(this.#graceTimer);
    clearInterval(this.#statsTimer);
    this.#unsubscribe?.();
    this.#unsubscribe = null;
    const pc = this.#pc;
    this.#pc = null;
    this.#senders = {};
    this.streams = new Map();
    if (pc) {
      pc.onnegotiationneeded = pc.ontrack = pc.onconnectionstatechange = null;
      pc.close();
    }
  }

  #stop(state) {
    this.#bus.removeEventListener('reopened', this.#onReopened);
    this.#bus.removeEventListener('state', this.#onBusState);
    this.#drop();
    this.members = new Map();
    this.#become(state);
  }

  #signal(body) {
    return this.#bus.send(`signaling.${this.#session}`, body);
  }

  #become(state) {
    this.state = state;
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }

  async #stats(pc) {
    if (pc !== this.#pc || pc.connectionState !== 'connected') return;
    const now = collect(await pc.getStats());
    const last = this.#lastStats;
    this.#lastStats = now;
    if (last) this.dispatchEvent(new CustomEvent('stats', { detail: readStats(last, now) }));
  }
}

function collect(report) {
  const sum = { at: 0, rttMs: null, in: { bytes: 0, packets: 0, lost: 0 }, out: { bytes: 0 }, sent: null, received: null };
  for (const s of report.values()) {
    sum.at = Math.max(sum.at, s.timestamp);
    if (s.type === 'candidate-pair' && s.nominated && s.currentRoundTripTime !== undefined) {
      sum.rttMs = s.currentRoundTripTime * 1000;
    } else if (s.type === 'inbound-rtp') {
      sum.in.bytes += s.bytesReceived ?? 0;
      sum.in.packets += s.packetsReceived ?? 0;
      sum.in.lost += Math.max(0, s.packetsLost ?? 0);
      if (s.kind === 'video' && s.frameWidth) {
        sum.received = { width: s.frameWidth, height: s.frameHeight, fps: s.framesPerSecond ?? null };
      }
    } else if (s.type === 'outbound-rtp') {
      sum.out.bytes += s.bytesSent ?? 0;
      if (s.kind === 'video' && s.frameWidth) {
        sum.sent = { width: s.frameWidth, height: s.frameHeight, fps: s.framesPerSecond ?? null };
      }
    } else if (s.type === 'remote-inbound-rtp' && s.kind === 'video') {
      sum.outLoss = s.fractionLost ?? null;
    }
  }
  return sum;
}

/**
 * What two readings of the statistics say of the time between them: round trip in ms, loss as
 * shares 0..1, rates in bit/s, pictures {width, height, fps}; null where not known.
 */
export function readStats(last, now) {
  const seconds = Math.max(0.001, (now.at - last.at) / 1000);
  const packets = now.in.packets - last.in.packets;
  const lost = now.in.lost - last.in.lost;
  return {
    rttMs: now.rttMs,
    lossIn: packets + lost > 0 ? Math.max(0, lost / (packets + lost)) : null,
    lossOut: now.outLoss ?? null,
    rateIn: Math.max(0, ((now.in.bytes - last.in.bytes) * 8) / seconds),
    rateOut: Math.max(0, ((now.out.bytes - last.out.bytes) * 8) / seconds),
    sent: now.sent,
    received: now.received,
  };
}
