// Renders /openapi.json: operations by tag, with parameters, bodies, answers and roles.
import { textOf } from '/js/schema-text.js';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** Text in which `words` stand as code; nothing is read as HTML. */
function prose(text) {
  return text.split('`').map((part, i) => (i % 2 ? element('code', { textContent: part }) : part));
}

function paragraphs(text) {
  return (text ?? '').split(/\n\s*\n/).filter(Boolean).map((part) => element('p', {}, ...prose(part)));
}

function table(heads, rows) {
  const head = element('tr', {}, ...heads.map((text) => element('th', { scope: 'col', textContent: text })));
  const lines = rows.map((cells) => element('tr', {}, ...cells.map((cell) => element('td', {}, ...[cell].flat()))));
  return element('div', { className: 'wide', tabIndex: 0 }, element('table', {}, element('thead', {}, head), element('tbody', {}, ...lines)));
}

class ApiPage {
  constructor(api) {
    this.api = api;
    this.base = api.servers?.[0]?.url ?? '';
  }

  follow(value) {
    let at = value;
    while (at?.$ref) {
      at = at.$ref.slice(2).split('/').reduce((node, key) => node?.[key.replaceAll('~1', '/').replaceAll('~0', '~')], this.api);
    }
    return at ?? {};
  }

  operations() {
    const found = [];
    for (const [path, item] of Object.entries(this.api.paths)) {
      for (const method of METHODS) {
        if (!item[method]) continue;
        found.push({ ...item[method], method: method.toUpperCase(), path: item.servers ? path : this.base + path });
      }
    }
    return found;
  }

  body(content) {
    return Object.entries(content ?? {}).map(([type, media]) => {
      const text = textOf(this.api, media.schema ?? {});
      const open = text.split('\n').length <= 16;
      return element('details', { open }, element('summary', {}, element('code', { textContent: type })),
        element('pre', { className: 'schema', tabIndex: 0, textContent: text }));
    });
  }

  roles(operation) {
    const may = operation['x-roles'];
    const own = operation['x-own'];
    if (may.includes('public')) return [element('h4', { textContent: 'Who may' }), element('p', { textContent: 'Everybody, without a token.' })];
    const roles = own ?? may;
    const items = roles.map((role) => element('li', { textContent: role }));
    const note = own ? 'Of sessions that are their own, or of their ward; admins of all.' : null;
    return [element('h4', { textContent: 'Who may' }),
      element('ul', { className: 'roles' }, ...(items.length ? items : [element('li', { className: 'gone', textContent: 'nobody' })])),
      note && element('p', { className: 'small soft', textContent: note })];
  }

  parameters(operation) {
    const all = (operation.parameters ?? []).map((p) => this.follow(p));
    if (all.length === 0) return [];
    const rows = all.map((p) => [p.name, p.in + (p.required ? ', required' : ''), textOf(this.api, p.schema ?? {}), prose(p.description ?? '')]);
    return [element('h4', { textContent: 'Parameters' }), table(['Name', 'In', 'Type', ''], rows)];
  }

  answers(operation) {
    const good = [];
    const errors = [];
    for (const [status, value] of Object.entries(operation.responses)) {
      const answer = this.follow(value);
      if (Number(status) >= 400) errors.push(status);
      else good.push([status, [element('p', {}, ...prose(answer.description ?? '')), ...this.body(answer.content)]]);
    }
    const common = this.api['x-common-errors'].join(', ');
    const last = errors.length ? [`${errors.join(', ')}; as everywhere ${common}`] : [`as everywhere ${common}`];
    return [element('h4', { textContent: 'Answers' }), ...(good.length ? [table(['Status', 'What'], good)] : []),
      element('p', { className: 'small' }, element('b', { textContent: 'Errors: ' }), ...last)];
  }

  operation(operation) {
    const body = this.follow(operation.requestBody);
    return element('section', { className: 'operation', id: operation.operationId },
      element('h3', { textContent: operation.summary }),
      element('p', { className: 'request' }, element('b', { textContent: operation.method }), ` ${operation.path}`),
      ...paragraphs(operation.description),
      ...this.roles(operation),
      ...this.parameters(operation),
      ...(body.content ? [element('h4', { textContent: body.required ? 'Body' : 'Body, may be left out' }), ...this.body(body.content)] : []),
      ...this.answers(operation));
  }

  render() {
    const { info, tags } = this.api;
    const operations = this.operations();
    document.querySelector('#summary').textContent = `${info.summary}. Version ${info.version}, ${operations.length} operations.`;
    const main = document.querySelector('#operations');
    const contents = document.querySelector('#contents');
    main.append(element('div', { className: 'intro' }, ...paragraphs(info.description)));
    for (const tag of tags) {
      const own = operations.filter((o) => o.tags.includes(tag.name));
      if (own.length === 0) continue;
      main.append(element('section', { className: 'group' }, element('h2', { textContent: tag.name }),
        element('p', { className: 'soft' }, ...prose(tag.description ?? '')), ...own.map((o) => this.operation(o))));
      contents.append(element('section', {}, element('h2', { textContent: tag.name }), element('ul', {}, ...own.map((o) =>
        element('li', {}, element('a', { href: `#${o.operationId}`, textContent: o.summary, title: `${o.method} ${o.path}` }))))));
    }
    this.filter(operations);
    if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
  }

  filter(operations) {
    const input = document.querySelector('#filter');
    const found = document.querySelector('#found');
    input.addEventListener('input', () => {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      let count = 0;
      for (const o of operations) {
        const text = `${o.method} ${o.path} ${o.operationId} ${o.summary} ${o['x-roles'].join(' ')}`.toLowerCase();
        const shown = words.every((word) => text.includes(word));
        if (shown) count += 1;
        document.getElementById(o.operationId).hidden = !shown;
        document.querySelector(`#contents a[href="#${o.operationId}"]`).parentElement.hidden = !shown;
      }
      for (const group of document.querySelectorAll('.group, #contents > section')) {
        group.hidden = [...group.querySelectorAll('.operation, li:has(a)')].every((one) => one.hidden);
      }
      found.textContent = words.length ? `${count} of ${operations.length}` : '';
    });
  }
}

try {
  const answer = await fetch('/openapi.json');
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  new ApiPage(await answer.json()).render();
} catch (error) {
  document.querySelector('#summary').textContent = `The document could not be read (${error.message}). Load the page again.`;
}
