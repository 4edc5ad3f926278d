import { LitElement, css, svg, html } from 'lit';

const PATHS = {
  mic: svg`<rect x="9" y="3" width="6" height="11" rx="3"/><path d="M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3"/>`,
  'mic-off': svg`<path d="M9 9v2.5a3 3 0 0 0 4.6 2.5M15 11V6a3 3 0 0 0-5.7-1.3M5.5 11.5a6.5 6.5 0 0 0 10.3 5.3M18 14a6.500 6.500 0 0 0 .5-2.500M12 18v3M4 3.500l16 17"/>`,
  camera: svg`<rect x="3" y="6" width="12" height="12" rx="2.500"/><path d="m15 10.500 6-3.500v10l-6-3.500"/>`,
  'camera-off': svg`<path d="M9 6h3.500A2.500 2.500 0 0 1 15 8.500v2l6-3.500v10l-3-1.800M15 15.500A2.500 2.500 0 0 1 12.500 18h-7A2.500 2.500 0 0 1 3 15.500v-7A2.500 2.500 0 0 1 5 6.050M4 3.500l16 17"/>`,
  leave: svg`<path d="M14 4h4a2 2 0 0 1 2 2v12a2 2 0 0 1-2 2h-4M4 12h11m-4-4 4 4-4 4"/>`,
  join: svg`<path d="M4 12h15m-6-6 6 6-6 6"/>`,
  shield: svg`<path d="M12 3 5 5.500v6c0 4.500 3 7.800 7 9.500 4-1.700 7-5 7-9.500v-6Z"/>`,
  'shield-check': svg`<path d="M12 3 5 5.500v6c0 4.500 3 7.800 7 9.500 4-1.700 7-5 7-9.500v-6Z"/><path d="m8.800 12 2.200 2.200 4.200-4.400"/>`,
  'shield-off': svg`<path d="M8 4.500 12 3l7 2.500v6c0 1.600-.4 3-1 4.300M15.500 19a16 16 0 0 1-3.500 2c-4-1.700-7-5-7-9.500v-5M4 3.500l16 17"/>`,
  info: svg`<circle cx="12" cy="12" r="9"/><path d="M12 11v5.500M12 7.600v.1"/>`,
  warn: svg`<path d="M12 3.500 2.800 19.500h18.400Z"/><path d="M12 10v4.500M12 17v.1"/>`,
  check: svg`<circle cx="12" cy="12" r="9"/><path d="m8 12.300 2.700 2.700L16 9.500"/>`,
  octagon: svg`<path d="M8.300 3h7.400L21 8.300v7.400L15.700 21H8.300L3 15.700V8.300Z"/><path d="M12 7.500V13M12 16.300v.1"/>`,
  triangle: svg`<path d="M12 3.500 2.800 19.500h18.400Z"/><path d="M12 10v4.500M12 17v.1"/>`,
  ring: svg`<circle cx="12" cy="12" r="8.500"/><path d="M8.500 12h7"/>`,
  dashes: svg`<circle cx="12" cy="12" r="8.500" stroke-dasharray="3.400 3.300"/><path d="M10 10a2 2 0 1 1 2.700 1.900c-.5.200-.7.500-.7 1.100M12 15.800v.1"/>`,
  clock: svg`<circle cx="12" cy="12" r="9"/><path d="M12 7v5.300l3.300 2"/>`,
  network: svg`<path d="M3 9a13 13 0 0 1 18 0M6.300 12.700a8.300 8.300 0 0 1 11.400 0M9.500 16.300a3.800 3.800 0 0 1 5 0M12 19.500v.1"/>`,
  keyboard: svg`<rect x="2.500" y="6" width="19" height="12" rx="2"/><path d="M6 10h.1M10 10h.1M14 10h.1M18 10h.1M7.500 14h9"/>`,
  sun: svg`<circle cx="12" cy="12" r="4"/><path d="M12 2.500v2M12 19.500v2M2.500 12h2M19.500 12h2M5.300 5.300l1.400 1.400M17.300 17.300l1.400 1.400M5.300 18.700l1.400-1.400M17.300 6.700l1.400-1.400"/>`,
  moon: svg`<path d="M20 14.500A8.500 8.500 0 0 1 9.500 4a8.500 8.500 0 1 0 10.500 10.500Z"/>`,
  contrast: svg`<circle cx="12" cy="12" r="8.500"/><path d="M12 3.500a8.500 8.500 0 0 1 0 17Z" fill="currentColor"/>`,
  pulse: svg`<path d="M2.500 12.500H7l2.500-6.500 4.500 12 2.500-5.500h5"/>`,
  close: svg`<path d="m6 6 12 12M18 6 6 18"/>`,
  wall: svg`<rect x="3" y="4" width="18" height="12.500" rx="2"/><path d="M12 4v12.500M3 10.250h18M9 20.500h6"/>`,
  'arrow-left': svg`<path d="M20 12H5m6-6-6 6 6 6"/>`,
  'arrow-right': svg`<path d="M4 12h15m-6-6 6 6-6 6"/>`,
  eye: svg`<path d="M2.500 12S6 5.500 12 5.500 21.500 12 21.500 12 18 18.500 12 18.500 2.500 12 2.500 12Z"/><circle cx="12" cy="12" r="3"/>`,
  people: svg`<circle cx="9" cy="8.500" r="3.500"/><path d="M2.500 20a6.500 6.500 0 0 1 13 0M15.500 5.300a3.500 3.500 0 0 1 0 6.400M18 14.800a6.500 6.500 0 0 1 3.500 5.200"/>`,
};

/** A small drawing beside a word; never the only carrier of a meaning. */
class MtIcon extends LitElement {
  static properties = { name: {} };
  static styles = css`
    * {
      box-sizing: border-box;
    }
    :host {
      display: inline-block;
      width: 1.3em;
      height: 1.3em;
      flex: none;
      vertical-align: -0.28em;
    }
    svg {
      display: block;
      width: 100%;
      height: 100%;
      fill: none;
      stroke: currentColor;
      stroke-width: var(--icon-weight, 1.8);
      stroke-linecap: round;
      stroke-linejoin: round;
    }
  `;

  render() {
    return html`<svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">${PATHS[this.name] ?? ''}</svg>`;
  }
}

customElements.define('mt-icon', MtIcon);
