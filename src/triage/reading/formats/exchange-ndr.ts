/** Non-delivery reports of Exchange and Exchange Online, classic and new, expired ones with their dated lines included. */
import type { DsnAction } from '../../evidence.ts';
import { findAddresses, firstAddress } from '../addresses.ts';
import { attemptedServer, frontendTimestamp } from '../fields.ts';
import { firstMatches } from '../first-matches.ts';
import { toHost, toIp } from '../hosts.ts';
import { fieldValue, labels } from '../labels.ts';
import { type Attempt, type Reading, weights } from '../reading.ts';
import { readReply } from '../reply.ts';
import { readTime } from '../times.ts';

// Remote Server returned '550 ... | Server at mail.contoso.example (192.0.2.7) returned '450 ... | Remote Server at contoso.example (192.0.2.7) returned
const returned =
  /\b(?:Remote[ \t\n]{1,3})?Server(?:[ \t\n]{1,3}at[ \t\n]{1,3}(?<host>[^\n()'"]{1,160}?)(?:[ \t\n]{0,3}\((?<ip>[^()\n]{2,60})\))?)?[ \t\n]{0,3}returned:?[ \t\n]{1,3}(?=['"<#\d])/gi;
// #550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ## | mail.contoso.example #550 5.2.3 ... ## | host #<exchange.contoso.example #5.7.1 smtp;530 5.7.1 ...> #SMTP#
const hashed =
  /^(?<host>[a-z0-9_.-]{3,253} )?(?:#(?:<[^\s#]{0,253} ?#?|< ?#?)?|[ \t]{0,20}<[a-z0-9_.-]{3,253} ?#)(?=[245]\d\d[ -]|[245]\.\d{1,3}\.\d{1,3})/gim;
// mail.contoso.example gave this error:
const gaveError =
  /^[ \t]{0,8}(?<host>[^\s]{3,253})[ \t](?:gave this error|rejected your message to the following|gaf deze fout|gav det här felet|给出了此错误)[^\n]{0,80}/gim;
const isDelayed =
  /delivery (?:is|has been) delayed|message delayed|^subject: delayed|delayed:|has(?:n't| not) been delivered yet|hasn't been delivered|verzending vertraagd|vertraagd:|försenad|尚未送达|邮件延迟|已延迟/im;
const isNdr =
  /Delivery has failed to these|couldn't be delivered|could not be delivered|wasn't delivered|Undeliverable:|Onbestelbaar|Olevererbart|Non remis|Unzustellbar:|Unzustellbar|Non recapitabile|Kan ikke leveres|Não é possível entregar|未送达|无法送达|無法傳遞|配信不能|kan niet worden bezorgd|kunde inte levereras|n'a pas pu être remis|konnte nicht zugestellt|Échec de la remise|impossibile recapitare|Levering er ikke|Falha na entrega|配信できませんでした|传递失败|未能传递/i;
const isDiagnosis =
  /Diagnostic information for administrators|Diagnostische gegevens voor|Diagnostisk information f|Informations de diagnostic|Diagnoseinformationen|Informazioni di diagnostica|Fejlfindingsoplysninger|diagnóstico para administradores|管理员的诊断信息|管理者向け診断情報/i;

const mostAttempts = 200;

export function readExchangeNdr(text: string): Reading | undefined {
  const attempts = [...returnedAttempts(text), ...hashedAttempts(text), ...reportedAttempts(text)];
  const generatingServer = fieldValue(text, labels.reportingServer);
  const isReport = isNdr.test(text);
  if (attempts.length === 0 && generatingServer === undefined && !(isReport && isDiagnosis.test(text)))
    return undefined;
  const lines = recipientLines(text);
  const rejecting = text.matchAll(gaveError);
  const remote = toHost(fieldValue(text, labels.remoteServer) ?? '') ?? firstHost(rejecting);
  const receiving = fieldValue(text, labels.remoteServer) ?? '';
  return {
    kind: 'ndr',
    attempts: attempts.map(attempt => ({ ...attempt, ...nearest(lines, attempt) })),
    recipients: lines.length > 0 ? lines.map(line => line.address) : nearbyRecipient(text, attempts),
    action: actionOf(text, isReport),
    sender: firstAddress(/Sender Address:?\s{0,3}(?<value>.{1,200})/i.exec(text)?.groups?.value ?? ''),
    remoteHost: remote,
    remoteIp: toIp(/[([](?<ip>[0-9a-f:.]{3,45})[)\]]/i.exec(receiving)?.groups?.ip ?? ''),
    reportingHost: toHost(generatingServer ?? ''),
    queuedAt: readTime(/^Created Date:?[ \t]{0,8}(?<value>.{1,64})/im.exec(text)?.groups?.value ?? ''),
  };
}

function actionOf(text: string, isReport: boolean): DsnAction | undefined {
  if (isDelayed.test(text.slice(0, 4000))) return 'delayed';
  return isReport || isDiagnosis.test(text) ? 'failed' : undefined;
}

function returnedAttempts(text: string): Attempt[] {
  const anchors = firstMatches(text, returned, mostAttempts);
  return anchors.flatMap((anchor, index) => {
    const start = anchor.index + anchor[0].length;
    const end = quotedEnd(text, start, Math.min(anchors[index + 1]?.index ?? text.length, start + 4000));
    const replies = readReply(text, start, end);
    if (replies.length === 0) return [];
    const said = text.slice(start, end);
    const attempted = attemptedServer(said);
    return [
      {
        replies,
        start: anchor.index,
        end,
        host: toHost(anchor.groups!.host ?? '') ?? attempted.host,
        ip: toIp(anchor.groups!.ip ?? '') ?? attempted.ip,
        at: readTime(timeBefore(text, anchor.index)) ?? frontendTimestamp(said),
        weight: weights.reply,
      },
    ];
  });
}

// 11/21/2026 6:32:10 PM - Server at
const datedLine =
  /(?<time>\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4},? \d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?: ?[AP]M)?(?: ?UTC)?)\s{1,3}-\s{1,3}$/i;

function timeBefore(text: string, index: number): string {
  return datedLine.exec(text.slice(Math.max(0, index - 60), index))?.groups?.time ?? '';
}

/** The quote may be broken over lines and hold apostrophes; without one the reply ends with its line. */
function quotedEnd(text: string, start: number, limit: number): number {
  const window = text.slice(start, limit);
  const quote = window[0];
  if (quote === "'" || quote === '"') {
    const closing = window
      .slice(1)
      .search(quote === "'" ? /'(?=[ \t.;,)]{0,3}(?:\n|$))/ : /"(?=[ \t.;,)]{0,3}(?:\n|$))/);
    if (closing !== -1) return start + 1 + closing;
    // Lines that were joined: the quote before the next server's line ends the reply.
    if (limit < text.length && window.lastIndexOf(quote) > 0) return start + window.lastIndexOf(quote);
  }
  const blank = window.search(/\n[ \t]*\n/);
  const end = blank === -1 ? window.length : blank;
  const newline = window.indexOf('\n');
  return start + (quote === "'" || quote === '"' || newline === -1 ? end : Math.min(end, Math.max(newline, 0)));
}

function hashedAttempts(text: string): Attempt[] {
  const anchors = firstMatches(text, hashed, mostAttempts);
  return anchors.flatMap((anchor, index) => {
    const start = anchor.index + (anchor.groups!.host?.length ?? 0);
    const limit = Math.min(anchors[index + 1]?.index ?? text.length, start + 4000);
    const window = text.slice(start, limit);
    const closing = window.search(/##|#SMTP#|>(?=\s{0,4}(?:\n|$))|\n[ \t]{0,40}\n/);
    const end = closing === -1 ? limit : start + closing;
    // A lone "#5.7.1" is how people write a code.
    const isClosed = /^\s{0,20}#?</.test(window) || /^#/.test(window.slice(closing));
    const replies = closing !== -1 && isClosed ? readReply(text, start, end) : [];
    if (replies.length === 0) return [];
    const inner = toHost(/^#<(?<host>[^\s#]{3,253})/.exec(window)?.groups?.host ?? '');
    const attempted = attemptedServer(text.slice(start, end));
    return [
      {
        replies,
        start: anchor.index,
        end,
        host: inner ?? toHost(anchor.groups!.host ?? '') ?? attempted.host,
        ip: attempted.ip,
        weight: weights.reply,
      },
    ];
  });
}

/** The fields of the new style: "Status code: 550 5.1.10", "Reported error: 550 5.1.10 ...". */
function reportedAttempts(text: string): Attempt[] {
  const attempts: Attempt[] = [];
  for (const match of text.matchAll(labels.reportedError)) {
    if (attempts.length === mostAttempts) break;
    const start = match.index;
    const lineEnd = start + match[0].length;
    // An empty field has its value on the next line; a long one is broken.
    const isEmpty = match.groups!.value!.trim() === '';
    const wrapped = isEmpty
      ? lineEnd + text.slice(lineEnd, lineEnd + 1000).split('\n\n', 1)[0]!.length
      : wrapEnd(text, lineEnd);
    const replies = readReply(text, start, wrapped);
    if (replies.length > 0)
      attempts.push({
        replies,
        start,
        end: wrapped,
        ...attemptedServer(text.slice(start, wrapped)),
        weight: weights.reply,
      });
  }
  return attempts;
}

// A line that starts a new field or another thing of its own
const newThing = /^(?:[\p{L}][\p{L}\p{N} '-]{1,40}:|\s*$|[^\s@]+@\S+$)/u;

function wrapEnd(text: string, lineEnd: number): number {
  let end = text.indexOf('\n', lineEnd);
  for (let lines = 0; end !== -1 && lines < 6; lines++) {
    const next = text.slice(end + 1, end + 200).split('\n', 1)[0]!;
    if (newThing.test(next)) return end;
    end = text.indexOf('\n', end + 1);
  }
  return end === -1 ? text.length : end;
}

interface RecipientLine {
  readonly at: number;
  readonly address: string;
  readonly host: string | undefined;
}

/** The address before the first reply, where lines were joined or a person wrote around it. */
function nearbyRecipient(text: string, attempts: readonly Attempt[]): string[] {
  const start = attempts[0]?.start ?? 0;
  const address = findAddresses(text.slice(Math.max(0, start - 300), start)).at(-1);
  return address === undefined ? [] : [address];
}

const toOne =
  /\b(?:your message to|uw bericht aan|je bericht aan|ditt meddelande till|votre message à|ihre nachricht an|您发给|发送给)\b/i;

function recipientLines(text: string): RecipientLine[] {
  const found: RecipientLine[] = [];
  let at = 0;
  const lines = text.split('\n');
  for (const [index, line] of lines.entries()) {
    const isLine = line.length < 420 && line.includes('@') && (isRecipientLine(line) || toOne.test(line));
    const address = isLine ? firstAddress(line) : undefined;
    // The server that refused stands on a line of its own below the recipient.
    if (address !== undefined && found.length < mostAttempts) {
      const below = lines[index + 1]?.trim() ?? '';
      found.push({ at, address, host: /^[^\s@]+$/.test(below) ? toHost(below) : undefined });
    }
    at += line.length + 1;
  }
  return found;
}

// ann@contoso.example | ann@contoso.example<mailto:ann@contoso.example> | Ann Smith (ann@contoso.example) | Ann<mailto:ann@contoso.example>
function isRecipientLine(line: string): boolean {
  const bare = line
    .replace(/<[^<>]{0,400}>|\([^()]{0,400}\)/g, ' ')
    .replace(/^[ \t*•-]{1,8}/, '')
    .trim();
  if (bare.includes('@')) return /^[^\s@]{1,64}@[^\s@]{3,253}$/.test(bare);
  // A name, and no sentence: "Please ask the admin (bob@contoso.example)."
  return (
    bare.length <= 60 &&
    bare.split(/\s+/).length <= 4 &&
    !/[:;.!?,]$|^(?:contact|ask|please|from|to|cc)\b|:/i.test(bare)
  );
}

function nearest(lines: readonly RecipientLine[], attempt: Attempt): Pick<Attempt, 'recipient' | 'host'> {
  const line = lines.findLast(one => one.at < attempt.start);
  if (!line) return {};
  return { recipient: line.address, host: attempt.host ?? line.host };
}

function firstHost(matches: Iterable<RegExpMatchArray>): string | undefined {
  for (const match of matches) {
    const host = toHost(match.groups!.host!);
    if (host !== undefined) return host;
  }
  return undefined;
}
