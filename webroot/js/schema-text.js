// A JSON Schema as a few lines of text, for people.

const DEPTH = 5;

function follow(api, schema) {
  let at = schema;
  while (at?.$ref) at = at.$ref.slice(2).split('/').reduce((node, key) => node?.[key], api);
  return at ?? {};
}

function limits(s) {
  const words = [];
  if (s.minimum !== undefined || s.maximum !== undefined) words.push(`${s.minimum ?? '…'} to ${s.maximum ?? '…'}`);
  if (s.minLength || s.maxLength) words.push(s.minLength ? `${s.minLength} to ${s.maxLength ?? '…'} characters` : `at most ${s.maxLength} characters`);
  if (s.maxItems) words.push(`at most ${s.maxItems}`);
  if (s.default !== undefined) words.push(`default ${JSON.stringify(s.default)}`);
  return words.length ? ` (${words.join(', ')})` : '';
}

function type(api, ref, s, indent, depth) {
  const name = ref?.split('/').pop();
  if (name === 'Uuid') return 'uuid';
  if (name === 'Timestamp') return 'time';
  if (s.const !== undefined) return JSON.stringify(s.const);
  if (s.enum) return s.enum.map((value) => JSON.stringify(value)).join(' | ');
  const choice = s.oneOf ?? s.anyOf;
  if (choice) return choice.map((one) => text(api, one, indent, depth)).join(' | ');
  if (s.allOf) {
    const all = s.allOf.map((one) => follow(api, one));
    const properties = Object.assign({}, ...all.map((one) => one.properties ?? {}), s.properties ?? {});
    const required = [...all.flatMap((one) => one.required ?? []), ...(s.required ?? [])];
    return object(api, { ...s, properties, required }, indent, depth);
  }
  const types = [s.type ?? 'any'].flat();
  const first = types.find((one) => one !== 'null') ?? 'null';
  const or = types.length > 1 && types.includes('null') ? ' | null' : '';
  if (first === 'array') return `[${text(api, s.items ?? {}, indent, depth)}]${limits(s)}${or}`;
  if (first === 'object') return object(api, s, indent, depth) + or;
  return first + limits(s) + or;
}

function object(api, s, indent, depth) {
  const entries = Object.entries(s.properties ?? {});
  if (entries.length === 0 || depth >= DEPTH) {
    const values = typeof s.additionalProperties === 'object' ? `name: ${text(api, s.additionalProperties, indent, depth + 1)}` : entries.length ? '…' : '';
    return values ? `{ ${values} }` : '{}';
  }
  const lines = entries.map(([name, inner]) => {
    const needed = s.required?.includes(name) ? '' : '?';
    return `${indent}  ${name}${needed}: ${text(api, inner, `${indent}  `, depth + 1)}`;
  });
  return `{\n${lines.join('\n')}\n${indent}}`;
}

function text(api, schema, indent, depth) {
  return type(api, schema.$ref, follow(api, schema), indent, depth);
}

/** @param api the document, in which references are looked up */
export function textOf(api, schema) {
  return text(api, schema, '', 0);
}
