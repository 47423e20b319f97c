/** Which part of src may import what, and what in a set of files breaks it. */
import type { Node } from 'acorn';
import { simple } from 'acorn-walk';
import {
  circlesOf,
  type Import,
  importsOf,
  lineOf,
  nameOf,
  packageOf,
  parseFile,
  type Sources,
  targetOf,
} from './module-graph.ts';

/** Parts by name, packages, modules of Node, `dependencies` of package.json, `any` of these or of the developers' packages. */
type Allowed = readonly string[];

/** The rooms of the core: each may look into those that stand before it and at the values on top. */
const rooms = [
  'triage/reading',
  'triage/language',
  'triage/matching',
  'triage/bulk',
  'triage/guiding',
  'triage/showing',
  'triage/hearing',
];
const triage = ['triage', ...rooms];
const upTo = (room: string) => ['triage', ...rooms.slice(0, rooms.indexOf(room))];
const files = ['node:fs', 'node:path', 'node:module'];

/** A part is a folder with what lies in it, or a file; of two the longer name decides. Who is not named may import nothing. */
export const layers: Readonly<Record<string, Allowed>> = {
  triage: ['tldts'],
  // These two know nothing of each other.
  'triage/reading': ['triage', 'htmlparser2', 'luxon'],
  'triage/language': ['triage', 'fuse.js'],
  'triage/matching': upTo('triage/matching'),
  // Shares only types with the rooms before it: a worker thread loads it alone.
  'triage/bulk': [...upTo('triage/bulk'), 'ipaddr.js', 'luxon'],
  'triage/guiding': upTo('triage/guiding'),
  'triage/showing': [...upTo('triage/showing'), 'tldts'],
  'triage/hearing': upTo('triage/hearing'),
  articles: [...triage, ...files, 'node:buffer', 'node:crypto', 'node:zlib', 'dependencies'],
  cards: [...triage, ...files, 'dependencies'],
  // Pure like the core, whose values it gives; the packages that data needs stay out of the core.
  findings: ['triage', 'csv-parse', 'ipaddr.js', 'node:crypto'],
  mail: [...triage, 'node:module', 'dependencies'],
  storage: [...triage, ...files, 'node:timers/promises', 'dependencies'],
  bulk: [...triage, 'node', 'dependencies'],
  files: ['bulk', 'mail', ...triage, 'node', 'dependencies'],
  // Reaches out of the house; only the sort of address that may be reached is told elsewhere.
  probes: ['files', 'triage', 'node', 'dns-packet', 'ipaddr.js'],
  http: ['node'],
  chat: ['http', 'mail', 'storage', 'node', 'dependencies'],
  'chat/page': ['chat', 'adaptivecards'],
  manifest: ['node', 'any'],
  cli: [
    'articles',
    'bulk',
    'cards',
    'chat',
    'config.ts',
    'findings',
    'http',
    'mail',
    'manifest',
    'probes',
    'storage',
    ...triage,
    'node',
    'dependencies',
  ],
  'cli/preview/page': ['chat/page'],
  bot: [
    'articles',
    'bulk',
    'cards',
    'files',
    'findings',
    'mail',
    'probes',
    'storage',
    ...triage,
    'node',
    'dependencies',
    'framework',
  ],
  'bot/sending': ['bot', 'storage', ...triage, 'node', 'dependencies', 'framework'],
  'bot/answering': [
    'bot',
    'bot/sending',
    'bulk',
    'cards',
    'files',
    'mail',
    'probes',
    'storage',
    ...triage,
    'node',
    'dependencies',
    'framework',
  ],
  'bot/serving': [
    'bot',
    'bot/sending',
    'bot/answering',
    'config.ts',
    'http',
    'storage',
    ...triage,
    'node',
    'dependencies',
    'framework',
  ],
  'config.ts': ['files', 'storage', ...triage, 'dependencies'],
  'start.ts': [
    'config.ts',
    'bot',
    'bot/sending',
    'bot/answering',
    'bot/serving',
    'chat',
    'files',
    'http',
    'probes',
    'storage',
    'node:path',
    'dependencies',
  ],
  'main.ts': ['config.ts', 'start.ts'],
  'main.js': ['main.ts', 'keep-code.js'],
  'warm-up.js': ['config.ts', 'start.ts', 'keep-code.js'],
  'keep-code.js': ['node:module', 'node:path'],
};

/** Microsoft archived the Bot Framework SDK: the way to its successor stays one folder long. */
const framework = /^(?:botbuilder|botframework|restify)/;

export interface Packages {
  readonly dependencies: readonly string[];
  readonly devDependencies: readonly string[];
}

/** A sentence for each import that breaks a rule, and for each circle. */
export function breaches(sources: Sources, packages: Packages): string[] {
  const imports = importsOf(sources);
  return [
    ...[...sources.keys()]
      .filter(file => partOf(file) === undefined)
      .map(file => `${file}: in no part of test/layer-rules.ts`),
    ...imports.flatMap(one => {
      const what = complaint(one, sources, packages);
      return what === undefined ? [] : [`${one.file}:${one.line}: ${what}`];
    }),
    ...circlesOf(imports).map(circle => `circle: ${circle.join(' ')}`),
  ];
}

function complaint(one: Import, sources: Sources, packages: Packages): string | undefined {
  if (one.name === null) return 'only running it tells what it imports';
  const target = targetOf(one);
  return target === undefined ? packageComplaint(one, packages) : fileComplaint(one, target, sources);
}

function fileComplaint({ file, name }: Import, target: string, sources: Sources): string | undefined {
  if (!sources.has(target)) return `${name} is no file of src`;
  const [own, other] = [partOf(file), partOf(target)];
  if (own === undefined || other === undefined) return undefined;
  if (own !== other && !layers[own]!.includes(other)) return `${own} may not import ${name}`;
  const door = closedDoors(target, file, sources)[0];
  return door === undefined ? undefined : `${name} goes past ${door}`;
}

/** The index.ts of each folder that the target lies in and the importing file does not. */
function closedDoors(target: string, file: string, sources: Sources): string[] {
  const folders = target.split('/').slice(0, -1);
  return folders
    .map((_, depth) => `${folders.slice(0, depth + 1).join('/')}/`)
    .filter(folder => sources.has(`${folder}index.ts`) && !file.startsWith(folder))
    .map(folder => `${folder}index.ts`)
    .filter(door => door !== target);
}

function packageComplaint(one: Import, { dependencies, devDependencies }: Packages): string | undefined {
  const own = partOf(one.file);
  if (own === undefined) return undefined;
  const name = packageOf(one);
  if (name === undefined) return `${one.name} is neither a file of src nor a package`;
  const allowed = layers[own]!;
  const kind = framework.test(name) ? 'framework' : name.startsWith('node:') ? 'node' : 'dependencies';
  const isAllowed = allowed.includes(kind) || (kind === 'dependencies' && allowed.includes('any'));
  const isNamed = kind !== 'framework' && allowed.includes(name);
  if (!isAllowed && !isNamed) return `${own} may not import ${name}`;
  if (name.startsWith('node:') || dependencies.includes(name)) return undefined;
  return allowed.includes('any') && devDependencies.includes(name) ? undefined : `package.json does not list ${name}`;
}

/** The longest name that the path has: `triage/reading` for src/triage/reading/formats/dsn.ts. */
function partOf(file: string): string | undefined {
  const inside = file.replace(/^src\//, '');
  return Object.keys(layers)
    .filter(part => inside === part || inside.startsWith(`${part}/`))
    .sort((one, other) => other.length - one.length)[0];
}

/** What would let time, chance, files or the network into the core, which has to give the same for the same values. */
export function impurities(sources: Sources): string[] {
  return [...sources].flatMap(([file, text]) => {
    const found: string[] = [];
    const add = (node: Node, what: string) => found.push(`${file}:${lineOf(text, node.start)}: ${what}`);
    simple(parseFile(file, text).program, {
      Identifier(node) {
        if (effects.has(node.name)) add(node, node.name);
      },
      MemberExpression(node) {
        const member = `${nameOf(node.object)}.${nameOf(node.property)}`;
        if (effects.has(member)) add(node, member);
      },
      NewExpression(node) {
        if (nameOf(node.callee) === 'Date' && node.arguments.length === 0) add(node, 'new Date()');
      },
    });
    return found;
  });
}

const effects = new Set([
  ...['process', 'globalThis', 'console', 'performance', 'crypto', 'fetch', 'WebSocket', 'Worker', 'require', 'eval'],
  ...['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'],
  ...['Math.random', 'Date.now', 'DateTime.now', 'DateTime.local', 'DateTime.utc', 'Temporal.Now'],
]);
