/** Who wrote a reply: by what only that system writes, else by the name of its server. */
import type { MailSystem } from '../mail-system.ts';
import { codeText, type EnhancedCode, isExchangeOnly, losesContact, parseCode, passesOn } from '../status-code.ts';
import { isMicrosoftHost } from './hosts.ts';
import type { Said } from './said.ts';

export interface FoundSystem {
  readonly system: MailSystem;
  /** What shows it, as pasted. */
  readonly text: string;
}

/** What stands in the reply itself. The more telling first: a gateway's link before the program behind it. */
const marks: readonly (readonly [MailSystem, RegExp])[] = [
  [
    'outlook-com',
    /\b(?:S31[145]\d|S2017062302|OU-00\d|SC-00\d|DY-00\d|RP-00\d)\b|(?:mail|postmaster)\.live\.com|postmaster\.(?:live|outlook)\.com|olcsupport|\.olc\.protection\.outlook\.com|required authentication level|mx\d\.hotmail\.com/i,
  ],
  [
    'gmail',
    /\bgsmtp\b|The email account that you tried to reach|Your email to group \S{3,120} was|Invalid credentials for relay|This mail has been (?:rate limited|blocked) because(?![^\n]{0,60}Yahoo)|support\.google\.com|google\.com\/a\/|\bGmail\b|\bGoogle\b|DNS type 'mx' lookup|ReceivingRate/,
  ],
  [
    'yahoo',
    /\[(?:TSS?|TS|PH|BL|IPTS|GL|DU|SS|VS)\d{2}\]|yahoo|\baol\b|\b(?:CON|RLY|RTR|HVU|DYN):(?:B\d|S\d|C[0-9A-Z])/i,
  ],
  ['icloud', /(?:support|postmaster)\.apple\.com|\bHME\d?\b|\[(?:CS|HM|HME)\d{2}\]|\bicloud(?: mail)?\b|\bicloudmta/i],
  [
    'gmx',
    /\bgmx\.(?:net|de|com|at|ch)|\bweb\.de\b|kundenserver|1und1|1and1|\bionos\b|\bnemesis ESMTP\b|Reject due to (?:SPF |DMARC )?polic|Invalid DNS MX or A\/AAAA resource record|exceeded storage allocation[\s\d-]{1,8}Quota exceeded|Benutzer hat das Speichervolumen/i,
  ],
  ['t-online', /t-online\.de|\btosa@rx\b|postmaster@rx\.t-online/i],
  ['orange', /\bOFR_?\d+|\bOFR\d{3}_\d{3}|orange\.fr|wanadoo\.fr/i],
  ['free', /postmaster\.free\.fr|5\.2\.1 This mailbox has been blocked due to inactivity|\bproxad\b|\bfree\.fr\b/i],
  ['sfr', /\bGU_EIB_|rejected per SPAM policy|\bLPN\d{3}_\d{3}\b|\bsfr\.(?:fr|net)\b|neuf\.fr/i],
  ['comcast', /\bNot our Customer\b|\bcomcast\b|\bxfinity\b/i],
  ['cox', /\bcox\.(?:net|com)\b|\bAUP#(?:CX|CD|BL|LIM|POL)/i],
  ['charter', /\bcharter\.(?:net|com)|spectrum\.(?:net|com)|\bAUP#(?:Out|In|I)-|\brr\.com\b/i],
  ['mail-ru', /\bmail\.ru\b|Message was not accepted -- invalid mailbox|\bNon-local sender\b/i],
  ['yandex', /yandex|\bya\.cc\b|Policy rejection on the target address/i],
  ['mimecast', /mimecast|\bmimecast\.(?:com|org)/i],
  [
    'proofpoint',
    /proofpoint|\bpphosted\.com|ppe-hosted\.com|Local Policy Violation|cloudmark|User email address is marked as invalid|Email rejected per (?:\w{1,9}'s )?DMARC policy/i,
  ],
  [
    'barracuda',
    /barracuda|\bcuda_nsu\b|permanent failure for one or more recipients \((?![^)\n]{0,200}\.outlook\.com)|rejecting (?:banned content|spoofed message)|rejected due to spam URL in content/i,
  ],
  [
    'cisco',
    /\b[45]\d\d #[45]\.\d\.\d\b|ironport|iphmx\.(?:com|example)|senderbase|cisco\.com|talosintelligence|sending MTA's poor reputation|Your access to (?:submit messages to )?this (?:e-?)?mail system has been rejected/i,
  ],
  [
    'trend-micro',
    /trend ?micro|\bERS-?(?:RBL|QIL|DUL)\b|\b(?:RBL|DUL|QIL)-ERS\b|mail-abuse\.(?:com|org)|\bBLOCK-SEND-ER\b|ERS-Customized-Block|\(Sender Filtering\/Authentication\)|: (?:Invalid-Recipient|NO-DOMAIN)\b/i,
  ],
  ['sophos', /sophos|reflexion\.net|cyren|\bxgemail/i],
  [
    'symantec',
    /Invalid recipient <[^>\s]{3,254}>[ \d]{0,5}\(#5\.1\.1\)|sender envelope domain not allowed|Stray linefeeds in message \(#|too many messages \(#4|rejected because your IP is in the PBL|TLS\/SSLv3 Connection required|messagelabs|symantec(?:cloud)?|broadcom|#SMTPRSA?\b/i,
  ],
  ['forcepoint', /forcepoint|mailcontrol\.com|websense/i],
  ['hornetsecurity', /hornetsecurity|antispameurope|spamexperts|vadesecure|altospam/i],
  ['spamtitan', /spamtitan|titanhq/i],
  [
    'sendgrid',
    /sendgrid|authorization grant is invalid, expired, or revoked|reason: "?Bounced Address|Unauthenticated senders not allowed|Maximum credits exceeded/i,
  ],
  [
    'amazon-ses',
    /amazonses\.com|unable to deliver in 840 minutes|amazonaws\.com|amazon (?:ses|simple email)|The following identities failed the check in region|Maximum sending rate exceeded|calling the SendEmail operation|Daily message quota exceeded/i,
  ],
  [
    'tencent',
    /\bqq\.com|exmail|qiye\.qq|Mail is rejected by recipients|Mailbox unavailable or access denied|Mail content denied|(?:Ip|Domain|Sender|Connection) frequency limited|Suspected spam (?:ip|sender)|Suspected bounce attacks/i,
  ],
  [
    'netease',
    /\b(?:163|126|netease|yeah)\.(?:com|net)\b|\b(?:DT|HL|RP|FN|SPF|DMC|CM|IP):(?:SPM|SUM|DUL|ITC|ITG|IFC|MEP|IPR|IPB|IPL|REP|QTB|SFQ|SPF|NFS|STC|DMA|QSL|ISP|ICC|PRE|LMT|FMT|CNN|UIN|RBL|BL)\b|\bMI:(?:CEL|DMC|NSC|FCM|RCN|STC|SFQ|CNN)\b/,
  ],
  [
    'aliyun',
    /aliyun|\balibaba|mxhichina|Re?ject by behaviou?r spam|ANTISPAM_BAT|ESO_LOCAL_SPAM|Invalid rcptto|Rcptto account|Socks Connect to|length of DATA content is achieved/i,
  ],
  ['sina', /\bsina\.(?:com|cn)|\bsinamx\d|\bfreemx sina\b|message rejected by anti-spam engine|新浪/i],
  [
    'coremail',
    /coremail|\bicoremail\b|\brcpt handle timeout\b|\b55\d (?:User (?:suspended|hangup)|IP is (?:rejected|hangup)|User not found:)|Requested action not taken: (?:Local user only|NULL sender|no smtp MX)|\bMI:(?:SPB|IMF|SFQ)\b/i,
  ],
  ['docomo', /Too much mail data|docomo\.ne\.jp|mfsmax|\bnttdocomo\b/i],
  ['au', /\bezweb\.ne\.jp|\bau\.com\b|kddi/i],
  ['softbank', /softbank\.(?:ne\.)?jp|vodafone\.ne\.jp/i],
  // Microsoft's own programs sign with their server and the time, or with tokens of their pipeline.
  [
    'exchange-online',
    /\bprod\.(?:protection\.)?outlook\.(?:com|cn)\b|\bprod\.exchangelabs\.com\b|protection\.outlook\.com\]|\[(?:LastAttempted(?:ServerName|IP)|SmtpSecurity)=|\bAS\(?\d{3,10}(?:\.\d+)?\)|\(AS\d{4,10}\)|aka\.ms\/|go\.microsoft\.com|sender\.office\.com|delist@(?:messaging\.)?microsoft\.com|\bATTR\d{1,3}\b|TenantInboundAttribution|SmtpClientAuthentication is disabled|Tenant Allow Block List|your organization does not allow|Your message can't be delivered because|Message expired, |Cannot (?:connect to|establish session with) remote server|DNS query failed|\[[^\]\s@]{1,64}@[^\]\s]{3,253}\]: Recipient address rejected: Access denied|Target host responded with error|failed MTA-STS validation|tenant has exceeded|\bOffice ?365\b|\bMicrosoft ?365\b|\bExchange Online\b/i,
  ],
  [
    'exchange-server',
    /Primary target IP address responded with|Unable to relay|Client was not authenticated|Client does not have permissions|\bSMTP; |QUEUE\.Expired|Error encountered while communicating with primary target|Insufficient system resources|Send hello first|Timeout waiting for client input|(?:Content Filter agent quarantined|by the transport rules agent)|4\.3\.2 Service not active|exceeds fixed maximum message size(?! ?\()/,
  ],
  [
    'exchange-online',
    /\b(?:RESOLVER|ROUTING|TRANSPORT|SMTPSEND|STOREDRV|APPROVAL|CAT|SMTPIN|SMTPRECV)\.[A-Z][\w.]{2,40}|\[Stage: \w+\]/,
  ],
  ['zimbra', /zimbra/i],
  [
    'postfix',
    /(?:>|\]): (?:Recipient address|Sender address|Client host|Helo command|Relay) (?:rejected|access denied)|User unknown in (?:local recipient|virtual (?:mailbox|alias)|relay recipient) table|Name service error for name=|Greylisted, see http:\/\/postgrey|postfix\/|Client host rejected: cannot find|Error: (?:too many (?:connections|hops)|too much mail|command not recognized)|Message size exceeds fixed limit|exceeds size limit \d|\(nullMX\)|loops back to myself|Command died with status|cannot update mailbox|\(connect to [^\s()]{3,253}:25:|Service unavailable; (?:Client host|Helo command|Sender address) \[[^\]\s]{2,253}\] blocked using (?!Blocklist|Customer)/i,
  ],
  [
    'exim',
    /\bUnrouteable address\b|\bunrouteable mail domain\b|SMTP error from remote (?:mail )?server|sender verify (?:failed|defer)|relay not permitted|Syntactically invalid HELO|SMTP synchronization error|maximum allowed line length is \d|turn on SMTP Authentication in your mail client|exceeded the max defers and failures|Inconsistent\/Missing DNS PTR|JunkMail rejected -/i,
  ],
  [
    'qmail',
    /qq trouble|smtplf\.html|\(chkuser\)|sorry, (?:no mailbox here by that name|that (?:domain|user|mailbox)|I (?:couldn't|wasn't|have been))|I'm afraid I wasn't able to deliver|#5\.\d\.\d\)$|qmail-send|vpopmail|Remote_host_said|CNAME_lookup_failed|rcpthosts/i,
  ],
  [
    'sendmail',
    /\.\.\. (?:User unknown|Relaying denied|Domain of sender address|Access denied|Rejected|Sender domain)|\bdsn=[245]\.\d\.\d, stat=|Relaying denied\. (?:IP|Proper)|\bFix reverse DNS\b|Connection rate limit exceeded|IP name lookup failed|\.\.\. Host unknown|Headers too large \(\d|fixed maximum message size \(\d|Insufficient disk space; try again|5\.4\.6 Too many hops/i,
  ],
];

/** By the server that said it, where its words are anybody's. */
const servers: readonly (readonly [MailSystem, RegExp])[] = [
  ['outlook-com', /(?:\.olc\.protection\.outlook\.com|\.hotmail\.com|\.live\.com)$/i],
  ['gmail', /(?:\.google\.com|\.googlemail\.com|\.gmail\.com)$/i],
  ['yahoo', /(?:\.yahoodns\.net|\.yahoo\.com|\.yahoo\.co\.jp|\.aol\.com|\.ymail\.com)$/i],
  ['icloud', /(?:\.icloud\.com|\.me\.com|\.apple\.com)$/i],
  ['gmx', /(?:\.gmx\.(?:net|com|de)|\.web\.de|\.kundenserver\.de|\.1and1\.com|\.ionos\.(?:de|com))$/i],
  ['t-online', /\.t-online\.de$/i],
  ['orange', /(?:\.orange\.(?:fr|net)|\.wanadoo\.fr)$/i],
  ['free', /\.free\.fr$/i],
  ['sfr', /(?:\.sfr\.(?:fr|net)|\.neuf\.fr)$/i],
  ['comcast', /\.comcast\.net$/i],
  ['cox', /\.cox\.net$/i],
  ['charter', /(?:\.charter\.net|\.charter\.com|\.rr\.com|\.spectrum\.net)$/i],
  ['mail-ru', /\.mail\.ru$/i],
  ['yandex', /\.yandex\.(?:ru|net|com)$/i],
  ['proofpoint', /(?:\.pphosted\.com|\.ppe-hosted\.com|\.gpphosted\.com)$/i],
  ['mimecast', /\.mimecast(?:-offshore)?\.(?:com|co\.za)$/i],
  ['barracuda', /\.barracudanetworks\.com$/i],
  ['cisco', /\.iphmx\.(?:com|example)$/i],
  ['trend-micro', /\.trendmicro\.(?:com|eu)$/i],
  ['sophos', /(?:\.sophos\.com|\.reflexion\.net)$/i],
  ['symantec', /\.messagelabs\.com$/i],
  ['forcepoint', /\.mailcontrol\.com$/i],
  ['hornetsecurity', /(?:\.hornetsecurity\.com|\.antispameurope\.com|\.hornetdmarc\.com)$/i],
  ['spamtitan', /\.spamtitan\.com$/i],
  ['amazon-ses', /(?:\.amazonses\.com|\.amazonaws\.com)$/i],
  ['sendgrid', /\.sendgrid\.net$/i],
  ['netease', /(?:\.163\.com|\.126\.com|\.netease\.com|\.yeah\.net)$/i],
  ['tencent', /\.qq\.com$/i],
  ['aliyun', /(?:\.aliyun\.com|\.mxhichina\.com)$/i],
  ['sina', /\.sina\.(?:com|com\.cn|cn)$/i],
  ['docomo', /\.docomo\.ne\.jp$/i],
  ['au', /(?:\.ezweb\.ne\.jp|\.au\.com)$/i],
  ['softbank', /(?:\.softbank\.(?:ne\.)?jp|\.vodafone\.ne\.jp)$/i],
];

/** The providers by the domains of their mailboxes, for whom a message was meant. */
const mailboxes: readonly (readonly [MailSystem, RegExp])[] = [
  ['gmail', /^(?:gmail|googlemail)\./i],
  ['outlook-com', /^(?:hotmail|outlook|live|msn|passport)\./i],
  ['yahoo', /^(?:yahoo|ymail|rocketmail|aol|aim|verizon)\./i],
  ['icloud', /^(?:icloud|me|mac)\.(?:com|example)$/i],
  ['gmx', /^(?:gmx|web)\.(?:net|de|com|at|ch|example)$/i],
  ['t-online', /^(?:t-online|magenta)\./i],
  ['orange', /^(?:orange|wanadoo)\.(?:fr|example)$/i],
  ['free', /^free\.(?:fr|example)$/i],
  ['sfr', /^(?:sfr|neuf|cegetel|numericable|laposte)\./i],
  ['comcast', /^(?:comcast|xfinity)\./i],
  ['cox', /^cox\./i],
  ['charter', /^(?:charter|spectrum|rr|twc)\./i],
  ['mail-ru', /^(?:mail|bk|list|inbox|internet)\.(?:ru|example)$/i],
  ['yandex', /^(?:yandex|ya)\./i],
  ['netease', /^(?:163|126|yeah)\./i],
  ['tencent', /^(?:qq|foxmail|vip\.qq)\./i],
  ['aliyun', /^aliyun\./i],
  ['sina', /^(?:vip\.)?sina\./i],
  ['docomo', /^docomo\./i],
  ['au', /^(?:ezweb|au)\.(?:ne\.jp|com|example)$/i],
  ['softbank', /^(?:i\.)?softbank\./i],
];

interface Known {
  /** The server that refused, where the paste names one outside of the reply. */
  readonly remoteHost: string | null;
  /** Whose server wrote the report. */
  readonly reportingHost: string | null;
  readonly recipients: readonly string[];
  /** A person who names a provider does not quote it. */
  readonly isSentence: boolean;
}

/**
 * The innermost reply that tells its writer decides: by what only that system writes, else by the name of its server, else
 * by whose mailboxes the recipients have. Words that any Postfix could say come last.
 */
export function findSystem(said: readonly Said[], known: Known): FoundSystem | undefined {
  const found = systemOf(said, known);
  const { reportingHost } = known;
  // Exchange Server writes the same tokens and codes; a server's own name and brackets are of Exchange Online alone.
  const isOwnServer =
    reportingHost !== null && !isMicrosoftHost(reportingHost) && !/outlook|office/i.test(found?.text ?? '');
  return found?.system === 'exchange-online' && isOwnServer ? { ...found, system: 'exchange-server' } : found;
}

function systemOf(said: readonly Said[], { remoteHost, recipients, isSentence }: Known): FoundSystem | undefined {
  const replies = said.filter(({ isReply }) => isReply);
  let program: FoundSystem | undefined;
  for (const [depth, { raw, host }] of replies.entries()) {
    // Who only passes a refusal on did not say it.
    const codes = codesAt(raw);
    if (depth > 0 && codes.some(passesOn)) continue;
    const marked = byMark(raw);
    if (marked && !programs.has(marked.system)) return marked;
    if (marked === undefined || marked.system === 'postfix') {
      const own = codes.find(isExchangeOnly);
      if (own) return { system: 'exchange-online', text: codeText(own) };
    }
    program ??= marked;
    const named = host === undefined ? undefined : byHost(host);
    if (named) return named;
  }
  const server = remoteHost === null ? undefined : byHost(remoteHost);
  if (server) return server;
  // Exchange's own server says so with its own words; any Postfix may stand before a provider's mailboxes.
  if (program?.system !== 'exchange-server') {
    const owner = replies.length === 0 ? undefined : byRecipients(recipients);
    if (owner) return owner;
  }
  if (program) return program;
  const lost = replies.flatMap(({ raw }) => codesAt(raw)).find(losesContact);
  if (lost) return { system: 'exchange-online', text: codeText(lost) };
  return replies.length > 0 || isSentence ? undefined : byMark(said.at(-1)?.raw ?? '');
}

/** The codes at the head of a reply: `550 5.7.350 Remote server returned …`. */
function codesAt(raw: string): EnhancedCode[] {
  const found = raw.slice(0, 40).match(/(?<![\d.])[45]\.\d\.\d{1,3}(?![\d.])/g) ?? [];
  return found.map(parseCode).filter(code => code !== undefined);
}

/** Where all recipients have their mailboxes with one provider. */
function byRecipients(recipients: readonly string[]): FoundSystem | undefined {
  const found = recipients.slice(0, 20).map(recipient => {
    const domain = recipient.slice(recipient.lastIndexOf('@') + 1);
    const system = mailboxes.find(([, pattern]) => pattern.test(domain))?.[0];
    return system && { system, text: domain };
  });
  const [first] = found;
  return first && found.every(one => one?.system === first.system) ? first : undefined;
}

/** Programs that anybody runs: the name of a server tells more than their words. */
const programs: ReadonlySet<MailSystem> = new Set([
  'postfix',
  'exim',
  'qmail',
  'sendmail',
  'zimbra',
  'exchange-server',
]);

export function byMark(text: string): FoundSystem | undefined {
  for (const [system, mark] of marks) {
    const match = mark.exec(text);
    if (match) return { system, text: match[0].trim() };
  }
  return undefined;
}

export function byHost(host: string): FoundSystem | undefined {
  const name = host.replace(/\.$/, '');
  const found = servers.find(([, pattern]) => pattern.test(`.${name}`));
  if (found) return { system: found[0], text: name };
  return isMicrosoftHost(name) ? { system: 'exchange-online', text: name } : undefined;
}
