/** Takes the headers of the original message out: they hold codes, versions and addresses that are not the error's. */
import { firstAddress } from './addresses.ts';
import { labels } from './labels.ts';

export interface CutText {
  readonly text: string;
  /** Who sent the original message, which its headers say. */
  readonly sender: string | undefined;
}

// Received: from mail.contoso.example (192.0.2.7) by | X-MS-Exchange-Organization-SCL: 1
const transportHeader =
  /^(?:Received: (?:from|by|\()|Received-SPF: |X-MS-[\w-]+:|X-Microsoft-[\w-]+:|X-Forefront-[\w-]+:|X-Exchange-[\w-]+:|ARC-[\w-]+: |DKIM-Signature: |Authentication-Results(?:-Original)?: |X-OriginatorOrg: |X-EOPAttributedMessage: |X-MIME[\w-]*: |X-Google-[\w-]+: |X-Received: )/i;
// One look at the whole costs less than one at each line: most texts have none of these.
const mayHoldHeaders = /Received|DKIM-|ARC-|HOP |^(?:X-|Authentication-Results)/im;
// Subject: Offer
const anyHeader = /^[A-Za-z][A-Za-z0-9-]{1,60}:(?: |$)/;
const senderHeader =
  /^(?:From|Van|Från|De|Von|Da|Fra|发件人|寄件者|差出人|Return-Path|Reply-To|X-Sender): {0,3}(?<value>.{1,300})/i;
// fields of a delivery status notification, which may follow at once
const reportField =
  /^(?:Reporting-MTA|Final-Recipient|Original-Recipient|Action|Status|Diagnostic-Code|Remote-MTA|Arrival-Date|Last-Attempt-Date|Will-Retry-Until|X-Failed-Recipients):/i;

export function cutHeaders(text: string): CutText {
  if (!mayHoldHeaders.test(text) && !labels.originalHeaders.test(text)) return { text, sender: undefined };
  const kept: string[] = [];
  let sender: string | undefined;
  let mode: 'keep' | 'below-label' | 'headers' = 'keep';
  for (const whole of text.split('\n')) {
    const joined = mode === 'keep' ? joinedHeaders(whole) : -1;
    const line = joined === -1 ? whole : whole.slice(0, joined);
    if (mode !== 'keep' && (reportField.test(line) || labels.reportParts.test(line.slice(0, 300)))) mode = 'keep';
    if (mode === 'headers' && line.trim() === '') mode = 'keep';
    if (mode === 'keep' && line.length < 160 && labels.originalHeaders.test(line)) mode = 'below-label';
    else if (mode === 'keep' && transportHeader.test(line)) mode = 'headers';
    if (mode === 'keep') {
      kept.push(line);
      if (joined !== -1) mode = 'below-label';
      continue;
    }
    if (sender === undefined && anyHeader.test(line)) {
      const value = senderHeader.exec(line)?.groups?.value;
      if (value !== undefined) sender = firstAddress(value);
    }
  }
  return { text: kept.join('\n'), sender };
}

/** Where the headers start in a line that a chat client joined: "... not found' Original message headers: Received: from". */
function joinedHeaders(line: string): number {
  return /Received:|DKIM-|ARC-|HOP /.test(line) ? line.search(labels.joinedHeaders) : -1;
}
