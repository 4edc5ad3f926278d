/**
 * The REST API. The access token lives in this module's memory only; a page that loads gets one
 * through the refresh cookie, which script cannot read.
 */

const BASE = '/api/v1';
const SIGNED_IN = 'medtrust.signed-in';
const RENEW_BEFORE_MS = 60_000;

/** An answer that is not a success, with the stable `code` of the API's error body. */
export class ApiError extends Error {
  constructor(status, body) {
    super(body?.message || body?.error || fallback(status));
    this.status = status;
    this.code = body?.code ?? (status === 0 ? 'unreachable' : `http_${status}`);
    this.requestId = body?.request_id;
    this.details = body?.details ?? [];
    this.body = body;
  }
}

function fallback(status) {
  if (status === 0) return 'The server cannot be reached. Check the network and try again.';
  if (status === 429) return 'Too many attempts. Wait a minute and try again.';
  if (status >= 500) return 'The server could not do that. Try again in a moment.';
  return 'That did not work.';
}

class Api extends EventTarget {
  #token = null;
  #timer = null;
  #refreshing = null;
  #skew = 0;
  user = null;

  /** The bearer token, or null. For the event bus and WHEP only. */
  get token() {
    return this.#token;
  }

  /** The server's clock now, epoch milliseconds, good to about a second. */
  serverNow() {
    return Date.now() + this.#skew;
  }

  /** @returns the user, or {challenge} when a code of the second factor is needed: {@link loginCode} */
  async login(email, password) {
    const answer = await this.#call('POST', '/auth/login', { email, password });
    return answer.totp_required ? { challenge: answer.challenge } : this.#accept(answer);
  }

  async loginCode(challenge, code) {
    return this.#accept(await this.#call('POST', '/auth/login/code', { challenge, code }));
  }

  /**
   * Gets a token through the cookie, if this browser has signed in before.
   *
   * @returns the user, or null when nobody is signed in
   * @throws ApiError when the server cannot be reached
   */
  async restore() {
    if (this.#token) return this.user;
    if (!remembered()) return null;
    try {
      await this.refresh();
      return this.user;
    } catch (e) {
      if (e.status === 400 || e.status === 401 || e.status === 403) return null;
      throw e;
    }
  }

  /** Rotates the cookie. One at a time over all tabs, since a token that is used twice is revoked. */
  refresh() {
    this.#refreshing ??= exclusively(async () =>
      this.#accept(await this.#call('POST', '/auth/refresh', {}, { 'X-Requested-With': 'medtrust' })),
    )
      .catch((e) => {
        if (e.status === 400 || e.status === 401 || e.status === 403) this.#forget();
        throw e;
      })
      .finally(() => (this.#refreshing = null));
    return this.#refreshing;
  }

  async logout() {
    try {
      await this.post('/auth/logout', {});
    } finally {
      this.#forget();
    }
  }

  get(path) {
    return this.request('GET', path);
  }

  post(path, body) {
    return this.request('POST', path, body);
  }

  /** One request as the signed-in user; an expired token is renewed once. */
  async request(method, path, body) {
    try {
      return await this.#call(method, path, body, this.#bearer());
    } catch (e) {
      if (e.status !== 401 || !this.#token) throw e;
      await this.refresh();
      return this.#call(method, path, body, this.#bearer());
    }
  }

  #bearer() {
    return this.#token ? { Authorization: `Bearer ${this.#token}` } : {};
  }

  async #call(method, path, body, headers = {}) {
    let response;
    try {
      response = await fetch(BASE + path, {
        method,
        credentials: 'same-origin',
        cache: 'no-store',
        headers: body === undefined ? headers : { 'Content-Type': 'application/json', ...headers },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
    } catch {
      throw new ApiError(0, null);
    }
    const date = Date.parse(response.headers.get('date'));
    // The header has whole seconds: on average the clock is half a second further.
    if (Number.isFinite(date) && Math.abs(date + 500 - Date.now()) > 2000) this.#skew = date + 500 - Date.now();
    const json = await response.json().catch(() => null);
    if (!response.ok) throw new ApiError(response.status, json);
    return json;
  }

  #accept(answer) {
    this.#token = answer.token;
    this.user = answer.user ?? { id: answer.userId, role: answer.role };
    remember(true);
    clearTimeout(this.#timer);
    const lifetime = (Number(answer.expires_in) || 900) * 1000;
    this.#renewIn(Math.max(5000, lifetime - RENEW_BEFORE_MS));
    this.dispatchEvent(new Event('token'));
    return this.user;
  }

  #renewIn(ms) {
    this.#timer = setTimeout(() => {
      this.refresh().catch((e) => {
        if (e.status === 0 || e.status >= 500) this.#renewIn(5000);
      });
    }, ms);
  }

  #forget() {
    clearTimeout(this.#timer);
    this.#token = null;
    this.user = null;
    remember(false);
    this.dispatchEvent(new Event('signed-out'));
  }
}

function exclusively(work) {
  // Locks exist in secure contexts only; elsewhere a page has no camera either.
  return navigator.locks ? navigator.locks.request('medtrust.refresh', work) : work();
}

function remembered() {
  try {
    return localStorage.getItem(SIGNED_IN) === '1';
  } catch {
    return true;
  }
}

function remember(yes) {
  try {
    if (yes) localStorage.setItem(SIGNED_IN, '1');
    else localStorage.removeItem(SIGNED_IN);
  } catch {
    // Without storage the next page asks the cookie anyway.
  }
}

export const api = new Api();

/**
 * The user, or null after sending the browser to the sign-in page.
 *
 * @throws ApiError when the server cannot be reached
 */
export async function requireUser() {
  const user = await api.restore();
  if (user) return user;
  location.replace(`/?next=${encodeURIComponent(location.pathname + location.search)}`);
  return null;
}

/** A path of this site out of `?next=`, or null: never another site's address. */
export function nextPath(search) {
  const next = new URLSearchParams(search).get('next');
  if (!next) return null;
  const url = new URL(next, location.origin);
  return url.origin === location.origin ? url.pathname + url.search : null;
}
