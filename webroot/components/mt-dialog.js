import { LitElement, css, html } from 'lit';

/** A modal question or text: the browser's own dialog, which keeps the focus and closes by Escape. */
class MtDialog extends LitElement {
  static properties = { heading: {} };
  static styles = css`
    * {
      box-sizing: border-box;
    }
    dialog {
      width: min(34rem, calc(100vw - 2 * var(--s4)));
      max-height: calc(100dvh - 2 * var(--s5));
      padding: var(--s5);
      color: var(--ink);
      background: var(--surface);
      border: 1px solid var(--line);
      border-radius: var(--r-l);
      box-shadow: var(--shadow);
    }
    dialog::backdrop {
      background: rgb(6 14 13 / 0.62);
    }
    h2 {
      margin: 0 0 var(--s3);
      font-size: var(--text-xl);
      line-height: 1.25;
      font-weight: 620;
      letter-spacing: -0.015em;
    }
    h2:focus {
      outline: none;
    }
    .foot {
      display: flex;
      flex-wrap: wrap;
      justify-content: flex-end;
      gap: var(--s3);
      margin-top: var(--s5);
    }
  `;

  open() {
    const dialog = this.renderRoot.querySelector('dialog');
    if (!dialog.open) dialog.showModal();
  }

  close() {
    this.renderRoot.querySelector('dialog').close();
  }

  get opened() {
    return this.renderRoot?.querySelector('dialog')?.open ?? false;
  }

  render() {
    return html`<dialog aria-labelledby="heading" @close=${() => this.dispatchEvent(new Event('closed'))}>
      <h2 id="heading" tabindex="-1" autofocus>${this.heading}</h2>
      <slot></slot>
      <div class="foot"><slot name="actions"></slot></div>
    </dialog>`;
  }
}

customElements.define('mt-dialog', MtDialog);
