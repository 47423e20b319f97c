/** The public block lists by the names that replies give them. Their look-up pages belong to the article that names them. */

// zen.spamhaus.org, Spamhaus, bl.spamcop.net, b.barracudacentral.org ...
const lists: readonly (readonly [name: string, mark: RegExp])[] = [
  ['Spamhaus', /spamhaus|\b(?:zen|sbl|xbl|pbl|dbl)\.dnsbl\b|\bAS\(?(?:16012611|1440|1450)\)?/i],
  ['SpamCop', /spamcop/i],
  ['Barracuda', /barracudacentral|barracudanetworks\.com\/reputation|\bBRBL\b/i],
  ['SORBS', /\bsorbs\b/i],
  ['UCEPROTECT', /uceprotect/i],
  ['Abusix', /abusix/i],
  ['Invaluement', /invaluement/i],
  ['SpamRATS', /spamrats/i],
  ['PSBL', /\bpsbl\b|surriel\.com/i],
  ['Mailspike', /mailspike/i],
  ['NiX Spam', /nixspam|ix\.dnsbl\.manitu/i],
  ['Trend Micro ERS', /\bers\.trendmicro|mail-abuse\.(?:com|org)|\bERS-?(?:RBL|QIL|DUL)\b|\b(?:RBL|DUL|QIL)-ERS\b/i],
  ['Cloudmark', /csi\.cloudmark|cloudmark sender/i],
  ['Proofpoint', /(?:support|ipcheck|prs)\.proofpoint\.com|proofpoint\.com\/[^\s]{0,40}dnsbl/i],
  ['CBL', /cbl\.abuseat|abuseat\.org/i],
  ['Senderscore', /senderscore|rtbl\.returnpath/i],
  ['Backscatterer', /backscatterer/i],
  ['DroneBL', /dronebl/i],
  ['DNSBL', /found on one or more DNSBLs|#BL00000[1-9]\b/i],
  ['WPBL', /\bwpbl\b/i],
  ['Hostkarma', /hostkarma|junkemailfilter/i],
  ['SpamRL', /spamrl\.com/i],
];

// "listed at", "blocked using": a link to a list's page for whoever asks is said in other replies too
const saysListed =
  /block(?:ed|ing)?[ -]?(?:list)?|black ?list|listed|\brbl\b|dnsbl|denied|reject|refus|removal|delist|lookup|query|reputation|database|bounce message/i;

// "blocked using dnsbl.contoso.example": a list that is not known here is named as the reply names it
const usedList =
  /(?:block(?:ed|ing)|listed|rejected|denied) {1,2}(?:using|in|by|at|on) {1,2}(?<name>(?:[\w-]{1,63}\.){0,6}[\w-]{0,40}(?:dnsbl|rbl|blocklist|blacklist)[\w-]{0,40}(?:\.[\w-]{1,63}){1,6})/i;

/** The name of the list, where a reply says that an address is on it. */
export function findBlockList(text: string): string | null {
  const said = text.slice(0, 4_000);
  // What is listed is in the message.
  if (/\b(?:URLs?|links?|URI) in (?:this|the|your) (?:e-?mail|message|mail)|\buribl\b|\bsurbl\b/i.test(said))
    return null;
  // A list of the recipient's own company is asked by nobody else.
  if (/customer block ?list/i.test(said)) return null;
  const found = lists.find(([, mark]) => mark.test(said));
  if (found && saysListed.test(said)) return found[0];
  return usedList.exec(said)?.groups?.name?.toLowerCase() ?? null;
}
