/** Every small change that could be made to a file: another comparison, a statement left out, nothing returned. */
import type { AnyNode, Node, SpreadElement } from 'acorn';
import { ancestor } from 'acorn-walk';
import { lineOf, parseFile } from '../module-graph.ts';

export interface Mutation {
  readonly file: string;
  readonly line: number;
  /** The places in the text that `after` replaces. */
  readonly start: number;
  readonly end: number;
  readonly before: string;
  readonly after: string;
}

const pairs = ['=== !==', '< >=', '> <=', '&& ||', 'some every', 'min max'].map(
  pair => pair.split(' ') as [string, string],
);
const opposites = new Map(pairs.flatMap(([one, other]) => [[one, other] as const, [other, one] as const]));
/** Methods that only choose or order what goes through them. */
const passing = new Set(['filter', 'sort', 'reverse', 'slice', 'trim', 'toLowerCase']);

/** In the order of their places. The places in the code are those in the text, as types are replaced by blanks. */
export function mutationsOf(file: string, text: string): Mutation[] {
  const found: Mutation[] = [];
  const { program } = parseFile(file, text);
  const change = (node: Pick<Node, 'start' | 'end'>, ...afters: string[]) => {
    const { start, end } = node;
    const [line, before] = [lineOf(text, start), text.slice(start, end)];
    for (const after of new Set(afters)) {
      if (after !== before) found.push({ file, line, start, end, before, after });
    }
  };
  const sourceOf = ({ start, end }: Node) => text.slice(start, end);
  /** What stands between the two sides of an operator, the operator in it exchanged. */
  const exchange = (left: Node, right: Node, operator: string) => {
    const at = text.indexOf(operator, left.end);
    const opposite = opposites.get(operator);
    if (opposite && at < right.start) change({ start: at, end: at + operator.length }, opposite);
  };

  ancestor(program, {
    BinaryExpression: ({ left, right, operator }) => exchange(left, right, operator),
    LogicalExpression({ left, right, operator }) {
      if (operator !== '??') exchange(left, right, operator);
      else change({ start: left.end, end: right.end }, '');
    },
    IfStatement: ({ test }) => change(test, `!(${sourceOf(test)})`),
    ConditionalExpression: ({ test }) => change(test, `!(${sourceOf(test)})`),
    Literal(node, _, ancestors) {
      const parent = ancestors.at(-2);
      if (typeof node.value === 'boolean') change(node, String(!node.value));
      if (typeof node.value === 'number') change(node, String(node.value + 1), '0');
      if (typeof node.value === 'string' && node.value !== '' && !isName(node, parent)) change(node, "''");
    },
    TemplateLiteral: (node, _, ancestors) => {
      if (ancestors.at(-2)?.type !== 'TaggedTemplateExpression') change(node, '``');
    },
    ExpressionStatement(node) {
      if (/^(?:Call|Await|Assignment|Update|Unary)Expression$/.test(node.expression.type)) change(node, ';');
    },
    ReturnStatement({ argument }) {
      if (argument) change(argument, ...nothings(argument));
    },
    ArrowFunctionExpression({ body }) {
      if (body.type !== 'BlockStatement') change(body, ...nothings(body));
    },
    CallExpression(node) {
      const { callee } = node;
      if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier' || callee.computed) return;
      const { name } = callee.property;
      const opposite = opposites.get(name);
      if (opposite) change(callee.property, opposite);
      if (passing.has(name)) change({ start: callee.object.end, end: node.end }, '');
    },
    SpreadElement(node: SpreadElement, _, ancestors) {
      const nothing = ancestors.at(-2)?.type === 'ObjectExpression' ? '{}' : '[]';
      if (node.argument.type !== 'Identifier') change(node.argument, nothing);
    },
  });
  return found.sort((one, other) => one.start - other.start || one.end - other.end);
}

/** What could be returned instead: what counts as absent, and what has nothing in it. */
function nothings({ type, ...node }: AnyNode): string[] {
  if (type === 'ArrayExpression') return ['[]'];
  if (type === 'ObjectExpression') return ['{}'];
  if ((type === 'Literal' && 'value' in node && node.value === null) || type === 'Identifier') return ['undefined'];
  return ['undefined', 'null'];
}

/** Of a module or of a property: another one is no small change. */
function isName(node: Node, parent: AnyNode | undefined): boolean {
  if (!parent) return false;
  if (/^(?:Import|Export)/.test(parent.type)) return true;
  if (parent.type === 'ExpressionStatement') return true;
  return parent.type === 'Property' && parent.key === node;
}
