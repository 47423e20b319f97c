/** One row of what Exchange prints of its queues -> how many wait for whom, and what the next server said last. */
import { isCut, isTypeName, type PrintedObject } from './printed-object.ts';

export interface Queued {
  /** The next hop's domain or name; of the special queues their own. */
  readonly next: string;
  readonly messages: number;
  /** As printed: Ready, Active, Retry, Suspended. */
  readonly status: string;
  readonly special: 'submission' | 'unreachable' | 'poison' | 'shadow' | null;
  /** Empty where it said nothing, or the column is not shown. */
  readonly error: string;
  readonly retryAt: string;
  readonly isErrorShown: boolean;
}

/** Property names by which the three commands are told; an object has two, and one of the first. */
export const queueNames = {
  own: [
    'nexthopdomain',
    'messagecount',
    'deferredmessagecount',
    'nexthopconnector',
    'deliverytype',
    'groupbyvalue',
    'riskLevel'.toLowerCase(),
    'lasterror',
    'queue',
    'fromaddress',
  ],
  shared: [
    'identity',
    'status',
    'velocity',
    'details',
    'subject',
    'nextretrytime',
    'lastretrytime',
    'retrycount',
    'size',
  ],
} as const;

const words = {
  submission: /(?:^|\\)submission$/i,
  unreachable: /(?:^|\\)unreachable$|^unreachable domain$/i,
  poison: /(?:^|\\)poison$/i,
  shadow: /(?:^|\\)shadow\\/i,
} as const;

// 450 4.4.0 …, of Get-QueueDigest -GroupBy LastError
const reply = /^\[?\{?[^\n]{0,60}\b[45]\d\d[ -][45]\.\d/;

export function queuedOf(one: PrintedObject): Queued | undefined {
  const group = (one.get('groupbyvalue') ?? '').trim();
  const isMessage = one.has('fromaddress') || (one.has('queue') && !one.has('messagecount'));
  const identity = (isMessage ? one.get('queue') : one.get('identity')) ?? '';
  const messages = isMessage ? 1 : Number((one.get('messagecount') ?? '').replace(/[.,\s\u00a0]/g, ''));
  if (!Number.isInteger(messages) || messages < 0) return undefined;
  const own = whole(one.get('lasterror'));
  const error = own !== '' ? own : reply.test(group) ? group : '';
  const special = (Object.keys(words) as (keyof typeof words)[]).find(
    name => words[name].test(identity) || words[name].test(one.get('nexthopdomain') ?? ''),
  );
  const type = one.get('deliverytype') ?? '';
  return {
    next: nextOf(one, reply.test(group) ? '' : group, identity),
    messages,
    status: (one.get('status') ?? '').trim(),
    special:
      special ?? (/^ShadowRedundancy$/i.test(type) ? 'shadow' : /^Unreachable$/i.test(type) ? 'unreachable' : null),
    error,
    retryAt: (one.get('nextretrytime') ?? '').trim(),
    isErrorShown: one.has('lasterror') || error !== '',
  };
}

/** `EXCH01\3` names no next hop. */
function nextOf(one: PrintedObject, group: string, identity: string): string {
  const name = (one.get('nexthopdomain') || group || identity || '…').trim();
  return name.length > 120 ? `${name.slice(0, 120)}…` : name;
}

function whole(value = ''): string {
  const text = value.trim();
  return isTypeName(text) || (isCut(text) && text.length < 12) ? '' : text;
}
