/** Get-Mailbox | Measure-Object and its like: whether anybody's mailbox is left on a server of one's own. */
import type { FindingFact } from '../../triage/finding.ts';
import type { FindingReader } from '../finding-reader.ts';
import { adminFinding, sentence } from './admin-finding.ts';

// Get-Mailbox -ResultSize Unlimited | Measure-Object | (Get-MailUser -ResultSize Unlimited).Count
const command =
  /\bGet-(?<what>Mailbox|EXOMailbox|RemoteMailbox|MailUser)\b[^\n]{0,300}?(?:\bMeasure(?:-Object)?\b|\)[ \t]{0,4}\.[ \t]{0,4}(?:Count|Length)\b)/gi;
// Count             : 0 | Anzahl : 0
const counted = /^[ \t]{0,8}(?:Count|Aantal|Anzahl|Antal|计数)[ \t]{0,40}[:：][ \t]{0,8}(?<count>\d{1,9})[ \t]{0,8}$/im;
// 14, on a line of its own, as a property prints it
const bare = /^[ \t]{0,8}(?<count>\d{1,9})[ \t]{0,8}$/m;
// All that Measure-Object prints: nothing else looks like it.
const measured = /^[ \t]{0,8}Average[ \t]{0,40}:|^[ \t]{0,8}Property[ \t]{0,40}:/im;

type What = 'unknown' | 'mailbox' | 'exomailbox' | 'remotemailbox' | 'mailuser';
const most = 8;
/** None of these is all mailboxes, so none of them is no answer. */
const ofSome =
  /-(?:PublicFolder|Archive|Arbitration|AuditLog|Monitoring|Migration|GroupMailbox|SoftDeletedMailbox|InactiveMailboxOnly|RecipientTypeDetails|Filter|OrganizationalUnit|Database|Identity)\b|\|[ \t]{0,4}(?:\?|where)/i;

interface Count {
  readonly what: What;
  readonly count: number;
}

/** The numbers alone could count anything: told by the command above them, or by all that Measure-Object prints. */
export const mailboxCountReader: FindingReader = (text, name, { findings = [] }) => {
  const counts = countsIn(text);
  if (counts.length === 0) return undefined;
  // What is on the server decides, else what the directory says of mailboxes elsewhere.
  const of = (what: What) => {
    const all = counts.filter(one => one.what === what).map(({ count }) => count);
    return all.length === 0 ? undefined : Math.max(...all);
  };
  const [own, elsewhere, moved, cloud] = [of('mailbox'), of('mailuser'), of('remotemailbox'), of('exomailbox')];
  const says = [
    ...(own === undefined ? [] : [sentence(own === 0 ? 'noneMeans' : 'someMeans')]),
    ...(elsewhere === undefined ? [] : [sentence(elsewhere === 0 ? 'noMailUser' : 'mailUsers', { count: elsewhere })]),
    ...(moved === undefined ? [] : [sentence('moved', { count: moved })]),
    ...(cloud === undefined ? [] : [sentence('cloud', { count: cloud })]),
  ];
  const shows: FindingFact[] = [];
  if (own !== undefined) shows.push(own === 0 ? 'no-mailbox-remains' : 'mailboxes-remain');
  if (elsewhere !== undefined && elsewhere > 0) shows.push('mail-users-remain');
  // A count of other things does not take back what was counted before.
  const before = findings.findLast(({ kind }) => kind === 'mailbox-count')?.shows ?? [];
  if (own === undefined)
    shows.push(...before.filter(fact => fact === 'mailboxes-remain' || fact === 'no-mailbox-remains'));
  if (elsewhere === undefined) shows.push(...before.filter(fact => fact === 'mail-users-remain'));
  const [key, count] =
    own !== undefined
      ? [own === 0 ? 'none' : 'some', own]
      : elsewhere !== undefined
        ? [elsewhere === 0 ? 'noUsers' : 'users', elsewhere]
        : cloud === undefined && moved === undefined
          ? ['counted', of('unknown') ?? 0]
          : ['cloud', cloud ?? moved ?? 0];
  return adminFinding(
    'mailbox-count',
    { name, format: 'Measure-Object', rows: counts.length },
    { headline: sentence(`headline.${key}`, { count: count as number }), says, shows },
  );
};

function countsIn(text: string): Count[] {
  const commands = [...text.matchAll(command)].slice(0, most);
  if (commands.length === 0) {
    const count = measured.test(text) ? counted.exec(text)?.groups?.count : undefined;
    // Of what it counts nothing is known.
    return count === undefined ? [] : [{ what: 'unknown', count: Number(count) }];
  }
  // Two commands in one go print their numbers one after the other, below both.
  const numbers = [
    ...text.matchAll(new RegExp(`${counted.source}|${bare.source.replace('<count>', '<alone>')}`, 'gim')),
  ]
    .slice(0, most * 4)
    .map(({ index, groups }) => ({ index, count: Number(groups!.count ?? groups!.alone) }))
    .filter(({ index }) => index > commands[0]!.index);
  return commands.flatMap(({ groups, index, 0: typed }, at) => {
    const after = numbers.filter(one => one.index > index);
    const until = commands[at + 1]?.index ?? Number.POSITIVE_INFINITY;
    const own = after.find(one => one.index < until) ?? (numbers.length === commands.length ? numbers[at] : undefined);
    const what = groups!.what!.toLowerCase() as What;
    return own === undefined || (own.count === 0 && what === 'mailbox' && ofSome.test(typed))
      ? []
      : [{ what, count: own.count }];
  });
}
