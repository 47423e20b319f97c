/** What only one program or provider writes, by the reason that it means: short codes, names of exceptions, links. */
import type { PublicReason } from '../public-reason.ts';

/** Tokens of one program, stronger than any code. */
export const reasonTokens: readonly (readonly [PublicReason, RegExp])[] = [
  ['authfailure', /SmtpClientAuthentication is disabled|basic authentication is (?:disabled|not supported)/i],
  [
    'policyviolation',
    /deleted by the transport rules agent|TRANSPORT\.RULES\.Reject|RESOLVER\.FWD\.Forbidden|TenantInboundAttribution; Direct Send/i,
  ],
  ['suspend', /AccountDisabledException|MailboxDisabledException|DisabledUser/i],
  ['ratelimited', /SubmissionQuotaExceeded/],
  ['mailboxfull', /QuotaExceededException|OverQuota(?:Perm|Temp)/],
  ['ratelimited', /ReceivingRate|UnsolicitedRateLimitError|\[TSS?0[4-8]\]/],
  // The sender's domain, not the recipient's
  ['rejected', /Sender address rejected: Domain [^\s]{3,253} does not accept mail/i],
  ['notaccept', /\bnull ?MX\b/i],
  ['badreputation', /Internal resources are temporarily unavailable/],
  // An address that is refused by itself, whatever follows about spam
  [
    'blocked',
    /\b(?:mail|email|message|connection|traffic)s? from (?:ip )?[[(]?\d{1,3}(?:\.\d{1,3}){3}[\])]? (?:is|are|was|were|has been|have been)(?: (?:currently|temporarily|being)){0,2} (?:blocked|refused|rejected|denied)/i,
  ],
  // Numbers and short codes by which providers name their reasons
  // Sophos Email's own list of codes
  ['authfailure', /XGEMAIL_000[123]\b/],
  ['blocked', /XGEMAIL_000[45]\b/],
  ['failedstarttls', /XGEMAIL_0006\b/],
  ['rejected', /XGEMAIL_000[89]\b|\bBLOCK-SEND\b/],
  ['norelaying', /XGEMAIL_0010\b/],
  ['emailtoolarge', /XGEMAIL_0012\b/],
  ['ratelimited', /XGEMAIL_001[345]\b/],
  ['policyviolation', /\bBLOCK-RCPT\b|\bERS-Customized-Block\b/],
  ['userunknown', /XGEMAIL_0011|\bOFR_?4(?:05|15|16|21)\b/],
  ['mailboxfull', /\bOFR_?4(?:17|22)\b/],
  ['spamdetected', /\bOFR_?5(?:06|13)\b|\[506\]|\bDT:SPM\b|\bMI:SPB\b|\bAUP#(?:POL|URLBL\w{0,8})/],
  ['ratelimited', /postmaster\.(?:gmx|web|1and1|ionos)\S{0,60}[?&]c=rl\b/i],
  ['policyviolation', /postmaster\.(?:gmx|web|1and1|ionos)\S{0,60}[?&]c=poli\b/i],
  ['requireptr', /\bOFR\w{0,6}_107\b|\bAUP#CXDNS\b/],
  ['authfailure', /\bOFR\w{0,6}_51[57]\b|\bMI:(?:SPF|SFQ|DMA)\b|\bAUP#(?:SPF|DKIM|DMARC|CXSPF)/i],
  [
    'ratelimited',
    /\bOFR\w{0,6}_10[45]\b|\bRP-00\d\b|\bHL:(?!IPB|REP)[A-Z]{3}\b|\bRP:[A-Z]{3}\b|\b(?:IP|RP|MI):(?:CEL|DMC|STC|TRC|QTB|QRC)\b|\bAUP#(?:CXMXRT|CXCNCT|CXTHRT|LIM\w{0,8})|\bAUP#(?:In|I|Out)-13\d0|Mailbox unavailable or access denied|unexpected sending\b/i,
  ],
  [
    'blocked',
    /\bOFR\w{0,6}_(?:102|103|108|109|999)\b|\bAUP#(?:CDRBL|BL\w{0,8}|IPBL\w{0,8})|\bAUP#(?:In|I|Out)-(?:10|14)\d0|\bIPBL?\d{4,5}\b|\b(?:DT:DUL|HL:IPB|HL:REP|IP:RBL)\b|\(BL\)/,
  ],
  ['systemerror', /\bOFR\w{0,6}_505\b/],
  ['rejected', /\bDT:SUM\b|\bAUP#CXSNDR\b/],
  ['policyviolation', /5\.7\.1 Command rejected/],
  ['policyviolation', /XGEMAIL_\d{4}/],
  // RFC 5321, 4.2.3: 553 is about an address, and a domain that is named alone is the sender's
  ['rejected', /\b553 (?:5\.1\.\d )?[\w-]{1,63}(?:\.[\w-]{1,63}){1,8} does not exist/i],
  ['filtered', /RESOLVER\.RST\.NotAuthorized/],
  ['rejected', /SendAsDenied|groups\.google\.com\/support/i],
  ['securityerror', /RESOLVER\.RST\.AuthRequired|RESOLVER\.GRP\.NotAuthorized/i],
  ['userunknown', /RESOLVER\.ADR\.\w{0,12}RecipNotFound|RESOLVER\.ADR\.RecipientNotFound|AS\(201806281\)|NoSuchUser/i],
  [
    'suppressed',
    /"bounceSubType" ?: ?"(?:OnAccountSuppressionList|Suppressed)"|reason: Bounced Address|previously bounced address|suppression list/i,
  ],
  ['emailtoolarge', /RESOLVER\.RST\.(?:Send|Recip)SizeLimit/i],
  ['badreputation', /\[TSS(?:09|1\d)\]|\(NOWL\)|\bOU-00\d\b(?![\s\S]{0,160}block list)|UnsolicitedIPError/],
  ['blocked', /\bS31[45]0\b|\bOU-00\d\b|\bDY-00\d\b|\bSC-00\d\b|NotAuthorizedError/],
  ['authfailure', /UnauthenticatedSender|DMARCRejected/],
];
