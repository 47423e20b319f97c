/** The organisation's memory, to look at and to correct: partners, and whose a server is. */

import { locales } from '../../../triage/evidence.ts';
import { domainOf } from '../../../triage/facts.ts';
import { plain, type Typed } from '../../../triage/hearing/index.ts';
import type { Desk, Reader } from '../../desk.ts';
import { notice, type Reply, replyWith } from '../../reply.ts';
import { inPlace, keepInPlace } from '../keep-in-place.ts';
import type { Turn } from '../open-turn.ts';
import type { IncomingActivity } from '../read-activity.ts';
import { firstPage, hostView, listHosts, listPartners, partnerView } from './directory-lists.ts';
import { exportPartners, importPartners } from './on-csv.ts';
import { privately } from './privately.ts';
import { type DirectoryPress, type Page, readDirectoryPress } from './read-button.ts';
import { remember } from './remember.ts';

/** Undefined where the word behind the command finds nothing: it was no search but the beginning of a sentence. */
export async function onDirectoryTyped(
  desk: Desk,
  { reader }: Turn,
  typed: Typed & { kind: 'directory' | 'partner' | 'host' | 'export' },
): Promise<Reply | undefined> {
  switch (typed.kind) {
    case 'directory': {
      const page = { ...firstPage, sought: typed.sought };
      if (typed.sought !== null && !(await isFound(desk, reader, typed.list, typed.sought))) return undefined;
      return privately(desk, reader, own => list(desk, own, typed.list, page));
    }
    case 'partner':
      return privately(desk, reader, async own => replyWith(desk, own, await partnerView(desk, own, typed.name)));
    case 'host':
      return privately(desk, reader, async own => replyWith(desk, own, await hostView(desk, own, ownedBy(typed.name))));
    case 'export':
      return privately(desk, reader, own => exportPartners(desk, own));
    default:
      return typed satisfies never;
  }
}

async function isFound(desk: Desk, reader: Reader, which: 'partners' | 'hosts', sought: string): Promise<boolean> {
  const reply = await list(desk, { ...reader, isShared: false }, which, { ...firstPage, sought });
  return (reply.listed?.ids.length ?? 0) > 0;
}

function list(desk: Desk, reader: Reader, which: 'partners' | 'hosts', page: Page): Promise<Reply> {
  return which === 'partners' ? listPartners(desk, reader, page) : listHosts(desk, reader, page);
}

/** All servers of a domain are one company's. */
function ownedBy(host: string): string {
  return domainOf(host) ?? host;
}

/** A number beside a list, or the name of its buttons. */
export async function onDirectoryNumber(
  desk: Desk,
  { reader }: Turn,
  last: Pick<Reply, 'asks' | 'listed'>,
  text: string,
): Promise<Reply | undefined> {
  const { asks, listed } = last;
  if ((asks !== 'partners' && asks !== 'hosts') || !listed) return undefined;
  const said = plain(text);
  const is = (key: string) => locales.some(locale => plain(desk.strings[locale].say(key)) === said);
  const { ids, from, sought = null } = listed;
  if (is('cases.more') && listed.hasMore)
    return list(desk, reader, asks, { ...firstPage, sought, after: ids.at(-1), from: from + ids.length });
  if (is('partners.before') && from > 0)
    return list(desk, reader, asks, { ...firstPage, sought, before: ids[0], from: Math.max(0, from - ids.length) });
  const number = /^#?(?<number>\d{1,5})\.?$/.exec(text.trim())?.groups?.number;
  const named = ids[Number(number) - from - 1];
  if (named === undefined) return undefined;
  return replyWith(desk, reader, await (asks === 'partners' ? partnerView : hostView)(desk, reader, named));
}

/** A button of the directory, whose card stays in its place. */
export async function onDirectoryPress(desk: Desk, turn: Turn, activity: IncomingActivity): Promise<Reply> {
  const { reader } = turn;
  const press = readDirectoryPress(activity.value);
  if (!press) return replyWith(desk, reader, notice('no-case'));
  const isInvoke = activity.type === 'invoke';
  const reply = await privately(desk, reader, async own => {
    const answer = await pressed(desk, own, press);
    return isInvoke && !reader.isShared ? inPlace(answer) : answer;
  });
  await keepInPlace(desk, reader, reply, activity);
  return reply;
}

async function pressed(desk: Desk, reader: Reader, press: DirectoryPress): Promise<Reply> {
  switch (press.verb) {
    case 'partners':
      return listPartners(desk, reader, press.page);
    case 'hosts':
      return listHosts(desk, reader, press.page);
    case 'partner':
      return replyWith(desk, reader, await partnerView(desk, reader, press.named));
    case 'host':
      return replyWith(desk, reader, await hostView(desk, reader, press.named));
    case 'save-partner':
      return savePartner(desk, reader, press);
    case 'ask-delete-partner':
      return replyWith(desk, reader, { kind: 'partner-delete', domain: press.named });
    case 'delete-partner':
      await remember(desk, reader, [{ kind: 'partner-gone', domain: press.named }]);
      return listPartners(desk, reader, firstPage, { kind: 'deleted', domain: press.named });
    case 'set-host':
      await remember(desk, reader, [{ kind: 'host-owner', host: press.named, owner: press.owner }]);
      return replyWith(desk, reader, await hostView(desk, reader, press.named));
    case 'import-partners':
      return importPartners(desk, reader, press.draft);
    default:
      return press satisfies never;
  }
}

/** What was filled in takes the place of what was known. The card says what is stored now. */
async function savePartner(
  desk: Desk,
  reader: Reader,
  { named: domain, filled }: DirectoryPress & { verb: 'save-partner' },
): Promise<Reply> {
  await remember(desk, reader, [{ kind: 'partner', domain, ...filled, isImported: false }]);
  return replyWith(desk, reader, { ...(await partnerView(desk, reader, domain)), isSaved: true });
}
