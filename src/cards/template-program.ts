/**
 * A card template as a small program. adaptivecards-templating reads the template and its expressions; what it makes of
 * them is taken apart once, into plain JSON, as its own evaluation costs half a millisecond a card. The program gives
 * what `Template.expand` gives, which a test holds over every card.
 */
import type { Expression } from 'adaptive-expressions';

/** An expression of a template, of those that templates here may use. */
export type Term =
  | { readonly kind: 'constant'; readonly value: unknown }
  /** `${state.text}`: names from the current data, or from the root. */
  | { readonly kind: 'path'; readonly path: string; readonly isFromRoot: boolean; readonly names: readonly string[] }
  | { readonly kind: 'exists' | 'not'; readonly of: Term }
  | { readonly kind: 'and' | 'concat' | 'equals'; readonly of: readonly Term[] };

/** A node of a template. */
export type TemplateNode =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'term'; readonly term: Term }
  | { readonly kind: 'list'; readonly items: readonly TemplateNode[] }
  | {
      readonly kind: 'object';
      /** `$when`: kept only where this is true. */
      readonly when: Term | null;
      /** `$data`: once for each element of this. */
      readonly data: Term | null;
      readonly fields: readonly (readonly [name: string, node: TemplateNode])[];
    };

/** Parses a string with `${…}` into an expression; gives back any other string. */
export type ParseText = (text: string) => string | Expression;

/** @param file named in the error for an expression that programs do not know */
export function compileTemplate(node: unknown, parse: ParseText, file: string): TemplateNode {
  if (typeof node === 'string') {
    const parsed = parse(node);
    return typeof parsed === 'string' ? { kind: 'value', value: parsed } : { kind: 'term', term: termOf(parsed, file) };
  }
  if (Array.isArray(node)) return { kind: 'list', items: node.map(item => compileTemplate(item, parse, file)) };
  if (typeof node !== 'object' || node === null) return { kind: 'value', value: node };
  const { $when, $data, ...fields } = node as Record<string, unknown>;
  const condition = (value: unknown, name: string): Term | null => {
    if (value === undefined) return null;
    const compiled = compileTemplate(value, parse, file);
    if (compiled.kind !== 'term')
      throw new Error(`${file}: ${name} has to be an expression, such as "\${exists(note)}".`);
    return compiled.term;
  };
  return {
    kind: 'object',
    when: condition($when, '$when'),
    data: condition($data, '$data'),
    fields: Object.entries(fields).map(([name, value]) => [name, compileTemplate(value, parse, file)] as const),
  };
}

function termOf(expression: Expression, file: string): Term {
  const { type, children } = expression;
  const terms = () => children.map(child => termOf(child, file));
  switch (type) {
    case 'Constant':
      return { kind: 'constant', value: (expression as Expression & { readonly value: unknown }).value };
    case 'Accessor': {
      const path = expression.toString();
      const names = path.split('.');
      const isFromRoot = names[0] === '$root';
      return { kind: 'path', path, isFromRoot, names: isFromRoot ? names.slice(1) : names };
    }
    case 'exists':
      return { kind: 'exists', of: terms()[0]! };
    case '!':
      return { kind: 'not', of: terms()[0]! };
    case '&&':
      return { kind: 'and', of: terms() };
    case '==':
      return { kind: 'equals', of: terms() };
    case '!=':
      return { kind: 'not', of: { kind: 'equals', of: terms() } };
    case 'concat':
      return { kind: 'concat', of: terms() };
    default:
      throw new Error(
        `${file}: "${expression.toString()}" cannot be used in a template. Write a name, exists(), !, &&, == or !=, or make the text in src/cards/views/.`,
      );
  }
}

interface Scope {
  readonly root: unknown;
  readonly data: unknown;
}

/** Fills a template; an object without anything to show for it is null. */
export function expandTemplate(node: TemplateNode, data: object): unknown {
  return expand(node, { root: data, data });
}

function expand(node: TemplateNode, scope: Scope): unknown {
  switch (node.kind) {
    case 'value':
      return node.value;
    case 'term':
      return filled(node.term, scope);
    case 'list': {
      const items: unknown[] = [];
      for (const item of node.items) {
        const expanded = expand(item, scope);
        if (Array.isArray(expanded)) items.push(...expanded);
        else if (expanded !== null) items.push(expanded);
      }
      return items;
    }
    case 'object': {
      if (node.data === null) return isKept(node, scope) ? expandFields(node, scope) : null;
      const data = filled(node.data, scope);
      const objects: unknown[] = [];
      for (const one of Array.isArray(data) ? data : [data]) {
        const inner = { root: scope.root, data: one ?? scope.data };
        if (isKept(node, inner)) objects.push(expandFields(node, inner));
      }
      return objects.length > 1 ? objects : (objects[0] ?? null);
    }
  }
}

function isKept({ when }: TemplateNode & { kind: 'object' }, scope: Scope): boolean {
  return when === null || evaluate(when, scope) === true;
}

function expandFields({ fields }: TemplateNode & { kind: 'object' }, scope: Scope): object {
  const object: Record<string, unknown> = {};
  for (const [name, node] of fields) {
    const value = expand(node, scope);
    if (value !== undefined) object[name] = value;
  }
  return object;
}

/** What stands for an expression in a card: a name that the data lacks stays as it is written. */
function filled(term: Term, scope: Scope): unknown {
  if (term.kind === 'concat') return term.of.map(part => String(filled(part, scope))).join('');
  return evaluate(term, scope) ?? (term.kind === 'path' ? `\${${term.path}}` : undefined);
}

function evaluate(term: Term, scope: Scope): unknown {
  switch (term.kind) {
    case 'constant':
      return term.value;
    case 'path': {
      let value: unknown = term.isFromRoot ? scope.root : scope.data;
      for (const name of term.names) value = (value as Record<string, unknown> | null | undefined)?.[name];
      return value;
    }
    case 'exists':
      return (evaluate(term.of, scope) ?? null) !== null;
    case 'not':
      return !evaluate(term.of, scope);
    case 'and':
      return term.of.every(one => Boolean(evaluate(one, scope)));
    case 'equals':
      return evaluate(term.of[0]!, scope) === evaluate(term.of[1]!, scope);
    case 'concat':
      return term.of.map(one => String(evaluate(one, scope) ?? '')).join('');
  }
}
