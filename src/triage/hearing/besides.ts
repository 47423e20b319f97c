/** What a sentence tells beside steps and answers, and what nothing was made of: no clause is lost without a word. */
import { type Intent, intents } from '../talk.ts';
import { cut } from './cut.ts';
import { wordsOf } from './likeness.ts';
import { asked, asking, type Clause, hint, likely, telling } from './wishes.ts';

export interface Besides {
  /** In the person's words; what stands beside each other is one. */
  readonly remarks: readonly string[];
  /** One of them is surely told, and would be worth keeping alone. */
  readonly isSure: boolean;
  readonly began: string | null;
  readonly untaken: readonly string[];
}

interface Understood {
  /** What each clause that speaks of a step or an answer was taken for; a step that is not done yet may say why. */
  readonly taken: ReadonlyMap<Clause, 'whole' | 'done' | 'with-reason'>;
  /** A word that no step, word of the trade or sentence of ours has, with a capital. */
  isName(word: string): boolean;
  readonly wishes: readonly Intent[];
  readonly questions: readonly Intent[];
  /** Words that say nothing of their own. */
  isEmpty(word: string): boolean;
  /** It begins with a word that asks. */
  asksWith(text: string): boolean;
}

/** What is said beside the matter, and needs no answer where there is another one. */
const besideTheMatter: readonly Intent[] = ['thanks', 'greeting', 'aside', 'sigh', 'next', 'abilities', 'repair'];

const ofSteps: readonly Intent[] = ['done', 'not-done'];

// Karin, 小王
const name = /(?<![\p{L}\p{N}])\p{Lu}\p{Ll}{2,}(?![\p{L}\p{N}])|[小老][王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗]/gu;

/** What another clause says so much more clearly is not what this one says. */
const reminding = 0.5;

/** "ok so", "well" */
const fewWords = 2;
/** "Karin in network does 3 tomorrow" says more than that it is open. */
const manyWords = 4;

/** @param clauses of the text, all of them */
export function besidesIn(text: string, clauses: readonly Clause[], understood: Understood): Besides {
  const each = clauses.map(clause => kindOf(clause, understood, clauses));
  // "If I open it, does all go out by itself?" is one question.
  const kinds = each.map((kind, place) => {
    const next = each[place + 1];
    return clauses[place]!.isCondition && (next === 'taken' || next === 'untaken') ? next : kind;
  });
  const surely = clauses.filter((clause, place) => kinds[place] === 'remark' && isTold(clause));
  const began = clauses.find(
    ({ chances, isQuestion }) => !isQuestion && chances.began >= asked && chances.began >= chances.remark,
  );
  return {
    remarks: spans(text, clauses, kinds, 'remark'),
    isSure: surely.length > 0,
    began: began?.text.trim() ?? null,
    untaken: spans(text, clauses, kinds, 'untaken'),
  };
}

type Kind = 'remark' | 'untaken' | 'taken' | 'nothing';

function kindOf(
  clause: Clause,
  { taken, wishes, questions, isEmpty, isName, asksWith }: Understood,
  clauses: readonly Clause[],
): Kind {
  const { text, chances, isQuestion } = clause;
  const words = wordsOf(text);
  const content = words.filter(word => !isEmpty(word));
  const known = taken.get(clause);
  if (known === 'with-reason')
    return words.length > manyWords || content.length > fewWords || namesSomebody(text, isName) ? 'remark' : 'taken';
  if (known === 'whole') return 'taken';
  // "Karin in network opened it": who did it stands nowhere else.
  if (known === 'done') return namesSomebody(text, isName) ? 'remark' : 'taken';
  const top = topOf(chances, intents);
  const isAsked = isQuestion || (asking.includes(top) && chances[top] >= asked) || (asksWith(text) && !isTold(clause));
  if (isAsked) return words.length < fewWords || isAnswered(top, wishes, questions) ? 'taken' : 'untaken';
  if (isTold(clause)) return 'remark';
  // "We gave him an archive too": of a step that could not be found.
  if (ofSteps.includes(top)) return content.length >= fewWords ? 'remark' : 'taken';
  // "Sent it, they have a ticket for it": the second only reminds of it.
  const isClearer = clauses.some(other => other.chances[top] * reminding > chances[top]);
  if (wishes.includes(top) && chances[top] >= likely && !(isClearer && content.length >= fewWords)) return 'taken';
  if (besideTheMatter.includes(top) && chances[top] >= hint) return 'nothing';
  return content.length >= fewWords || (content.length > 0 && words.length > fewWords) ? 'remark' : 'nothing';
}

/** What a word means is told with what it rests on, and "can I leave it out" with the risk. */
function isAnswered(top: Intent, wishes: readonly Intent[], questions: readonly Intent[]): boolean {
  // "No idea, how do I see that" leads to how it is found out.
  return (
    wishes.includes('unsure') ||
    [...wishes, ...questions].some(one => one === top) ||
    (questions.length > 0 && wishes.length > 0)
  );
}

/** Somebody's name: "Karin", "by Karin", 小王. */
function namesSomebody(text: string, isName: (word: string) => boolean): boolean {
  return [...text.matchAll(name)].some(({ 0: word }) => isName(word));
}

export function isTold({ chances, isQuestion }: Pick<Clause, 'chances' | 'isQuestion'>): boolean {
  const told = Math.max(...telling.map(intent => chances[intent]));
  const others = intents.filter(intent => !telling.includes(intent));
  return !isQuestion && told >= asked && told >= chances[topOf(chances, others)];
}

function topOf(chances: Clause['chances'], some: readonly Intent[]): Intent {
  return some.reduce((best, one) => (chances[one] > chances[best] ? one : best));
}

/** As they stand in the text, with what joins them. */
function spans(text: string, clauses: readonly Clause[], kinds: readonly Kind[], kind: Kind): string[] {
  const found: { from: number; to: number }[] = [];
  clauses.forEach(({ from, text: clause }, place) => {
    if (kinds[place] !== kind) return;
    const last = found.at(-1);
    const to = from + clause.length;
    const between = last && text.slice(last.to, from);
    if (last && kinds[place - 1] === kind && !endsSentence.test(between ?? '')) last.to = to;
    else found.push({ from, to });
  });
  return found.map(({ from, to }) => trimmed(text.slice(from, to))).filter(one => one !== '');
}

const endsSentence = /[.!?。！？;；\n]/;

function trimmed(span: string): string {
  return cut(span).length === 0 ? '' : span.trim().replace(/^[-–,，:：\s]{1,9}/, '');
}
