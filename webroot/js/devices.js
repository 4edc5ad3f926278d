/** Camera and microphone: asking for them, saying what to do when that fails, and the last choice. */

const CHOICE = 'medtrust.devices';

/** The devices and switches that were chosen last in this tab. */
export function lastChoice() {
  try {
    return JSON.parse(sessionStorage.getItem(CHOICE)) ?? {};
  } catch {
    return {};
  }
}

/** @param {{audioId?: string, videoId?: string, muted?: boolean, cameraOff?: boolean}} choice */
export function keepChoice(choice) {
  try {
    sessionStorage.setItem(CHOICE, JSON.stringify({ ...lastChoice(), ...choice }));
  } catch {
    // The room then asks for the browser's default devices.
  }
}

const VIDEO = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } };
const AUDIO = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

/**
 * Opens a camera and a microphone; when the two together fail, each alone, so that one fault does
 * not cost both.
 *
 * @param {{audioId?: string, videoId?: string, audio?: boolean, video?: boolean}} want
 * @returns {Promise<{stream: MediaStream, errors: {audio?: Error, video?: Error}}>}
 */
export async function openDevices({ audioId, videoId, audio = true, video = true } = {}) {
  if (!navigator.mediaDevices?.getUserMedia) {
    const error = new DOMException('No secure context', 'SecurityError');
    return { stream: new MediaStream(), errors: { audio: error, video: error } };
  }
  const constraints = {
    ...(audio && { audio: withDevice(AUDIO, audioId) }),
    ...(video && { video: withDevice(VIDEO, videoId) }),
  };
  if (!audio && !video) return { stream: new MediaStream(), errors: {} };
  try {
    return { stream: await getUserMedia(constraints), errors: {} };
  } catch (e) {
    if (!audio || !video) return { stream: new MediaStream(), errors: { [audio ? 'audio' : 'video']: e } };
    const stream = new MediaStream();
    const errors = {};
    for (const kind of ['audio', 'video']) {
      try {
        const one = await getUserMedia({ [kind]: constraints[kind] });
        one.getTracks().forEach((t) => stream.addTrack(t));
      } catch (error) {
        errors[kind] = error;
      }
    }
    return { stream, errors };
  }
}

/** A chosen device that is no longer there gives way to the default one. */
async function getUserMedia(constraints) {
  try {
    return await navigator.mediaDevices.getUserMedia(constraints);
  } catch (e) {
    if (e.name !== 'OverconstrainedError') throw e;
    const any = (c) => {
      if (!c) return c;
      const { deviceId: _, ...rest } = c;
      return rest;
    };
    return navigator.mediaDevices.getUserMedia({ audio: any(constraints.audio), video: any(constraints.video) });
  }
}

function withDevice(constraint, id) {
  return id ? { ...constraint, deviceId: { exact: id } } : constraint;
}

/** @returns {Promise<{audio: MediaDeviceInfo[], video: MediaDeviceInfo[]}>} those with a name */
export async function listDevices() {
  const all = (await navigator.mediaDevices?.enumerateDevices?.()) ?? [];
  const of = (kind) => all.filter((d) => d.kind === kind && d.deviceId);
  return { audio: of('audioinput'), video: of('videoinput') };
}

/**
 * What went wrong and what to do about it.
 *
 * @param {'audio'|'video'} kind
 * @param {Error} error of getUserMedia
 * @returns {{title: string, steps: string[]}}
 */
export function advice(kind, error) {
  const device = kind === 'audio' ? 'microphone' : 'camera';
  switch (error?.name) {
    case 'NotAllowedError':
      return /system/i.test(error.message)
        ? {
            title: `Your computer does not let the browser use the ${device}`,
            steps: [
              `Open the system's privacy settings and allow the ${device} for this browser.`,
              'Then press “Try again”.',
            ],
          }
        : {
            title: `The browser was not allowed to use the ${device}`,
            steps: [
              `Press the ${device} or lock symbol beside the address and choose “Allow”.`,
              'Then press “Try again”.',
            ],
          };
    case 'NotFoundError':
      return {
        title: `No ${device} was found`,
        steps: [
          `Plug a ${device} in, or switch on the one that you have.`,
          kind === 'video' ? 'Open the shutter if your camera has one.' : 'A headset with a microphone works as well.',
          'Then press “Try again”.',
        ],
      };
    case 'NotReadableError':
    case 'AbortError':
      return {
        title: `The ${device} is in use or does not answer`,
        steps: [
          'Close other programs and tabs that make video calls.',
          'Unplug the device and plug it in again, or choose another one.',
          'Then press “Try again”.',
        ],
      };
    case 'SecurityError':
    case 'TypeError':
      return {
        title: `This address is not secure, so the browser gives no ${device}`,
        steps: ['Open the page by its https address.', 'Ask whoever sent you the link if it begins with http.'],
      };
    case 'OverconstrainedError':
      return { title: `The chosen ${device} is gone`, steps: ['Choose another one from the list.'] };
    default:
      return {
        title: `The ${device} could not be started`,
        steps: ['Reload the page.', 'If that does not help, restart the browser.'],
      };
  }
}

/** The loudness of a stream's sound, 0..1, a few times a second. */
export class LevelMeter {
  #context = null;
  #frame = null;

  constructor(stream, onLevel) {
    if (stream.getAudioTracks().length === 0) return;
    const context = new AudioContext();
    this.#context = context;
    const analyser = context.createAnalyser();
    analyser.fftSize = 1024;
    context.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    let last = 0;
    const tick = (now) => {
      this.#frame = requestAnimationFrame(tick);
      if (now - last < 80) return;
      last = now;
      analyser.getFloatTimeDomainData(samples);
      const rms = Math.sqrt(samples.reduce((sum, x) => sum + x * x, 0) / samples.length);
      // -60 dB to -6 dB fill the meter.
      onLevel(Math.min(1, Math.max(0, (20 * Math.log10(rms + 1e-6) + 60) / 54)));
    };
    this.#frame = requestAnimationFrame(tick);
  }

  /** A browser may start sound only after a gesture; call this in one. */
  resume() {
    if (this.#context?.state === 'suspended') this.#context.resume().catch(() => {});
  }

  stop() {
    cancelAnimationFrame(this.#frame);
    this.#context?.close().catch(() => {});
    this.#context = null;
  }
}
