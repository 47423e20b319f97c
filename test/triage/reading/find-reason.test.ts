import { strict as assert } from 'node:assert';
import { blockListPages } from '../../../src/triage/block-list.ts';
import { findBlockList } from '../../../src/triage/reading/block-lists.ts';
import { readEvidence } from '../../../src/triage/reading/index.ts';

/** reason, by words or code, and the paste; the words are of the kind that each system really writes. */
const rows: readonly (readonly [reason: string | null, by: 'words' | 'code' | null, text: string])[] = [
  ['userunknown', 'words', '550 No such user here'],
  ['userunknown', 'words', '550 5.7.1 <ann@fabrikam.example>: Recipient address rejected: User unknown'],
  ['userunknown', 'code', '550 5.1.10 not to be delivered'],
  ['systemerror', 'words', '450 4.7.3 Organization queue quota exceeded.'],
  ['systemerror', 'words', '551 5.3.0 Unknown error'],
  ['norelaying', 'words', '553 Relaying disallowed'],
  ['policyviolation', 'words', '554 5.2.3 MailPolicy violation Error delivering to mailboxes'],
  ['hasmoved', 'words', '551 User has moved to another address'],
  ['mailboxfull', 'words', '550 5.1.1 <ann@fabrikam.example>: mailbox is full'],
  ['mailboxfull', 'words', '552 Requested mail action aborted: exceeded storage allocation'],
  ['suspend', 'words', '554 5.2.0 STOREDRV.Deliver.Exception:AccountDisabledException; Failed to process message'],
  ['suspend', 'words', '550 5.2.1 The email account that you tried to reach is disabled'],
  ['hostunknown', 'words', '550 5.0.0 Host or domain name not found'],
  ['notaccept', 'words', '556 Domain does not accept mail (null MX)'],
  ['blocked', 'words', '550 5.3.0 Rejected, see https://www.spamhaus.org/query/ip/192.0.2.7'],
  ['blocked', 'words', '550 Connection denied'],
  ['blocked', 'words', 'Requested mail action not taken: Invalid IP'],
  ['badreputation', 'words', '421 4.7.0 suspicious due to the very low reputation of the sending IP address'],
  ['requireptr', 'words', '450 4.7.25 Client host rejected: cannot find your hostname, [192.0.2.7]'],
  ['authfailure', 'words', '550 5.7.1 Message rejected due to the sender domain’s DMARC policy'],
  [
    'authfailure',
    'words',
    '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.',
  ],
  ['rejected', 'words', '450 4.1.8 <a@contoso.example>: Sender address rejected: Domain not found'],
  ['ratelimited', 'words', '450 4.2.1 The user you are trying to contact is receiving mail too quickly'],
  ['ratelimited', 'words', '421-4.7.28 an unusual rate of unsolicited mail originating from your SPF domain'],
  ['ratelimited', 'words', '450 4.7.1 Greylisted, please try again in 5 minutes'],
  ['policyviolation', 'words', '550 Administrative prohibition - envelope blocked'],
  [
    'policyviolation',
    'words',
    '550 5.7.1 TRANSPORT.RULES.RejectMessage; the message was rejected by organization policy',
  ],
  ['spamdetected', 'words', '554 5.7.1 Message rejected as spam by Content Filtering'],
  ['virusdetected', 'words', '554 5.7.1 virus found in attachment'],
  [
    'contenterror',
    'code',
    "554 5.6.211 Invalid MIME Content: Single text value size (32820) exceeded allowed maximum (32768) for the 'To' header.",
  ],
  ['notcompliantrfc', 'words', '550 5.7.1 Messages missing a valid address in From: header are not accepted'],
  ['emailtoolarge', 'words', '552 5.0.0 Message size exceeds fixed maximum message size'],
  ['norelaying', 'words', '554 5.7.1 <ann@fabrikam.example>: Relay access denied'],
  ['securityerror', 'words', '550 5.7.1 RESOLVER.RST.AuthRequired; authentication required'],
  ['failedstarttls', 'words', '530 5.7.0 Must issue a STARTTLS command first'],
  ['networkerror', 'code', '450 4.4.316 Connection refused'],
  ['networkerror', 'words', '554 5.0.0 too many hops'],
  ['expired', 'words', '554 5.0.0 Message expired'],
  ['systemerror', 'words', '451 Local configuration error'],
  ['systemfull', 'words', '452 4.0.0 insufficient system resources'],
  ['mailererror', 'words', '554 5.0.0 command died with status 2'],
  ['syntaxerror', 'words', '503 Bad sequence of commands'],
  ['onhold', 'words', '550 5.7.1 rcpt handle timeout,please try later'],
  ['undefined', 'code', '550 5.0.0 x'],
  ['delivered', 'code', '250 2.1.5 Recipient OK'],
  // Whole wordings, which single words of them would turn into something else
  ['requireptr', 'words', '550 domain [contoso.example] mismatches client ip 192.0.2.7.'],
  ['requireptr', 'words', '450 service permits 2 unverifyable sending IPs - mx.contoso.example is not 192.0.2.7'],
  ['hasmoved', 'words', '550 5.1.6 recipient no longer on server: ann@fabrikam.example'],
  ['hasmoved', 'words', '551 not our user'],
  ['userunknown', 'words', '550 5.1.1 Not our Customer'],
  ['mailboxfull', 'words', '552 5.2.2 Mailbox size limit exceeded'],
  ['suspend', 'words', '550 5.2.1 This mailbox has been blocked due to inactivity'],
  [
    'policyviolation',
    'words',
    '550-Requested action not taken: mailbox unavailable 550 Reject due to policy restrictions.',
  ],
  ['policyviolation', 'words', '554 5.7.9 Header error'],
  ['rejected', 'words', '553 news.contoso.example does not exist'],
  ['blocked', 'words', '554 5.5.4 Client host [192.0.2.7] blocked using dnsbl.wingtip.example - spam IP rejected'],
  ['suppressed', 'words', '605 Not delivering to previously bounced address'],
  ['norelaying', 'words', '550 Insecure Mail Relay'],
  ['ratelimited', 'words', '552 Too many recipients'],
  ['systemerror', 'words', '451 Could not load DRD for domain (fabrikam.example)'],
  ['rejected', 'words', '550 5.7.1 XGEMAIL_0008 Command rejected'],
  ['authfailure', 'words', '550 5.7.1 XGEMAIL_0003 Command rejected'],
  // Postfix's own words around a refusal say nothing of it
  [
    'filtered',
    'words',
    '<ann@fabrikam.example>: host mx.fabrikam.example[192.0.2.25] said: 550 refused due to recipient preferences',
  ],
  [
    'userunknown',
    'words',
    '<ann@fabrikam.example>: host mx.fabrikam.example[192.0.2.25] said: 550 not found (in reply to RCPT TO command)',
  ],
  ['blocked', 'words', 'host mx.fabrikam.example[192.0.2.25] refused to talk to me: 554 mx.fabrikam.example ESMTP'],
  [
    'ratelimited',
    'words',
    'status=deferred (host mx.fabrikam.example[192.0.2.25] refused to talk to me: 421 closing, too many connections)',
  ],
  // A server names itself before it says why
  [
    'requireptr',
    'words',
    '554 mx1.fabrikam.example mx1.fabrikam.example 192.0.2.7 Fabrikam requires that all mail servers must have a PTR record',
  ],
  // A report tells of a time that is over, a line of a log of one try
  [
    'expired',
    'words',
    'Final-Recipient: rfc822; ann@fabrikam.example\nAction: failed\nStatus: 4.4.1\nDiagnostic-Code: X-Postfix; connect to mx.fabrikam.example[192.0.2.25]:25: Connection timed out',
  ],
  [
    'networkerror',
    'words',
    'relay postfix/smtp[88]: 4D1C3E: to=<ann@fabrikam.example>, dsn=4.4.1, status=deferred (connect to mx.fabrikam.example[192.0.2.25]:25: Connection timed out)',
  ],
  // A report has its code in a field and its words beside it
  [
    'notaccept',
    'words',
    '<ann@fabrikam.example>: Domain fabrikam.example does not accept mail\n    (nullMX)\n\nReporting-MTA: dns; mx.contoso.example\nStatus: 5.1.10',
  ],
  ['spamdetected', 'words', '550 Blocked by policy: No spam please (Mode: normal)'],
  [
    'contenterror',
    'words',
    '1vMIaT-0004zk-2F ** ann@fabrikam.example R=dnslookup T=remote_smtp: message has lines too long for transport',
  ],
  ['ratelimited', 'words', '432 4.3.2 Concurrent connections limit exceeded. retry 3/3, giving up'],
  // What follows from the refusal before it
  [
    'userunknown',
    'words',
    '>>> RCPT To:<ann@fabrikam.example>\n<<< 550 Unknown user ann@fabrikam.example\n550 5.1.1 <ann@fabrikam.example>... User unknown\n>>> DATA\n<<< 503 Bad sequence of commands',
  ],
  // A server's whole sentence, without a code; a person's few words are none
  ['virusdetected', 'words', 'Your message was infected with a virus and has been rejected.'],
  ['userunknown', 'words', 'Utilisateur inconnu !'],
  [null, null, "the director's mailbox only takes mail from a handful of people"],
  [null, null, 'is the mailbox full?'],
  [null, null, 'our printer does not print'],
  [null, null, 'we are blocked by a customer for spam'],
];

describe('the public reason', () => {
  for (const [reason, by, text] of rows) {
    it(`${reason}: ${text.slice(0, 60)}`, () => {
      const evidence = readEvidence(text);

      assert.deepEqual([evidence.reason, evidence.reasonBy], [reason, by]);
    });
  }

  it("of a code of Exchange's own is not what its words remind of", () => {
    const { reason, reasonBy } = readEvidence(
      '550 5.7.520 Access denied, Your organization does not allow external forwarding. AS(7555)',
    );

    assert.deepEqual([reason, reasonBy], ['policyviolation', 'code']);
  });

  it('is that of the innermost reply', () => {
    const { reason } = readEvidence(
      '550 5.7.350 Remote server returned message detected as spam -> 550 5.2.2 mailbox is full',
    );

    assert.equal(reason, 'mailboxfull');
  });

  it('is read over lines that repeat the code', () => {
    const { reason } = readEvidence(
      '550-5.2.1 The user you are trying to contact is receiving mail at a rate that\n550-5.2.1 prevents additional messages from being delivered.\n550 5.2.1 see the help page',
    );

    assert.equal(reason, 'ratelimited');
  });

  it('names the block list', () => {
    assert.equal(
      readEvidence('550 5.7.1 Service unavailable; client blocked using bl.spamcop.net').blockList,
      'SpamCop',
    );
    assert.equal(readEvidence('550 5.7.1 mail from spamcop.example not accepted').blockList, null);
  });
});

describe('the block lists', () => {
  it('that are read are those with a page, or known to have none', () => {
    const named = Object.keys(blockListPages).map(name => [
      name,
      findBlockList(`blocked using ${marks[name] ?? name}`),
    ]);

    assert.deepEqual(
      named,
      Object.keys(blockListPages).map(name => [name, name]),
    );
  });
});

/** How a reply names a list whose name alone does not tell. */
const marks: Readonly<Record<string, string>> = {
  Barracuda: 'b.barracudacentral.org',
  'NiX Spam': 'ix.dnsbl.manitu.net',
  'Trend Micro ERS': 'RBL-ERS',
  Cloudmark: 'Cloudmark Sender Intelligence',
  Proofpoint: 'ipcheck.proofpoint.com',
  CBL: 'cbl.abuseat.org',
  DNSBL: 'found on one or more DNSBLs',
};

describe('who passed a refusal on', () => {
  const chain = (text: string) => readEvidence(text).chain;

  it('is told from Microsoft to the filter behind the server', () => {
    assert.deepEqual(
      chain(
        "Generating server: AM0PR01MB1.eurprd01.prod.exchangelabs.com\n\nann@fabrikam.example\nmx.fabrikam.example\nRemote server returned '550 5.7.350 Remote server returned message detected as spam -> 554 email rejected due to security policies - https://community.mimecast.com/docs/DOC-1369#554'",
      ),
      ['Microsoft 365', 'mx.fabrikam.example', 'Mimecast'],
    );
  });

  it('is nobody where nobody is quoted', () => {
    assert.deepEqual(chain('550 5.1.1 User unknown - gsmtp'), []);
  });
});

describe('when a server wants to be asked again', () => {
  const seconds = (text: string) => readEvidence(text).retryAfter;

  it('is read from its words', () => {
    assert.equal(seconds('450 4.7.1 Greylisted, please try again in 5 minutes'), 300);
    assert.equal(seconds('451 4.7.1 Try again after 24 hours'), 86_400);
    assert.equal(seconds('450 4.2.0 Greylisted for 300 seconds'), 300);
  });

  it('is not made up', () => {
    assert.equal(seconds('450 4.7.1 Please try again later'), null);
    assert.equal(seconds('550 5.1.1 User unknown'), null);
  });
});
