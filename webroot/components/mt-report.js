import { LitElement, html } from 'lit';

const known = (value, text = (v) => v) => (value === null || value === undefined ? 'not known' : text(value));
const time = (at) => new Date(at).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' });

/** The report of a session that is over; what was not measured is said to be not known. */
class MtReport extends LitElement {
  static properties = { report: { attribute: false } };

  createRenderRoot() {
    return this;
  }

  render() {
    if (!this.report) return html``;
    const { session, trust, security, doctor } = this.report;
    const rows = [
      ['Doctor', doctor?.name],
      ['Began', known(session?.started_at, time)],
      ['Ended', known(session?.ended_at, time)],
      ['Trust, average', known(trust?.avg, (v) => v.toFixed(0))],
      ['Trust, lowest and highest', known(trust?.min, () => `${trust.min} to ${trust.max}`)],
      ['Critical alarms', security?.alert_count],
      ['Record of the verification', known(security?.blockchain_valid, (v) => (v ? 'unchanged' : 'was changed'))],
      ['Another person seen', known(security?.impersonation_risk, (v) => (v === 'HIGH' ? 'yes' : 'no'))],
    ];
    if (session?.break_glass) rows.push(['Begun by break-glass', 'yes']);
    return html`<dl class="report" aria-label="Report of the session">
      ${rows.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}
    </dl>`;
  }
}

customElements.define('mt-report', MtReport);
