import { LitElement, css, html } from 'lit';
import uPlot from 'uplot';

const SPAN_S = 300;

/**
 * The score of the last five minutes, 0 to 100. A gap is a time without a known score; the dotted
 * lines are the two limits. Data: pairs of [seconds since 1970, score or null].
 */
class MtSparkline extends LitElement {
  static properties = {
    points: { attribute: false },
    limits: { attribute: false },
    state: { reflect: true },
    label: {},
  };
  static styles = css`
    * {
      box-sizing: border-box;
    }
    :host {
      display: block;
      position: relative;
      min-width: 0;
      min-height: 2.5rem;
      overflow: hidden;
      color: var(--unknown);
    }
    :host([state='safe']) {
      color: var(--safe);
    }
    :host([state='suspicious']) {
      color: var(--suspicious);
    }
    :host([state='alert']) {
      color: var(--alert);
    }
    .plot {
      position: absolute;
      inset: 0;
    }
    .probe {
      color: var(--line-strong);
    }
    .uplot,
    .u-wrap {
      position: relative;
    }
    .u-over,
    .u-under {
      position: absolute;
    }
    canvas {
      display: block;
      position: relative;
      width: 100%;
      height: 100%;
    }
    .u-legend,
    .u-select,
    .u-cursor-pt {
      display: none;
    }
  `;

  #plot = null;
  #resize = null;

  constructor() {
    super();
    this.points = [];
    this.limits = [50, 75];
    this.label = 'Score of the last 5 minutes';
  }

  render() {
    return html`<div class="plot" role="img" aria-label=${this.label}></div><span class="probe"></span>`;
  }

  firstUpdated() {
    this.#resize = new ResizeObserver(() => this.#draw(true));
    this.#resize.observe(this);
    addEventListener('medtrust-theme', this.#redraw);
  }

  connectedCallback() {
    super.connectedCallback();
    if (this.hasUpdated) {
      this.#resize.observe(this);
      addEventListener('medtrust-theme', this.#redraw);
    }
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#resize?.disconnect();
    removeEventListener('medtrust-theme', this.#redraw);
    this.#plot?.destroy();
    this.#plot = null;
  }

  updated(changed) {
    if (changed.has('points')) this.#draw(false);
    else if (changed.has('state')) this.#redraw();
  }

  #redraw = () => this.#plot?.redraw(false);

  #draw(sized) {
    const width = this.clientWidth;
    const height = this.clientHeight;
    if (width < 20 || height < 16) return;
    const data = [this.points.map((p) => p[0]), this.points.map((p) => p[1])];
    if (!this.#plot) {
      this.#plot = new uPlot(this.#options(width, height), data, this.renderRoot.querySelector('.plot'));
      return;
    }
    if (sized) this.#plot.setSize({ width, height });
    this.#plot.setData(data);
  }

  #options(width, height) {
    const colour = () => getComputedStyle(this).color;
    return {
      width,
      height,
      padding: [3, 5, 3, 5],
      cursor: { show: false },
      legend: { show: false },
      axes: [{ show: false }, { show: false }],
      scales: {
        x: { time: false, range: (_, __, max) => [(max ?? Date.now() / 1000) - SPAN_S, max ?? Date.now() / 1000] },
        y: { range: [0, 100] },
      },
      series: [{}, { stroke: colour, width: Math.max(2, Math.min(4, height / 16)), spanGaps: false, points: { show: false } }],
      hooks: {
        drawClear: [
          (u) => {
            const { ctx, bbox } = u;
            ctx.save();
            ctx.strokeStyle = getComputedStyle(this.renderRoot.querySelector('.probe')).color;
            ctx.globalAlpha = 0.55;
            ctx.lineWidth = devicePixelRatio;
            ctx.setLineDash([2 * devicePixelRatio, 4 * devicePixelRatio]);
            for (const limit of this.limits) {
              const y = Math.round(u.valToPos(limit, 'y', true)) + 0.5;
              ctx.beginPath();
              ctx.moveTo(bbox.left, y);
              ctx.lineTo(bbox.left + bbox.width, y);
              ctx.stroke();
            }
            ctx.restore();
          },
        ],
      },
    };
  }
}

customElements.define('mt-sparkline', MtSparkline);
