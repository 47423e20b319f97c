// Pastes to try. Their times are a few hours old whenever they are used, as they would be on a real day.
import { texts } from './language.js';
import { place } from './place.js';

const HOUR = 3_600_000;

/** @returns {{ name: import('./types.d.ts').SampleName; text: string; isCode: boolean }[]} */
export function samples(now = Date.now()) {
  if (place === 'channel') return [{ name: 'experts', text: texts().expertsHere, isCode: false }];
  return [
    { name: 'refused', text: refused(now), isCode: true },
    { name: 'certificate', text: certificate(now), isCode: true },
    { name: 'bounce', text: bounce(now), isCode: true },
    { name: 'words', text: texts().plainWords, isCode: false },
  ];
}

/** @param {number} now */
function refused(now) {
  const at = now - 2 * HOUR;
  return `450 4.4.316 Connection refused [Message=Socket error code 10061] [LastAttemptedServerName=mail.contoso.example] [LastAttemptedIP=192.0.2.7:25] [SmtpSecurity=-2;-2] [DB8EUR05FT012.eop-eur05.prod.protection.outlook.com ${new Date(at).toISOString()} 08DE2741C0FFEE01]`;
}

/** @param {number} now */
function certificate(now) {
  const at = now - HOUR;
  return `Reason: [{LED=450 4.7.320 Certificate validation failed [Message=SubjectMismatch] [LastAttemptedServerName=mx1.fabrikam.example] [LastAttemptedIP=198.51.100.20:25]};{MSG=};{FQDN=mx1.fabrikam.example};{IP=198.51.100.20};{LRT=${usTime(at)}}]. OutboundProxyTargetIP: 198.51.100.20. OutboundProxyTargetHostName: mx1.fabrikam.example`;
}

/** @param {number} now */
function bounce(now) {
  const server = 'AM0PR01MB1234.eurprd01.prod.outlook.com';
  const sent = new Date(now - 25 * HOUR);
  return `Delivery has failed to these recipients or groups:

Ann Jansen (ann@contoso.example)
Your message couldn't be delivered. Despite repeated attempts to contact the recipient's email system it didn't respond.

Contact the recipient by some other means (by phone, for example) and ask them to tell their email admin that it appears that their email system isn't accepting connection requests from your email system.

Diagnostic information for administrators:

Generating server: ${server}
Receiving server: ${server}

ann@contoso.example
${usTime(now - HOUR)} - Server at ${server} returned '550 5.4.315 Message expired, connection timed out(Socket error code 10060)'
${usTime(now - 1.2 * HOUR)} - Server at mail.contoso.example (192.0.2.7) returned '450 4.4.315 Connection timed out [Message=Socket error code 10060] [LastAttemptedServerName=mail.contoso.example] [LastAttemptedIP=192.0.2.7:25]'

Original message headers:

Received: from ${server} (2603:10a6:208:1::10) by ${server} (2603:10a6:208:1::10) with Microsoft SMTP Server; ${mailTime(sent)}
From: Priya Raman <priya@fabrikam.example>
To: Ann Jansen <ann@contoso.example>
Subject: Offer for the spring
Date: ${mailTime(sent)}
Message-ID: <0d5f7c1e@fabrikam.example>
`;
}

/** As message trace and bounces write it: 11/20/2026 6:42:10 PM, in UTC. @param {number} time */
function usTime(time) {
  const date = new Date(time).toLocaleDateString('en-US', { timeZone: 'UTC' });
  return `${date} ${new Date(time).toLocaleTimeString('en-US', { timeZone: 'UTC' }).replace(/\s/, ' ')}`;
}

/** As a mail header writes it (RFC 5322). @param {Date} date */
function mailTime(date) {
  return date.toUTCString().replace('GMT', '+0000');
}
