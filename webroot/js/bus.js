/**
 * The event-bus bridge: every frame carries the token, subscriptions survive a lost connection, and
 * a send is a promise with a time limit.
 */
import { api } from '/js/api.js';

const SEND_TIMEOUT_MS = 10_000;
// The server sends a SockJS heartbeat every 25 s; a longer silence is a connection that is dead.
const SILENCE_MS = 40_000;
const BACK_OFF_MS = [500, 1000, 2000, 4000, 8000];
const REGISTER_AGAIN_MS = 5000;
// The server's close code for a connection whose token is over (RFC 6455 §7.4.2: 4000 and above).
const UNAUTHORISED = 4401;

/** A refusal or failure of the other side, with the API's `code` and an HTTP-like `status`. */
export class BusError extends Error {
  constructor(status, code, message) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** Events: `state` when {@link Bus#state} changed, `reopened` when a lost connection is back. */
export class Bus extends EventTarget {
  #eventBus = null;
  #handlers = new Map();
  #pending = new Set();
  #attempts = 0;
  #opened = 0;
  #timer = null;
  #watchdog = null;
  #lastSeen = 0;
  #wanted = false;
  #url;
  #connect;
  #credentials;
  /** `closed`, `connecting`, `open` or `reconnecting`. */
  state = 'closed';

  /**
   * @param {object} [outside] for tests: the address, what makes an EventBus, and who has the token
   *     (an EventTarget with `token` and `refresh()` that fires `token`)
   */
  constructor({ url = '/eventbus', connect = (u) => new globalThis.EventBus(u), credentials = api } = {}) {
    super();
    this.#url = url;
    this.#connect = connect;
    this.#credentials = credentials;
  }

  /** Connects and stays connected until {@link close}. */
  open() {
    if (this.#wanted) return;
    this.#wanted = true;
    addEventListener('online', this.#hurry);
    addEventListener('offline', this.#offline);
    this.#credentials.addEventListener('token', this.#introduce);
    this.#dial();
  }

  close() {
    this.#wanted = false;
    removeEventListener('online', this.#hurry);
    removeEventListener('offline', this.#offline);
    this.#credentials.removeEventListener('token', this.#introduce);
    clearTimeout(this.#timer);
    clearInterval(this.#watchdog);
    const eventBus = this.#eventBus;
    this.#eventBus = null;
    if (eventBus?.sockJSConn) eventBus.close();
    this.#failPending();
    this.#become('closed');
  }

  /** Resolves when the bridge is open, rejects after `ms`. */
  ready(ms = 8000) {
    if (this.state === 'open') return Promise.resolve();
    return new Promise((resolve, reject) => {
      const done = () => {
        if (this.state !== 'open') return;
        clearTimeout(timer);
        this.removeEventListener('state', done);
        resolve();
      };
      const timer = setTimeout(() => {
        this.removeEventListener('state', done);
        reject(new BusError(0, 'unreachable', 'The live connection could not be opened.'));
      }, ms);
      this.addEventListener('state', done);
    });
  }

  /**
   * Sends and waits for the reply's body.
   *
   * @throws BusError when refused, not connected, or not answered in 10 s
   */
  send(address, body) {
    return new Promise((resolve, reject) => {
      if (this.state !== 'open') {
        reject(new BusError(0, 'not_connected', 'There is no live connection at the moment.'));
        return;
      }
      const entry = { reject };
      const timer = setTimeout(() => {
        this.#pending.delete(entry);
        reject(new BusError(0, 'no_reply', 'The server did not answer in time.'));
      }, SEND_TIMEOUT_MS);
      entry.cancel = () => clearTimeout(timer);
      this.#pending.add(entry);
      this.#eventBus.send(address, body, this.#headers(), (error, message) => {
        clearTimeout(timer);
        this.#pending.delete(entry);
        if (error) reject(busError(error));
        else resolve(message.body);
      });
    });
  }

  /**
   * Hands every message of an address to `handler(body)`, over reconnections too.
   *
   * @returns a function that ends it
   */
  subscribe(address, handler) {
    let entry = this.#handlers.get(address);
    if (!entry) {
      const handlers = new Set();
      entry = {
        handlers,
        deliver: (error, message) => {
          if (error) this.#refused(address, entry, error);
          else for (const h of handlers) h(message.body);
        },
      };
      this.#handlers.set(address, entry);
      if (this.state === 'open') this.#register(address, entry);
    }
    entry.handlers.add(handler);
    return () => {
      entry.handlers.delete(handler);
      if (entry.handlers.size > 0 || this.#handlers.get(address) !== entry) return;
      this.#handlers.delete(address);
      if (this.state === 'open') {
        this.#eventBus.unregisterHandler(address, this.#headers(), entry.deliver);
      }
    };
  }

  #headers() {
    return { authorization: `Bearer ${this.#credentials.token}` };
  }

  /** Tells the server who this is, and again with each new token: it closes nameless connections. */
  #introduce = () => {
    if (this.state !== 'open') return;
    this.#eventBus.sockJSConn.send(JSON.stringify({ type: 'ping', headers: this.#headers() }));
  };

  #register(address, entry) {
    this.#eventBus.registerHandler(address, this.#headers(), entry.deliver);
  }

  /** A subscription that the server could not grant now is asked for again; a refusal is final. */
  #refused(address, entry, error) {
    if (error.failureCode === 403) return;
    setTimeout(() => {
      if (this.state !== 'open' || this.#handlers.get(address) !== entry) return;
      this.#eventBus.unregisterHandler(address, this.#headers(), entry.deliver);
      this.#register(address, entry);
    }, REGISTER_AGAIN_MS);
  }

  #hurry = () => {
    if (this.state === 'open' || !this.#wanted) return;
    this.#attempts = 0;
    clearTimeout(this.#timer);
    this.#dial();
  };

  /** Without a network the socket is dead, though nothing will say so for a long time. */
  #offline = () => this.state === 'open' && this.#abandon();

  #abandon() {
    const eventBus = this.#eventBus;
    this.#lost();
    eventBus.close();
  }

  #dial() {
    this.#become(this.#opened ? 'reconnecting' : 'connecting');
    const eventBus = this.#connect(this.#url);
    this.#eventBus = eventBus;
    eventBus.onerror = () => {};
    // A refused subscription is answered without an address: there is nothing to hand it to.
    eventBus.onunhandled = () => {};
    eventBus.onopen = () => {
      if (this.#eventBus !== eventBus) return;
      this.#watch(eventBus);
      this.#attempts = 0;
      const again = this.#opened++ > 0;
      this.#become('open');
      this.#introduce();
      for (const [address, entry] of this.#handlers) this.#register(address, entry);
      if (again) this.dispatchEvent(new Event('reopened'));
    };
    eventBus.onclose = (event) => {
      if (this.#eventBus !== eventBus) return;
      if (event?.code === UNAUTHORISED) this.#credentials.refresh().catch(() => {});
      this.#lost();
    };
  }

  #lost() {
    clearInterval(this.#watchdog);
    this.#eventBus = null;
    this.#failPending();
    if (!this.#wanted) return;
    this.#become('reconnecting');
    const base = BACK_OFF_MS[Math.min(this.#attempts++, BACK_OFF_MS.length - 1)];
    this.#timer = setTimeout(() => this.#dial(), base * (0.75 + Math.random() / 2));
  }

  #watch(eventBus) {
    this.#lastSeen = performance.now();
    const seen = () => (this.#lastSeen = performance.now());
    eventBus.sockJSConn?.addEventListener?.('message', seen);
    eventBus.sockJSConn?.addEventListener?.('heartbeat', seen);
    clearInterval(this.#watchdog);
    this.#watchdog = setInterval(() => {
      if (performance.now() - this.#lastSeen > SILENCE_MS && this.#eventBus === eventBus) this.#abandon();
    }, 5000);
  }

  #failPending() {
    for (const entry of this.#pending) {
      entry.cancel();
      entry.reject(new BusError(0, 'connection_lost', 'The live connection was lost.'));
    }
    this.#pending.clear();
  }

  #become(state) {
    if (this.state === state) return;
    this.state = state;
    this.dispatchEvent(new Event('state'));
  }
}

function busError(error) {
  try {
    const body = JSON.parse(error.message);
    return new BusError(error.failureCode, body.code, body.message);
  } catch {
    const gone = error.failureType === 'NO_HANDLERS';
    return new BusError(
      error.failureCode,
      gone ? 'not_available' : 'failed',
      gone ? 'The server is not ready for this yet.' : error.message || 'The server refused.',
    );
  }
}
