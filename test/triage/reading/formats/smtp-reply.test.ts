import { type Row, readsRows } from '../expect-evidence.ts';

/** A paste and its codes; a code of a person's sentence has kind `symptom`. */
function rows(kind: 'smtp-reply' | 'symptom', pastes: Readonly<Record<string, string>>): Row[] {
  return Object.entries(pastes).map(([paste, cause]) => [paste, paste, { kind, cause }]);
}

function silent(pastes: readonly string[]): Row[] {
  return pastes.map(paste => [JSON.stringify(paste), paste, { kind: 'symptom', cause: null, codes: [], damaged: [] }]);
}

describe('a reply on its own', () => {
  readsRows(
    rows('smtp-reply', {
      '450 4.4.316 Connection refused': '450 4.4.316',
      '450-4.4.317 Cannot connect to remote server': '450 4.4.317',
      '450－4.4.317：无法连接': '450 4.4.317',
      '４５０ ４．４．３１６ Connection refused': '450 4.4.316',
      '550;5.7.711 Access denied, bad inbound connector': '550 5.7.711',
      '550; 5.1.1 User unknown': '550 5.1.1',
      '550 5.7.1_ Relaying denied': '550 5.7.1',
      '#5.7.1 smtp;550 5.7.1 Unable to relay': '550 5.7.1',
      'smtp;550 5.7.1 Unable to relay': '550 5.7.1',
      '550 #5.1.0 Address rejected.': '550 5.1.0',
      '550 [5.1.1] User unknown': '550 5.1.1',
      '550 (5.1.1) User unknown': '550 5.1.1',
      '550 5.1.1.': '550 5.1.1',
      '`450 4.4.316 Connection refused`': '450 4.4.316',
      '**450 4.4.316** Connection refused': '450 4.4.316',
      '| 550 5.1.1 | User unknown |': '550 5.1.1',
      '\\u0027550 5.1.1 User unknown\\u0027': '550 5.1.1',
      '550.5.1.1 User unknown': '550 5.1.1',
      '550/5.1.1': '550 5.1.1',
      '550 - 5.1.1 - user unknown': '550 5.1.1',
      'Delivery failed 550 5.2.0 STOREDRV.Deliver.Exception:StoragePermanentException': '550 5.2.0',
      '5.7.60 SendAsDenied; bob@contoso.example not allowed to send as ann@contoso.example': '5.7.60',
      'SMTP error 550': '550',
      "'550 5.7.708 Service unavailable. Access denied, traffic not accepted from this IP.'": '550 5.7.708',
      'SMTP error: 550 5.7.60 SMTP; Client does not have permissions to send as this sender': '550 5.7.60',
      '5.7.1': '5.7.1',
      ' 4.4.316 ': '4.4.316',
      '"4.4.316"': '4.4.316',
      '450 4.4.316': '450 4.4.316',
      'NDR 5.7.705': '5.7.705',
      'error code 450 4.4.315': '450 4.4.315',
      'foutcode 450 4.7.320': '450 4.7.320',
      'felkod 450 4.4.318': '450 4.4.318',
      '错误代码 450 4.4.312': '450 4.4.312',
      '错误450 4.4.316连接被拒绝': '450 4.4.316',
      '返回550 5.1.1用户不存在': '550 5.1.1',
      'smtp 421服务不可用': '421',
      'エラー550 5.7.1 が返されました': '550 5.7.1',
      '451 4.7.500-699 (ASxxx) Server busy. Please try again later': '451 4.7.500',
      '535 5.7.139 Authentication unsuccessful, the user credentials were incorrect.': '535 5.7.139',
      '554 5.4.14 Hop count exceeded - possible mail loop ATTR34': '554 5.4.14',
      '421 Service not available': '421',
      '421 4.3.2 Service not available': '421 4.3.2',
      '550 User unknown': '550',
      '550 No such user here': '550',
      '550 Requested action not taken: mailbox unavailable': '550',
      '554 Transaction failed': '554',
      '452 Too many recipients': '452',
      '535 Authentication failed': '535',
      '552 Message size exceeds fixed maximum message size': '552',
      '550-Verification failed for <ann@fabrikam.example>\n550 Sender verify failed': '550',
      'Remote host said: 550 unknown user': '550',
      'smtp;550 unknown user': '550',
      '550 5.0.350 Remote server returned an error -> 550 5.7.1 blocked by policy': '550 5.7.1',
      '4.4.316 De verbinding is geweigerd': '4.4.316',
    }),
  );

  readsRows([
    [
      'in several lines is one reply',
      '550-5.7.1 first line\n550-5.7.1 second line\n550 5.7.1 third line',
      { codes: ['550 5.7.1 cause'] },
    ],
    [
      'in a list of several: the first is the cause, the others are only there',
      '450 4.4.316 Connection refused\n450 4.4.317 Cannot connect to remote server\n450 4.7.320 Certificate validation failed',
      { codes: ['450 4.4.316 cause', '450 4.4.317 other', '450 4.7.320 other'] },
    ],
    [
      'with a quoted one inside',
      '450 4.4.317 Cannot connect to remote server (451 5.7.3 STARTTLS is required to send mail)',
      { codes: ['450 4.4.317 cause', '451 5.7.3 nested'], subReason: 'starttls-required' },
    ],
    [
      'is no firewall matter where the host is on a block list',
      '554 5.7.1 Service unavailable; Client host [198.51.100.9] blocked using a list; https://list.example/query?ip=198.51.100.9',
      { codes: ['554 5.7.1 cause'], subReason: null, remoteIp: null, remoteHost: null },
    ],
  ]);
});

describe("a code in a person's sentence", () => {
  readsRows(
    rows('symptom', {
      'We get error code 4.4.316 when we mail our customer, what does it mean?': '4.4.316',
      'Since yesterday all mail to contoso bounces with 4.4.317 and I have no idea why': '4.4.317',
      'sinds gisteren krijgen we foutcode 4.4.316 bij alle mail naar de klant': '4.4.316',
      'Vi får felkod 4.4.315 när vi mejlar till kunden sedan i går': '4.4.315',
      '我们给客户发邮件时出现错误4.4.316，怎么办？': '4.4.316',
      '发送邮件报错５．７．１，收件人收不到': '5.7.1',
      'nos clients reçoivent le code 5.7.705 depuis ce matin': '5.7.705',
      'the customer says he sees an error 450 4.4.318 in the trace since the new firewall': '450 4.4.318',
      'error 4.4.313 on our connector since the weekend, please help': '4.4.313',
      'The user gets error 550 when mailing to this address': '550',
      'gebruiker krijgt foutmelding 554 bij het mailen naar buiten': '554',
      '用户发邮件提示错误 550，请帮忙': '550',
      '队列里450 4.4.315 连接超时': '450 4.4.315',
      '错误号550，收件人拒收': '550',
      'What is 5.7.1?': '5.7.1',
      'what does 5.7.25 mean for our server': '5.7.25',
      'my colleague says Exchange 5.7.1 when relaying, what now': '5.7.1',
    }),
  );

  readsRows([
    [
      'is left out of the words',
      'We get error 4.4.316 when we mail contoso',
      { words: 'We get error when we mail contoso', line: '' },
    ],
    [
      'gives no sub-reason unless a machine wrote it',
      'mail says 4.4.317 and I think the service is not available',
      { cause: '4.4.317', subReason: null },
    ],
    [
      'keeps what a machine wrote',
      'mail to contoso hangs, the trace of every message says socket error code 10061',
      { kind: 'symptom', cause: null, subReason: 'socket-10061' },
    ],
    [
      'leaves the headers of a mail out of the words',
      'From: Ann <ann@contoso.example>\nSent: Friday\nTo: help@contoso.example\nSubject: mail stuck\n\nour outgoing mail is stuck since noon',
      { kind: 'symptom', words: 'mail stuck our outgoing mail is stuck since noon' },
    ],
  ]);
});

describe('numbers that are no codes', () => {
  readsRows(
    silent([
      '10.4.4.31',
      '192.0.2.7',
      'our server has the address 10.5.7.1 and the other one 10.4.4.31',
      '5.7.999.1',
      '15.20.4.4',
      'Version 15.2 (Build 1748.10)',
      'Microsoft SMTP Server (TLS) id 15.20.9160.5',
      'We run Exchange version 5.7.1 in the museum',
      'Outlook 5.7.1 keeps crashing',
      'the app is at v4.4.316 now',
      'WordPress 5.7.1 contact form is broken',
      'Ubuntu kernel 5.4.1 does not boot',
      'Montag, 5.7.24 war alles gut',
      'appointment 5.7.24 at 10',
      'afspraak op maandag 5.1.26',
      'update to release 4.4.7 failed',
      'see chapter 5.1.1 of the manual',
      'zie hoofdstuk 4.4.2 van de handleiding',
      'iOS 5.1.1 on an old iPad',
      'Thunderbird/5.7.1 does not start',
      'the invoice is 450 euro',
      'de factuur is 450 euro',
      'room 550 has no projector',
      '550 mailboxes to migrate',
      '550 mailboxen zijn overgezet',
      '550 users cannot print',
      '450 gebruikers kunnen niet inloggen',
      '550 användare kan inte logga in',
      '550个邮箱需要迁移',
      '550号会议室的投影仪坏了',
      '5.7.24号之后邮件就不通了',
      '版本5.7.1升级后邮件异常',
      'the first level 5.5.1 of the game is too hard',
      'we have 450 mails in the queue',
      'er staan 450 berichten in de wachtrij',
      'vi har 450 meddelanden i kön',
      'we sent 550, 450 arrived',
      '一共450封邮件',
      'please call 555 4.500.123',
      'the price is € 4.500.000',
      'my printer is jammed',
      'printer shows error 450',
      'the copier says error 550 again',
      'it happened 4 times, 4.4.2026 and 5.5.2026',
      'error 4.4.3167',
      '502 Bad Gateway',
      'The remote server returned an error: (503) Server Unavailable.',
      'Client host [5.7.1.20]; see 10.4.4.31 and 4.4.7.1; build 4.4.316.2',
      'reset my password',
      '',
      '   \n\n',
      '🙂',
      '12.4.4.316',
      '4.4.316.2',
      'a4.4.316b',
      '24.4.316',
      '4.4.3161',
      'call me at 421-555-0137',
      'ticket 550123 is open since 5.7.2024',
      'Windows error 0x80070550',
      'since 5.7.24 the mail is slow',
      'seit 5.7.24 ist die Mail langsam',
      'sinds 5.7.24 is de mail traag',
      'meeting at 4.50 in 5.2',
      'HTTP Error 503. The service is unavailable.',
    ]),
  );
});

describe('a code that a picture damaged', () => {
  readsRows([
    ['with an l for a 1', '450 4.4.3l6 Connection refused', { damaged: ['4.4.3l6 -> 4.4.316'], cause: '450' }],
    ['with an I for a 1', '550 5.7.I Unable to relay', { damaged: ['5.7.I -> 5.7.1'] }],
    ['with an O for a 0', '550 5.1.1O Recipient not found', { damaged: ['5.1.1O -> 5.1.10'] }],
    ['with commas for dots', '450 4,4,316 Connection refused', { damaged: ['4,4,316 -> 4.4.316'] }],
    ['with a space after a dot', '450 4. 4.316 Connection refused', { damaged: ['4. 4.316 -> 4.4.316'] }],
    ['with spaces for dots', '450 4 4 316 Connection refused', { damaged: ['4 4 316 -> 4.4.316'] }],
    ['with a lost dot', '450 4.4316 Connection refused', { damaged: ['4.4316 -> 4.4.316'] }],
    [
      'with a damaged reply code too',
      '45O 4.4.3l6 Connection refused',
      { damaged: ['4.4.3l6 -> 4.4.316'], cause: null },
    ],
    ['beside a valid one is offered too', '450 4.4.3l7 failed with 451 5.7.3', { damaged: ['4.4.3l7 -> 4.4.317'] }],
    ['is not offered where the same text has it whole', '450 4.4.316 refused\n450 4.4.3l6 refused', { damaged: [] }],
    ['does not make codes of a list of numbers', 'rooms 4, 4, 316 and 5 1 1', { damaged: [], cause: null }],
    ['does not make codes of prices', 'between 4,500 and 5,100 euro', { damaged: [], cause: null }],
  ]);
});
