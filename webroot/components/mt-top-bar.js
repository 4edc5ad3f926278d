import { LitElement, css, html } from 'lit';
import '/components/mt-theme.js';

/** The bar above every page: the name, what the page shows, and what the page puts into it. */
class MtTopBar extends LitElement {
  static properties = { heading: {}, detail: {}, home: { type: Boolean } };
  static styles = css`
    * {
      box-sizing: border-box;
    }
    :host {
      display: block;
      background: var(--surface);
      border-bottom: 1px solid var(--line);
    }
    header {
      display: flex;
      align-items: center;
      gap: var(--s2) var(--s4);
      min-height: 60px;
      padding: var(--s2) clamp(var(--s3), 2.5vw, var(--s6));
    }
    .brand {
      display: inline-flex;
      align-items: center;
      gap: 0.55rem;
      min-height: var(--target);
      color: var(--ink);
      font-weight: 680;
      letter-spacing: -0.02em;
      text-decoration: none;
    }
    .brand:focus-visible {
      outline: 3px solid var(--focus);
      outline-offset: 2px;
      border-radius: var(--r-s);
    }
    .brand svg {
      width: 1.75rem;
      height: 1.75rem;
      color: var(--accent);
    }
    .where {
      min-width: 0;
      padding-left: var(--s4);
      border-left: 1px solid var(--line);
      line-height: 1.25;
    }
    .where strong {
      display: block;
      font-weight: 620;
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    .where span {
      display: block;
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
      font-size: var(--text-s);
      color: var(--ink-soft);
    }
    .end {
      display: flex;
      align-items: center;
      gap: var(--s2);
      margin-left: auto;
    }
    @media (max-width: 34rem) {
      .brand span {
        position: absolute;
        clip-path: inset(50%);
        width: 1px;
        height: 1px;
        overflow: hidden;
      }
      .where {
        padding-left: var(--s2);
        border-left: 0;
      }
    }
  `;

  render() {
    return html`<header>
      <a class="brand" href="/" aria-label="MedTrust, home">
        <svg viewBox="0 0 32 32" aria-hidden="true" fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round">
          <path d="M16 3.500a12.500 12.500 0 1 1-10.830 6.250" stroke-width="3" />
          <path d="M8 17h4l2.500-5.500 3.500 9.500 2.400-4H24" stroke-width="2.600" />
        </svg>
        <span>MedTrust</span>
      </a>
      ${this.heading
        ? html`<div class="where"><strong>${this.heading}</strong>${this.detail ? html`<span>${this.detail}</span>` : ''}</div>`
        : ''}
      <div class="end"><slot></slot><mt-theme></mt-theme></div>
    </header>`;
  }
}

customElements.define('mt-top-bar', MtTopBar);
