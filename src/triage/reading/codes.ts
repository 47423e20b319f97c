/** Status codes in a text: which digits are one, and which belong to an address, a version, a date or a price. */
import { firstMatches } from './first-matches.ts';

export interface CodeMention {
  readonly start: number;
  readonly end: number;
  readonly replyCode: string | null;
  readonly enhancedStatusCode: string | null;
}

// 4.4.316, not in 10.4.4.31, 15.20.4.4, 5.7.999.1, v4.4.1
const enhancedCode = /(?<![\d.\p{Script=Latin}])[245]\.\d{1,3}\.\d{1,3}(?![\d\p{Script=Latin}]|\.\d)/gu;
// "DSN5.1.1": letters that may touch a code
const enhancedCodeAfterWord =
  /(?<=(?:error|code|status|smtp|dsn|ndr|kod|fout))[245]\.\d{1,3}\.\d{1,3}(?![\d\p{Script=Latin}]|\.\d)/giu;
// 550.5.1.1: no address, as its first number is too large
const enhancedCodeAfterReply =
  /(?<=(?<![\d.\p{Script=Latin}])[45]\d\d\.)[45]\.\d{1,3}\.\d{1,3}(?![\d\p{Script=Latin}]|\.\d)/gu;
// the 450 of "450 4.4.316", "450-4.4.317", "550;5.7.711", "550 #5.1.0", "550 (5.1.1", "550 SMTP; 5.1.1"
const replyCodeBefore =
  /(?<![\d.\p{Script=Latin}])(?<reply>[245]\d\d)(?:[\s;:,#_([<|'"/-]{1,4}|\.|[ ;:-]{0,2}\n[ \t]{1,12})$/u;

/** So many numbers that look like codes are looked at: a text with more of them is a list, and its head says as much. */
const mostLookedAt = 3_000;

/** Every code in a text, in its order. Reply codes without an enhanced code only where the words around say so. */
export function findCodes(text: string, isProse: boolean): CodeMention[] {
  const mentions: CodeMention[] = [];
  const isMailTalk = once(() => aboutMail.test(text));
  const isOfCodes = once(() => isMailTalk() || aboutErrors.test(text) || text.trim().split(/\s+/).length < 6);
  for (const pattern of [enhancedCode, enhancedCodeAfterWord, enhancedCodeAfterReply]) {
    for (const match of firstMatches(text, pattern, mostLookedAt)) {
      const mention = enhancedMention(text, match.index, match[0], isProse, isOfCodes);
      if (mention) mentions.push(mention);
    }
  }
  mentions.sort((one, other) => one.start - other.start);
  return mergeReplyCodes(mentions, findReplyCodes(text, isMailTalk));
}

function once(test: () => boolean): () => boolean {
  let result: boolean | undefined;
  return () => {
    result ??= test();
    return result;
  };
}

function enhancedMention(
  text: string,
  index: number,
  code: string,
  isProse: boolean,
  isOfCodes: () => boolean,
): CodeMention | undefined {
  const before = text.slice(Math.max(0, index - 48), index);
  const end = index + code.length;
  const reply = replyCodeBefore.exec(before);
  if (reply) {
    const start = index - reply[0].length;
    // A wrapped line may part the two, a blank line does not.
    const isPhone = code[0] !== reply.groups!.reply![0] && Number(code.split('.')[1]) > 7;
    if (!/\n\s*\n/.test(reply[0]) && !isPhone) {
      return { start, end, replyCode: reply.groups!.reply!, enhancedStatusCode: code };
    }
  }
  if (isSomethingElse(text, before, code, end, isProse)) return undefined;
  // "level 5.5.1 of the game is too hard": Microsoft's own long details speak for themselves.
  if (isProse && !/\d{3}$/.test(code) && !isOfCodes()) return undefined;
  return { start: index, end, replyCode: null, enhancedStatusCode: code };
}

/** What has versions and chapters of its own. */
const numbered = [
  'version versie versionen versions ver build release rel firmware revision rev v chapter section sect hoofdstuk paragraaf artikel',
  'kapitel avsnitt rfc annex table figure kb ios ipados android macos windows linux kernel ubuntu debian centos redhat rhel fedora',
  'php python node java ruby perl dotnet .net chrome firefox safari edge thunderbird postfix exim sendmail dovecot nginx apache tomcat',
  'openssl mysql mariadb postgres postgresql redis mongodb docker kubernetes k8s helm ansible terraform git gitlab jenkins jira sap',
  'wordpress joomla drupal typo3 magento woocommerce laravel symfony react angular vue jquery plugin theme sdk api driver vmware esxi',
  'vsphere proxmox synology dsm qnap pfsense opnsense fortios sonicos zabbix grafana citrix anyconnect forticlient openvpn wireguard',
  'acrobat reader zoom slack libreoffice openoffice virtualbox',
].flatMap(words => words.split(' '));
// "version 4.4.316", "Postfix/5.1.2", "chapter 5.1.2", "RFC 5321 4.2.1", "https://host/5.1.1"
const otherNumbering = new RegExp(
  `(?:(?<![\\p{L}\\d])(?:${numbered.join('|').replaceAll('.', '\\.')}|rfc ?\\d{4})[ .:#-]{0,3}|(?:版本|版|章节|章|第|节):? ?|§ ?|[€$£¥] ?|[\\p{L}]/|\\bhttps?://\\S{0,40})$`,
  'iu',
);
// "Outlook 5.7.1 keeps crashing" is a version, "Exchange 5.7.1 unable to relay" is a code.
const mailProgram = /(?<![\p{L}\d])(?:outlook|exchange|office|client|app|server|update|patch|mail)[ .:#-]{0,3}$/iu;
// "seit 5.7.24", "op 5.1.26", "Montag, 5.7.24": a day with a short year
const dateBefore =
  /\b(?:on|since|from|until|till|by|before|after|of|am|vom|seit|bis|ab|op|sinds|vanaf|tot|van|den|sedan|från|till|fram|le|du|depuis|dal|il|em|desde|mon|tues?|wed|thu|fri|sat|sun|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|måndag|tisdag|onsdag|torsdag|fredag|lördag|söndag)(?:day)?[,.]?\s{1,2}$/i;
// "5.7.24 um 10 Uhr"
const hourAfter = /^,? ?(?:um|at|om|kl\.?|à) ?\d/i;
// "€ 4.500.000", "5.000.000 euro"
const amountAfter = /^\s?(?:%|€|\$|£|euro|eur|usd|kr\b|sek|kronor|dollar|元|mb\b|gb\b|kb\b)/i;

function isSomethingElse(text: string, before: string, code: string, end: number, isProse: boolean): boolean {
  const [kind, subject, detail] = code.split('.').map(Number) as [number, number, number];
  if (otherNumbering.test(before)) return true;
  const after = text.slice(end, end + 40);
  if (isProse && mailProgram.test(before) && /^\s\p{L}{2,}\s\p{L}/u.test(after) && !hasReplyWords(after)) return true;
  if (/^\.\p{L}/u.test(text.slice(end, end + 2)) && isProse) return /^\.[a-z0-9]{2,4}\b/.test(text.slice(end, end + 6));
  if (amountAfter.test(text.slice(end, end + 10))) return true;
  if (!isProse) return false;
  // Alone, it is what was asked for, unless nothing but an amount looks like it.
  if (before.trim() === '' && text.slice(end).trim() === '') return false;
  if (kind === 2 || subject > 7 || /^(?:号|日)/.test(after)) return true;
  return (dateBefore.test(before) || hourAfter.test(after)) && subject >= 1 && detail >= 20 && detail <= 39;
}

// 550 User unknown | 421-mx.contoso.example Service not available | (550) | smtp;550 | error 550
const replyCode = /(?<![\d.,\p{Script=Latin}])(?:4[2-7]\d|5\d\d)(?![\d\p{Script=Latin}]|[.,]\d)/gu;
// A reply follows: the words of a server introduce it.
const introduced =
  /(?:(?:returned|said|responded with|talk to me|initial connection|response was|reply was|error was|with|message|msg|led|lasterror|diagnostic-code|reason|smtp|esmtp|lmtp|reply|response|answer|antwort|réponse|respuesta|svar|antwoord|返回|响应|应答)\s{0,2}[:=;]{0,2}\s{0,2}['"<(#[]{0,2}|smtp;\s{0,3}|[\da-f]\]:\s{1,2}|->\s{0,3}['"]?|<<<\s?|\(#|#)$/i;
// A person names it: "error 550", "SMTP code 421", "foutcode 550", "错误 550"
const named =
  /(?:error|err|code|codes|fout|foutcode|foutmelding|felkod|fel|felkoden|felmeddelande|meddelande|fehler|fehlercode|erreur|errore|fejl|erro|bounce|ndr|dsn|smtp|status|错误|代码|错误码|错误号|返回码|报错|退信|提示|エラー)\s{0,2}(?:code|kod|koden|number|nummer|nr|no|message|melding)?\s{0,2}[:=.#"'(]{0,2}\s{0,2}$/i;
// What servers write after a reply code; one such word makes "550" a reply.
const replyWords =
  /\b(?:user|users? unknown|unknown|mailbox|recipient|sender|address|addresses|relay|relaying|rejected?|refused|denied|blocked|blacklist\w*|blocklist\w*|not|no such|unavailable|service|requested|action|temporar\w*|permanent\w*|try again|greylist\w*|spam|policy|quota|full|exceed\w*|too many|too much|too large|size|limit\w*|authentication|authenticat\w*|starttls|tls|domain|host|invalid|illegal|syntax|unrouteable|unroutable|unrecognized|command|timeout|timed out|connection|closing|transmission|transaction|failed|failure|error|local|access|verify|verif\w*|disabled|inactive|suspended|expired|insufficient|storage|system|server|bad|must|message|content|virus|loop|hops?|dns|spf|dkim|dmarc|reputation|STOREDRV|RESOLVER|TRANSPORT|QUEUE|SMTPSEND|ip|client|channel|deferred|delivery|account|administrative|prohibit\w*|forbidden|protocol|out of|over|protected|problem|requires?|sorry|behaviou?r|reject|block|listed|ptr|frequency|esmtp|trouble|maximum|synchroni[sz]ation|verification|existiert|existe|unbekannt|inconnu|inconnue|destinataire|utilisateur|usuario|postfach|boite|empfaenger|refuse|rejete|adresse|onbekend|previously|see https?|helohost|maillist|prison|loop\w*|macros?)\b/i;
// What providers write instead of words: DT:SPM, AUP#In-1310, SC-001, OFR_506
const replyMarks =
  /\b(?:DT|HL|MI|IP|RP|FN|SPF|DMC|CM|AUP)[:#][A-Z]{2,5}|\b(?:SC|OU|DY|RP)-00\d|\bIP[=:]|\bXGEMAIL|\bOFR_?\d/i;
// "550 mailboxes", "450 euro", "500 users": a count. The noun may follow an adjective, as "550 nieuwe postvakken".
const counted =
  /^\s{0,2}(?:(?:new|more|nieuwe|nya|old|other|extra|of|our|the|different)\s)?(?:mailbox(?:es|en)|users|people|persons|employees|staff|mails|e-?mails|messages|items|recipients|addresses|accounts|licen[cs]es|devices|pcs?|computers|laptops|servers|euros?|eur|usd|dollars?|pounds?|kr|sek|kronor|percent|mb|gb|kb|tb|km|kg|m|cm|min|minutes?|minuten|minuter|hours?|uur|timmar|days?|dagen|dagar|seconds?|seconden|sekunder|times|keer|gånger|pages?|tickets?|calls?|files|employees|personen|medewerkers|gebruikers|postvakken|mailboxen|berichten|accounts|apparaten|stuks|mensen|användare|brevlådor|postlådor|meddelanden|mejl|personer|anställda|datorer|konton|st|stycken|[%€$£])(?![\p{L}\d])|^\s{0,2}(?:个|封|名|台|人|条|次|份|元|块|位|天|分钟|小时|秒|员工|用户|邮箱|邮件|%|兆|号|室|房)/iu;

function hasReplyWords(text: string): boolean {
  return replyWords.test(text) || replyMarks.test(text);
}

/** Whether a server's words follow: `450 4.4.316 Connection refused`. */
export function isReplyWording(text: string): boolean {
  return hasReplyWords(text);
}

function findReplyCodes(text: string, isMailTalk: () => boolean): CodeMention[] {
  const mentions: CodeMention[] = [];
  for (const match of firstMatches(text, replyCode, mostLookedAt)) {
    const end = match.index + match[0].length;
    if (isReply(text, match.index, end, isMailTalk)) {
      mentions.push({ start: match.index, end, replyCode: match[0], enhancedStatusCode: null });
    }
  }
  return mentions;
}

// 502 Bad Gateway: what web servers say with the same numbers
const webError =
  /^[ \t:.-]{0,4}(?:bad gateway|internal server error|service (?:temporarily |is )?unavailable\.?$|gateway time-?out|not implemented$)/i;

// A person's "error 550" is a reply where the talk is of mail: printers and web pages have such numbers too.
const aboutMail =
  /mail|smtp|\bndrs?\b|\bdsn\b|bounce|exchange|outlook|office ?365|m365|\beop\b|recipient|\bsend|\bsent\b|deliver|relay|inbox|mejl|e-?post|skicka|brev|bericht|verstu|verzend|verzond|ontvang|geadresseerde|bezorg|mottag|leverera|邮|退信|发送|收件|投递|メール|送信|courriel|envoi|posta|correo|nachricht/i;

const aboutErrors =
  /error|code|kod|fout|\bfel|fehler|erreur|errore|mean|beteken|betyd|bedeut|signif|status|reject|refus|denied|block|fail|misluk|weiger|nekad|avvis|意思|含义|错误|报错|提示|代码|失败|拒|エラー|意味/i;

/** "foutcode 550", "SMTP error 550": the paste is the number and its name. */
function isAlone(text: string, start: number, end: number): boolean {
  if (start >= 64 || text.slice(end, end + 100).trim().length > 1) return false;
  return text.slice(0, start).trim().split(/\s+/).length <= 2;
}

// 554 mx1.contoso.example mx1.contoso.example 192.0.2.7 Contoso requires …: a server names itself and the client first
const ownName = /(?<=^[ -]?)(?:[\w-]{1,63}(?:\.[\w-]{1,63}){2,8}[ ,]{1,2}){1,4}/;

function isReply(text: string, start: number, end: number, isMailTalk: () => boolean): boolean {
  const after = text
    .slice(end, end + 240)
    .split('\n', 1)[0]!
    .replace(ownName, ' ')
    .slice(0, 80);
  const before = text.slice(Math.max(0, start - 32), start);
  if (counted.test(after) || webError.test(after) || /\bhttps?\b/i.test(before)) return false;
  if (introduced.test(before))
    return /^[\s>)"'\]:;,.#_-]|^\p{Script=Han}|^$/u.test(after) && (!/^\s*\d/.test(after) || hasReplyWords(after));
  // Python's smtplib: (553, b'Envelope sender mismatch')
  if (before.endsWith('(') && /^, {0,2}b?['"]/.test(after)) return true;
  if (named.test(before)) return isMailTalk() || isAlone(text, start, end);
  // "550 User unknown", "421-mx.contoso.example closing", at the start of a line or after "host mx [192.0.2.7]: "
  const isAtStart = /(?:^|\n)[ \t"'([<{*•-]{0,8}$/.test(before) || /[:;>\]})"'] {0,3}$/.test(before);
  return isAtStart && /^(?:[ \t:-]|$)/.test(after) && hasReplyWords(after);
}

/** Drops the reply codes that an enhanced code has taken already, and those that only repeat it a line on. */
function mergeReplyCodes(enhanced: readonly CodeMention[], plain: readonly CodeMention[]): CodeMention[] {
  const taken = new Set<number>();
  for (const mention of enhanced) taken.add(mention.start);
  const free = plain.filter(mention => !taken.has(mention.start));
  return [...enhanced, ...free].sort((one, other) => one.start - other.start);
}

/** A valid code that a screenshot tool may have damaged: l or I for 1, O for 0, a comma or a space for a dot. */
export interface DamagedCode {
  readonly found: string;
  readonly couldBe: string;
}

// 4.4.3l6 | 5.7.l | 4,4,316 | 4. 4.316 | S.7.1 | 4.4316 | 4 4 316
const damagedCode =
  /(?<![\p{L}\d.,])(?<found>[245S](?<first>[.,·:] ?| [.,]? ?)(?<subject>[0-7lI|!oO])(?<second>[.,·:] ?| [.,]? ?|)(?<detail>[\dlIi|!oOSBZ]{1,3}))(?![\p{L}\d]|[.,]\d)/gu;
// 450 before it, damaged or not: 45O, 5S0, 4S1
const replyNear = /(?<![\p{L}\d.])[45S][0-7SlIoO][\dlIoO|][\s;:#-]{1,3}$/u;
const wordNear = /(?:error|code|status|smtp|dsn|ndr|fout|foutcode|felkod|fel|错误|代码|led=)[\s:="'(#]{0,4}$/i;

export function findDamagedCodes(text: string, known: ReadonlySet<string>): DamagedCode[] {
  const damaged = new Map<string, DamagedCode>();
  for (const match of firstMatches(text, damagedCode, mostLookedAt)) {
    if (damaged.size === mostDamaged) break;
    const { found, first, subject, second, detail } = match.groups as Record<string, string>;
    const couldBe = `${repair(found![0]!)}.${repair(subject!)}.${repair(detail!)}`;
    if (found === couldBe || known.has(couldBe)) continue;
    const before = text.slice(Math.max(0, match.index - 24), match.index);
    const after = text.slice(match.index + found!.length, match.index + found!.length + 60);
    const hasReplyCode = replyNear.test(before);
    // Without a reply code before it, digits and spaces are a list and digits and commas a number.
    const isDotted = first!.includes('.') && second!.includes('.');
    const hasWords = hasReplyWords(after);
    const hasDots = /[.,]/.test(first!) && /[.,]/.test(second!);
    const isClear =
      // A phone number has spaces: "+31 20 550 4.4 11"
      (hasReplyCode && (hasDots || hasWords)) ||
      (isDotted && (wordNear.test(before) || hasWords)) ||
      (second !== '' && !/^ *$/.test(first!) && wordNear.test(before));
    if (isClear && (second !== '' || (hasReplyCode && /^\d+$/.test(detail!))))
      damaged.set(couldBe, { found: found!, couldBe });
  }
  return [...damaged.values()];
}

const mostDamaged = 10;

const repairs: Readonly<Record<string, string>> = {
  l: '1',
  I: '1',
  i: '1',
  '|': '1',
  '!': '1',
  o: '0',
  O: '0',
  S: '5',
  B: '8',
  Z: '2',
};

function repair(digits: string): string {
  return [...digits].map(digit => repairs[digit] ?? digit).join('');
}
