/** An answer about the case, or about a word of the trade: a sentence or a few, and what one can do next. */
import type { Answer, Question } from '../../triage/answer.ts';
import type { Owner } from '../../triage/article.ts';
import { textsFor } from '../../triage/article-texts.ts';
import { codeOf } from '../../triage/evidence.ts';
import { itemIn } from '../../triage/guiding/index.ts';
import type { AnsweredItem, AnswerView } from '../../triage/showing/index.ts';
import type { CardContext } from '../card-context.ts';
import { fillCommand, fillText, isHarmless } from '../case-values.ts';
import { formatClock, formatTimeWithZone } from '../format-time.ts';
import { joinWords } from '../join.ts';
import { escapeMarkdown, withoutMarkdown } from '../markdown.ts';
import {
  articleTexts,
  type Button,
  button,
  commandLine,
  facts,
  kicker,
  type Line,
  skippedLines,
  sourceOf,
  stateBand,
  stepTexts,
} from './frame.ts';

type About = NonNullable<AnswerView['about']>;

interface Said {
  readonly title: string;
  readonly lines: readonly Line[];
  readonly note?: string;
  readonly buttons?: readonly Button[];
}

/** Teams shows six. */
const mostButtons = 6;

export function answerData(view: AnswerView, context: CardContext) {
  const { answer, about } = view;
  const { title, lines, note, buttons = [] } = said(answer, about, context);
  const show = about === null ? [] : [button(context.strings.say(showKey(about)), 'show')];
  const all = [...buttons, ...show].slice(0, mostButtons);
  return {
    fallbackText: withoutMarkdown(title),
    ...(about !== null && { caseId: about.caseId, kicker: kicker(about, context) }),
    title,
    lines,
    ...(note !== undefined && { note }),
    ...(all.length > 0 && { buttons: all }),
  };
}

/** The answer as one text, for what needs no card: a greeting, a word of thanks. */
export function answerText(view: AnswerView, context: CardContext): string {
  const { title, lines } = said(view.answer, view.about, context);
  return [title, ...lines.map(line => line.text)].join('\n\n');
}

function showKey({ stepKind, outcome }: About): string {
  return outcome !== null ? 'answer.show.case' : `answer.show.${stepKind}`;
}

function said(answer: Answer, about: About | null, context: CardContext): Said {
  const { strings } = context;
  switch (answer.about) {
    case 'term':
      return termSaid(answer.term, context);
    case 'greeting':
    case 'thanks':
    case 'abilities': {
      const key = about === null ? 'alone' : about.outcome !== null ? 'closed' : 'open';
      return {
        title: strings.say(`answer.${answer.about}.title`),
        lines: plain([strings.say(`answer.${answer.about}.${key}`)]),
      };
    }
    default:
      return about === null
        ? { title: strings.say('notice.no-case.title'), lines: [] }
        : ofCase(answer, about, context);
  }
}

type OfCase = Exclude<Answer, { about: 'term' | 'greeting' | 'thanks' | 'abilities' }>;

function ofCase(answer: OfCase, about: About, context: CardContext): Said {
  const { strings } = context;
  switch (answer.about) {
    case 'which':
      return {
        title: strings.say(`answer.which.${answer.verb}`),
        lines: [],
        buttons: about.named
          .filter(row => row.stepId === about.stepId)
          .map(row => button(shortItem(row, about, context), answer.verb, { step: row.stepId, item: row.item.id })),
        note: strings.say('answer.which.note'),
      };
    case 'unfinished':
      return {
        title: strings.say('answer.unfinished.title'),
        lines: plain([strings.say('answer.unfinished.why'), ...about.named.map(row => itemLine(row, about, context))]),
        buttons: [button(strings.say('answer.unfinished.close'), 'solved', { step: answer.step, option: 'anyway' })],
      };
    case 'locked':
      return lockedSaid(about, context);
    case 'handed-over':
      return { title: strings.say('answer.handedOver', { who: ownerName(answer.to, context) }), lines: [] };
    case 'nothing-of-theirs':
      return {
        ...whoSaid(about, context),
        title: strings.say('answer.nothingOfTheirs', { who: ownerName(answer.to, context) }),
      };
    case 'delivered':
      return {
        title: strings.say('answer.delivered.title'),
        lines: plain([strings.say('answer.delivered.text')]),
        buttons: [button(strings.say('buttons.yesSolved'), 'solved', { step: answer.step, style: 'positive' })],
      };
    case 'unclear':
      return unclearSaid(about, answer.newText, context);
    default:
      return questionSaid(answer.about, about, answer.lookAt, context);
  }
}

function questionSaid(question: Question, about: About, lookAt: string | null, context: CardContext): Said {
  switch (question) {
    case 'who':
      return whoSaid(about, context);
    case 'where':
      // Nothing is to be clicked there: what is asked is where the text goes.
      return about.stepKind === 'escalation' ? whoSaid(about, context) : whereSaid(about, context);
    case 'how-long':
      return howLongSaid(about, lookAt, context);
    case 'risk':
      return riskSaid(about, context);
    case 'why':
      return whySaid(about, context);
    case 'summary':
      return summarySaid(about, context);
    case 'resend':
      return resendSaid(about, context);
    case 'proof':
      return proofSaid(about, context);
    case 'do-it':
      return doItSaid(about, context);
    case 'wrong':
      return wrongSaid(about, context);
    default:
      return question satisfies never;
  }
}

function termSaid(id: string, { strings, locale, terms }: CardContext): Said {
  const term = terms.get(id);
  if (!term) return { title: id, lines: [] };
  const { term: title, says } = term.texts[locale];
  const related = joinWords(
    locale,
    term.related.flatMap(other => terms.get(other)?.texts[locale].term ?? []),
  );
  return {
    title,
    lines: plain([escapeMarkdown(says), `[${escapeMarkdown(term.source.title)}](${term.source.url})`]),
    ...(related !== '' && { note: strings.say('answer.term.related', { related }) }),
  };
}

/** Who does what, in the order in which they are wanted. */
function whoSaid(about: About, context: CardContext): Said {
  const { strings, locale } = context;
  const open = about.rows.filter(row => row.state !== 'done');
  const ownersOpen = [...new Set(open.map(row => row.item.who))];
  if (about.stepKind === 'escalation' && about.to !== null) {
    return {
      title: strings.say('answer.who.title'),
      lines: plain([strings.say('answer.who.escalation', { who: strings.say(`answer.to.${about.to}`) })]),
      buttons: [button(strings.say('buttons.copyContact'), 'copy-contact')],
    };
  }
  if (ownersOpen.length === 0) {
    const who = joinWords(
      locale,
      about.fixedBy.map(owner => ownerName(owner, context)),
    );
    const key = about.stepKind === 'question' ? 'answer.who.depends' : 'answer.who.allDone';
    return { title: strings.say('answer.who.title'), lines: plain([strings.say(key, { who })]) };
  }
  return {
    title: strings.say('answer.who.title'),
    lines: plain(
      ownersOpen.map(owner => {
        const items = open.filter(row => row.item.who === owner).map(row => itemText(row, about, context));
        return `**${ownerName(owner, context)}:** ${items.join(strings.say('answer.itemGap'))}`;
      }),
    ),
    note: strings.say('answer.who.note'),
    buttons: handOverButtons(ownersOpen, context).slice(0, 2),
  };
}

/** A text for everybody but the one who asks. */
function handOverButtons(ownersOpen: readonly Owner[], context: CardContext): Button[] {
  return ownersOpen
    .filter(owner => owner !== 'helpdesk')
    .map(owner =>
      button(context.strings.say('answer.textFor', { who: ownerName(owner, context) }), 'hand-over', { option: owner }),
    );
}

/** Where to click, what to run, and how to see that it worked: of the step that is meant, else of the next one. */
function whereSaid(about: About, context: CardContext): Said {
  const { strings } = context;
  const row =
    about.named[0] ?? about.rows.find(({ state }) => state === 'next') ?? about.rows.find(one => one.state !== 'done');
  if (!row) {
    const step = stepTexts(about, about.stepId, context);
    const source = sourceOf(about, context);
    const text = about.stepKind === 'question' ? step.why : step.summary;
    return {
      title: fillText(step.question ?? step.title ?? '', source),
      lines: plain([fillText(text ?? '', source), ...articleLines(about, context)]),
    };
  }
  const source = sourceOf(about, context);
  const texts = itemTexts(row, about, context);
  const lines: Line[] = [];
  if (texts?.place !== undefined)
    lines.push(...plain([strings.say('checklist.where', { place: fillText(texts.place, source) })]));
  if (row.item.command !== null) {
    lines.push(...plain([strings.say(/^\{\w+\}$/.test(row.item.command) ? 'checklist.enter' : 'checklist.run')]));
    for (const command of row.item.command.split('\n')) lines.push(commandLine(fillCommand(command, source)));
  }
  if (texts?.check !== undefined)
    lines.push(...plain([strings.say('checklist.doneWhen', { check: fillText(texts.check, source) })]));
  if (lines.length === 0)
    lines.push(...plain([strings.say('answer.where.none', { who: ownerName(row.item.who, context) })]));
  return { title: itemText(row, about, context), lines };
}

function howLongSaid(about: About, lookAt: string | null, context: CardContext): Said {
  const { strings, locale, timeZone } = context;
  const time = (iso: string) => formatTimeWithZone(iso, locale, timeZone);
  const source = sourceOf(about, context);
  const { effect } = articleTexts(about, context);
  const band = stateBand(about, context);
  const minutes = about.rows.reduce((sum, { item, state }) => sum + (state === 'done' ? 0 : (item.minutes ?? 0)), 0);
  const until =
    about.state === 'bounced'
      ? strings.say('answer.howLong.bounced')
      : about.expiresAt !== null
        ? strings.say('answer.howLong.until', { time: time(about.expiresAt) })
        : about.givesUpBy !== null
          ? strings.say('answer.howLong.atLatest', { time: time(about.givesUpBy) })
          : strings.say('answer.howLong.unknown', { hours: about.retryHours });
  return {
    title: strings.say('answer.howLong.title'),
    lines: plain([
      until,
      ...(about.state === 'bounced' && band.detail !== undefined ? [band.detail] : []),
      ...(minutes > 0 ? [strings.say('answer.howLong.work', { minutes })] : []),
      ...(effect === undefined ? [] : [strings.say('checklist.effect', { effect: fillText(effect, source) })]),
      ...(lookAt === null ? [] : [strings.say('answer.howLong.look', { time: time(lookAt) })]),
    ]),
  };
}

/** The risk of a step, and the answer on which it depends. */
function riskSaid(about: About, context: CardContext): Said {
  const { strings } = context;
  const source = sourceOf(about, context);
  const texts = articleTexts(about, context);
  const article = context.articles.get(about.articleId)!;
  const risky = about.risky.map(({ step, item }) => ({ step, item }));
  const isRisky = (row: AnsweredItem) => risky.some(({ step, item }) => step === row.stepId && item === row.item.id);
  const meant = about.named.filter(isRisky).map(row => ({ step: row.stepId, item: row.item.id }));
  const harmless = about.named.filter(row => !isRisky(row));
  const here = risky.filter(({ step }) => step === about.stepId);
  const shown = meant.length > 0 ? meant : harmless.length > 0 ? [] : here;
  const lines = shown.slice(0, 4).flatMap(({ step, item }) => {
    const own = texts.steps[step]?.items?.[item];
    const found = itemIn(article, { step, item });
    const conditions = (found?.requires ?? []).map(({ step: question, option }) => {
      const asked = texts.steps[question];
      const given = about.answers.find(({ stepId }) => stepId === question)?.option;
      return strings.say(
        given === undefined
          ? 'answer.risk.onlyIf'
          : given === option
            ? 'answer.risk.asYouSaid'
            : 'answer.risk.butYouSaid',
        {
          question: fillText(asked?.question ?? '', source),
          option: fillText(asked?.options?.[option] ?? option, source),
          given: fillText(asked?.options?.[given ?? ''] ?? '', source),
        },
      );
    });
    return [`**${fillText(own?.text ?? '', source)}:** ${fillText(own?.risk ?? '', source)}`, ...conditions];
  });
  return {
    title: strings.say('answer.risk.title'),
    lines: plain(
      lines.length > 0
        ? lines
        : harmless.length > 0
          ? harmless.slice(0, 2).flatMap(row => {
              const { check } = itemTexts(row, about, context) ?? {};
              return [
                strings.say('answer.risk.noneFor', { text: itemText(row, about, context) }),
                ...(row.item.who === 'firewall' ? [strings.say('answer.risk.firewall')] : []),
                ...(check === undefined ? [] : [strings.say('checklist.doneWhen', { check: fillText(check, source) })]),
              ];
            })
          : [strings.say(proofKind(about) === 'certificate' ? 'answer.risk.certificate' : 'answer.risk.none')],
    ),
  };
}

/** The lines of the paste, the answers, and the rule. */
function whySaid(about: About, context: CardContext): Said {
  const { strings } = context;
  const source = sourceOf(about, context);
  const { line } = about.evidence;
  const texts = articleTexts(about, context);
  const skipped = new Set(about.skipped.map(({ step }) => step));
  const given = about.answers
    .filter(({ stepId }) => !skipped.has(stepId))
    .map(({ stepId, option }) => {
      const step = texts.steps[stepId];
      return strings.say('answer.why.answered', {
        question: fillText(step?.question ?? '', source),
        option: fillText(step?.options?.[option] ?? option, source),
      });
    });
  const asks = about.stepKind === 'question' ? stepTexts(about, about.stepId, context).why : undefined;
  return {
    title: strings.say('answer.why.title'),
    lines: [
      ...plain(asks === undefined ? [] : [fillText(asks, source)]),
      ...(line === ''
        ? plain([strings.say('answer.why.words')])
        : [...plain([strings.say('answer.why.line')]), { text: escapeMarkdown(line), font: 'monospace' as const }]),
      ...plain([fillText(texts.cause, source), ...skippedLines(about, context).map(({ text }) => text), ...given]),
      ...plain(articleLines(about, context)),
    ],
    note: strings.say('answer.why.note'),
  };
}

/** The sources of the article, as links. */
function articleLines(about: About, { articles, strings, locale }: CardContext): string[] {
  const links = (articles.get(about.articleId)?.sources ?? []).flatMap(({ title, url }) =>
    url === undefined ? [] : [`[${escapeMarkdown(title)}](${url})`],
  );
  return links.length === 0 ? [] : [strings.say('answer.why.rule', { links: joinWords(locale, links.slice(0, 2)) })];
}

/** Five lines: what, how it stands, what is known, what was done, what is next. */
function summarySaid(about: About, context: CardContext): Said {
  const { strings, locale, timeZone } = context;
  const source = sourceOf(about, context);
  const texts = articleTexts(about, context);
  const band = stateBand(about, context);
  const known = facts(about.evidence, context)
    .slice(0, 2)
    .map(({ title, value }) => `${title}: ${value}`);
  const given = about.answers.map(({ stepId, option }) => {
    const step = texts.steps[stepId];
    return `${fillText(step?.question ?? '', source)} ${fillText(step?.options?.[option] ?? option, source)}`;
  });
  const people = joinWords(locale, [...new Set(about.done.map(({ by }) => escapeMarkdown(by.name)))]);
  const doneTexts = about.done.map(({ stepId, itemId }) =>
    fillText(texts.steps[stepId]?.items?.[itemId]?.text ?? '', source),
  );
  const last = about.done
    .map(({ at }) => at)
    .sort()
    .at(-1);
  const code = codeOf(about.evidence.cause);
  return {
    title: fillText(texts.headline, source),
    lines: plain([
      strings.say('answer.summary.problem', {
        problem: [code, texts.title, ...known].filter(part => part !== null).join(' · '),
      }),
      strings.say('answer.summary.state', {
        state: [band.text, band.detail].filter(part => part !== undefined).join(' · '),
      }),
      ...(given.length > 0 ? [strings.say('answer.summary.answers', { answers: given.join(' · ') })] : []),
      doneTexts.length === 0 || last === undefined
        ? strings.say('answer.summary.nothingDone')
        : strings.say('answer.summary.done', {
            steps: doneTexts.join(strings.say('answer.itemGap')),
            people,
            time: formatClock(last, locale, timeZone),
          }),
      nextLine(about, context),
    ]),
  };
}

function nextLine(about: About, context: CardContext): string {
  const { strings, locale, timeZone } = context;
  if (about.outcome !== null)
    return strings.say(`answer.summary.${about.outcome.kind}`, {
      time: formatTimeWithZone(about.outcome.at, locale, timeZone),
    });
  const next = about.rows.find(row => row.state === 'next') ?? about.rows.find(row => row.state !== 'done');
  if (next)
    return strings.say('answer.summary.next', {
      step: itemText(next, about, context),
      who: ownerName(next.item.who, context),
    });
  const step = stepTexts(about, about.stepId, context);
  const text = fillText(step.question ?? step.title ?? '', sourceOf(about, context));
  return strings.say(about.stepKind === 'question' ? 'answer.summary.question' : 'answer.summary.look', { text });
}

/** Who sends again, and how they are found. */
function resendSaid(about: About, context: CardContext): Said {
  const { strings, locale, timeZone } = context;
  const source = sourceOf(about, context);
  const lines =
    about.state === 'bounced' ? ['yes', 'after'] : about.state === 'queued' ? ['no', 'later'] : ['depends', 'after'];
  const domain = about.evidence.recipients[0]?.split('@').at(-1) ?? null;
  const isSafe = domain !== null && isHarmless(domain);
  const since = about.evidence.queuedAt ?? about.evidence.lastAttempt ?? about.openedAt;
  const start = new Date(Date.parse(since) - 24 * 3_600_000).toISOString().slice(0, 10);
  const end = new Date(Date.parse(about.openedAt) + 24 * 3_600_000).toISOString().slice(0, 10);
  const command = `Get-MessageTraceV2 ${isSafe ? `-RecipientAddress *@${domain} ` : ''}-Status Failed -StartDate ${start} -EndDate ${end}`;
  return {
    title: strings.say(`answer.resend.${lines[0]}.title`),
    lines: [
      ...plain(
        lines.map(key =>
          fillText(
            strings.say(`answer.resend.${key}.text`, {
              time: about.expiresAt === null ? '' : formatTimeWithZone(about.expiresAt, locale, timeZone),
            }),
            source,
          ),
        ),
      ),
      ...plain([fillText(strings.say('answer.resend.find'), source)]),
      commandLine(command),
    ],
  };
}

/** What to ask the other side for who says that nothing is wrong there. */
function proofSaid(about: About, context: CardContext): Said {
  const { strings } = context;
  const source = sourceOf(about, context);
  const server = about.evidence.remoteHost ?? '';
  const kind = proofKind(about);
  const name = isHarmless(server) ? server : strings.say('unknown.server.command');
  const commands = proofCommands(kind, name);
  const { line } = about.evidence;
  return {
    title: strings.say('answer.proof.title'),
    lines: [
      ...(line === ''
        ? []
        : [...plain([strings.say('answer.proof.show')]), { text: escapeMarkdown(line), font: 'monospace' as const }]),
      ...plain([fillText(strings.say(`answer.proof.${kind}`), source)]),
      ...commands.map(commandLine),
      ...plain([fillText(strings.say('answer.proof.log'), source)]),
    ],
    ...(about.stepKind === 'escalation' && {
      buttons: [button(strings.say('buttons.copyContact'), 'copy-contact')],
    }),
  };
}

type Proof = 'certificate' | 'connection' | 'names' | 'reply';

function proofKind({ evidence }: About): Proof {
  const { subReason, reason } = evidence;
  if (/certificate|subject|root|tls/.test(subReason ?? '') || /^[45]\.7\.32/.test(codeOf(evidence.cause) ?? ''))
    return 'certificate';
  if (subReason?.startsWith('dns')) return 'names';
  if (subReason?.startsWith('socket') || reason === 'networkerror' || reason === 'expired') return 'connection';
  return 'reply';
}

function proofCommands(kind: Proof, server: string): string[] {
  switch (kind) {
    case 'certificate':
      return [
        `openssl s_client -starttls smtp -connect ${server}:25 -servername ${server} </dev/null | openssl x509 -noout -subject -ext subjectAltName -dates -issuer`,
      ];
    case 'connection':
      return [`Test-NetConnection ${server} -Port 25`];
    case 'names':
      return [`nslookup ${server} 8.8.8.8`];
    case 'reply':
      return [];
    default:
      return kind satisfies never;
  }
}

/** No, and why; what helps instead. */
function doItSaid(about: About, context: CardContext): Said {
  const { strings } = context;
  const open = about.rows.filter(row => row.state !== 'done');
  const hasCommands = open.some(row => row.item.command !== null);
  return {
    title: strings.say('answer.doIt.title'),
    lines: plain([strings.say('answer.doIt.text')]),
    buttons: [
      ...(hasCommands ? [button(strings.say('buttons.commands'), 'copy-commands')] : []),
      ...(about.stepKind === 'escalation' ? [button(strings.say('buttons.copyContact'), 'copy-contact')] : []),
      ...handOverButtons([...new Set(open.map(row => row.item.who))], context).slice(0, 2),
    ],
  };
}

function wrongSaid(about: About, context: CardContext): Said {
  const { strings, articles, locale } = context;
  const related = about.related.slice(0, 3).flatMap(id => {
    const article = articles.get(id);
    if (!article) return [];
    const { title, tell } = textsFor(article, about.evidence, locale);
    return [`**${title}:** ${tell}`];
  });
  return {
    title: strings.say('answer.wrong.title'),
    lines: plain([strings.say('answer.wrong.text'), ...related]),
    note: strings.say('answer.wrong.note'),
    ...(about.canStepBack && { buttons: [button(strings.say('buttons.back'), 'back')] }),
  };
}

function lockedSaid(about: About, context: CardContext): Said {
  const { strings } = context;
  const source = sourceOf(about, context);
  const [row] = about.named;
  if (!row) return { title: strings.say('answer.unclear.title'), lines: [] };
  const reason = fillText(itemTexts(row, about, context)?.locked ?? '', source);
  const text =
    row.lockedBy?.kind === 'item'
      ? strings.say('checklist.lockedByItem', { number: row.lockedBy.number, reason })
      : strings.say('checklist.lockedByAnswer', { reason });
  return { title: itemText(row, about, context), lines: plain([text]) };
}

/** What can be said right now. */
function unclearSaid(about: About, newText: string | null, context: CardContext): Said {
  const { strings } = context;
  const key = about.outcome !== null ? 'closed' : about.stepKind;
  return {
    title: strings.say('answer.unclear.title'),
    lines: plain([strings.say(`answer.unclear.${key}`)]),
    note: strings.say('answer.unclear.note'),
    buttons: [
      ...(newText === null ? [] : [button(strings.say('answer.unclear.new'), 'triage-new', { option: newText })]),
      ...(about.outcome === null ? [button(strings.say('answer.ask.who'), 'ask', { option: 'who' })] : []),
      button(strings.say('answer.ask.why'), 'ask', { option: 'why' }),
    ],
  };
}

function itemTexts(row: AnsweredItem, about: About, context: CardContext) {
  return stepTexts(about, row.stepId, context).items?.[row.item.id];
}

/** "3 · Allow TCP port 25 …" */
function itemText(row: AnsweredItem, about: About, context: CardContext): string {
  const { strings } = context;
  const own = itemTexts(row, about, context)?.text ?? '';
  const text = fillText(own, sourceOf(about, context));
  return row.number === null ? text : strings.say('checklist.item', { number: row.number, text });
}

function itemLine(row: AnsweredItem, about: About, context: CardContext): string {
  return `**${itemText(row, about, context)}** · ${ownerName(row.item.who, context)}`;
}

const longestButton = 28;

/** For a button. */
function shortItem(row: AnsweredItem, about: About, context: CardContext): string {
  const text = withoutMarkdown(itemText(row, about, context));
  return text.length <= longestButton ? text : `${text.slice(0, longestButton - 1).trimEnd()}…`;
}

function ownerName(owner: Owner, { strings }: CardContext): string {
  return strings.say(`owners.${owner}`);
}

function plain(texts: readonly string[]): Line[] {
  return texts.filter(text => text !== '').map(text => ({ text, font: 'default' }));
}
