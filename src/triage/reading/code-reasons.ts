/** What a code says by itself: RFC 3463, RFC 7372 and 7505 and IANA's registry for everybody, Exchange's table for Exchange. */
import type { PublicReason } from '../public-reason.ts';
import { passesOn } from '../status-code.ts';

export interface CodeReason {
  readonly reason: PublicReason;
  /** The class says little, and the words around it may say more. */
  readonly isVague: boolean;
  /** It stands in Exchange's own table. */
  readonly isOwn: boolean;
}

/** By subject and detail, for 4.x.x and 5.x.x. */
const registered: Readonly<Record<string, PublicReason>> = {
  '1.1': 'userunknown',
  '1.2': 'hostunknown',
  '1.3': 'userunknown',
  '1.4': 'userunknown',
  '1.6': 'hasmoved',
  '1.7': 'rejected',
  '1.8': 'rejected',
  '1.9': 'systemerror',
  '1.10': 'notaccept',
  '2.1': 'suspend',
  '2.2': 'mailboxfull',
  '2.3': 'emailtoolarge',
  '2.4': 'filtered',
  '3.1': 'systemfull',
  '3.2': 'notaccept',
  '3.3': 'systemerror',
  '3.4': 'emailtoolarge',
  '3.5': 'systemerror',
  '4.1': 'networkerror',
  '4.2': 'networkerror',
  '4.3': 'systemerror',
  '4.4': 'hostunknown',
  '4.5': 'ratelimited',
  '4.6': 'networkerror',
  '4.7': 'expired',
  '5.1': 'syntaxerror',
  '5.2': 'syntaxerror',
  '5.3': 'policyviolation',
  '5.4': 'syntaxerror',
  '5.5': 'syntaxerror',
  '6.1': 'contenterror',
  '6.2': 'contenterror',
  '6.3': 'contenterror',
  '6.6': 'contenterror',
  '6.7': 'contenterror',
  '6.9': 'contenterror',
  '7.2': 'securityerror',
  '7.8': 'securityerror',
  '7.9': 'securityerror',
  '7.11': 'securityerror',
  '7.13': 'suspend',
  '7.14': 'securityerror',
  '7.15': 'policyviolation',
  '7.16': 'policyviolation',
  '7.17': 'hasmoved',
  '7.18': 'hostunknown',
  '7.19': 'emailtoolarge',
  '7.20': 'authfailure',
  '7.21': 'authfailure',
  '7.22': 'authfailure',
  '7.23': 'authfailure',
  '7.24': 'authfailure',
  '7.25': 'requireptr',
  '7.26': 'authfailure',
  '7.27': 'notaccept',
  '7.28': 'ratelimited',
  '7.29': 'authfailure',
  '7.30': 'failedstarttls',
};

/** Exchange's own meanings, single details and ranges of them. */
/** `4.4.1` is everybody's “no answer”, `5.4.1` Exchange's “no such recipient”. */
const permanentOnly: ReadonlySet<string> = new Set(['4.1']);

const exchange: readonly (readonly [subject: number, from: number, to: number, reason: PublicReason])[] = [
  [1, 0, 0, 'rejected'],
  [1, 6, 6, 'hostunknown'],
  [1, 8, 8, 'rejected'],
  [1, 10, 10, 'userunknown'],
  [1, 11, 11, 'userunknown'],
  [1, 20, 20, 'notcompliantrfc'],
  [1, 90, 90, 'ratelimited'],
  [1, 351, 351, 'userunknown'],
  [2, 0, 0, 'systemerror'],
  [2, 121, 122, 'ratelimited'],
  [2, 252, 252, 'rejected'],
  [3, 190, 190, 'policyviolation'],
  [4, 1, 1, 'userunknown'],
  [4, 9, 20, 'networkerror'],
  [4, 62, 62, 'networkerror'],
  [4, 300, 300, 'expired'],
  [4, 310, 310, 'hostunknown'],
  [4, 311, 317, 'networkerror'],
  [4, 318, 318, 'systemerror'],
  [4, 395, 400, 'networkerror'],
  [6, 11, 11, 'contenterror'],
  [6, 200, 299, 'contenterror'],
  [7, 3, 3, 'securityerror'],
  [7, 5, 5, 'failedstarttls'],
  [7, 12, 12, 'securityerror'],
  [7, 51, 51, 'policyviolation'],
  [7, 54, 54, 'norelaying'],
  [7, 57, 57, 'securityerror'],
  [7, 60, 60, 'rejected'],
  [7, 64, 64, 'norelaying'],
  [7, 68, 68, 'policyviolation'],
  [7, 124, 129, 'rejected'],
  [7, 133, 136, 'rejected'],
  [7, 139, 139, 'authfailure'],
  [7, 193, 193, 'securityerror'],
  [7, 230, 231, 'securityerror'],
  [7, 232, 236, 'ratelimited'],
  [7, 320, 325, 'failedstarttls'],
  [7, 364, 364, 'rejected'],
  [7, 367, 367, 'norelaying'],
  [7, 368, 368, 'norelaying'],
  [7, 500, 500, 'ratelimited'],
  [7, 501, 501, 'spamdetected'],
  [7, 502, 503, 'rejected'],
  [7, 504, 505, 'rejected'],
  [7, 506, 506, 'blocked'],
  [7, 507, 507, 'blocked'],
  [7, 508, 508, 'ratelimited'],
  [7, 509, 509, 'authfailure'],
  [7, 510, 511, 'blocked'],
  [7, 512, 512, 'notcompliantrfc'],
  [7, 513, 513, 'blocked'],
  [7, 515, 515, 'authfailure'],
  [7, 520, 520, 'policyviolation'],
  [7, 606, 649, 'blocked'],
  [7, 650, 650, 'badreputation'],
  [7, 651, 699, 'ratelimited'],
  [7, 703, 703, 'rejected'],
  [7, 705, 705, 'ratelimited'],
  [7, 708, 708, 'ratelimited'],
  [7, 711, 711, 'securityerror'],
  [7, 750, 750, 'rejected'],
  [7, 800, 800, 'rejected'],
  [7, 850, 899, 'badreputation'],
  [7, 900, 999, 'policyviolation'],
];

const vague: Readonly<Record<string, PublicReason>> = {
  '0.0': 'undefined',
  '1.0': 'userunknown',
  '2.0': 'filtered',
  '3.0': 'systemerror',
  '4.0': 'networkerror',
  '5.0': 'undefined',
  '6.0': 'contenterror',
  '7.0': 'securityerror',
  '7.1': 'securityerror',
};

// RFC 5321, 4.2.3
const replyCodes: Readonly<Record<string, PublicReason>> = {
  421: 'networkerror',
  452: 'systemfull',
  500: 'syntaxerror',
  501: 'syntaxerror',
  502: 'syntaxerror',
  503: 'syntaxerror',
  504: 'syntaxerror',
  521: 'notaccept',
  530: 'securityerror',
  535: 'securityerror',
  552: 'emailtoolarge',
  553: 'rejected',
  555: 'syntaxerror',
  556: 'notaccept',
};

/** Of 4.x.x, where it differs: Microsoft 365 slows a sender down. */
const exchangeSlows: readonly (readonly [from: number, to: number, reason: PublicReason])[] = [
  [650, 650, 'badreputation'],
  [500, 500, 'systemerror'],
  [501, 699, 'ratelimited'],
  [850, 899, 'badreputation'],
];

/** @param isExchange whether Exchange may have said it */
export function codeReason(
  { replyCode, enhancedStatusCode }: { readonly replyCode: string | null; readonly enhancedStatusCode: string | null },
  isExchange: boolean,
): CodeReason | null {
  const [kind, subject, detail] = (enhancedStatusCode ?? '').split('.').map(Number);
  if (kind === 2 || replyCode?.startsWith('2')) return { reason: 'delivered', isVague: false, isOwn: false };
  if (subject !== undefined && detail !== undefined) {
    const slows = exchangeSlows.find(([from, to]) => kind === 4 && subject === 7 && from <= detail && detail <= to);
    if (isExchange && slows) return { reason: slows[2], isVague: false, isOwn: true };
    const own = exchange.find(([one, from, to]) => one === subject && from <= detail && detail <= to);
    if (isExchange && own && !(kind === 4 && permanentOnly.has(`${subject}.${detail}`)))
      return {
        reason: own[3],
        isVague: detail === 0,
        isOwn: detail !== 0 && !passesOn({ class: kind!, subject, detail }),
      };
    const key = `${subject}.${detail}`;
    const known = registered[key];
    if (known !== undefined) return { reason: known, isVague: false, isOwn: false };
    const little = vague[key];
    if (little !== undefined) return { reason: little, isVague: true, isOwn: false };
  }
  const replied = replyCode === null ? undefined : replyCodes[replyCode];
  return replied === undefined ? null : { reason: replied, isVague: true, isOwn: false };
}
