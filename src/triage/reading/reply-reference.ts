/** Under what the server that replied finds this reply in its own log: the other side asks for it first. */
import type { Attempt } from './reading.ts';

interface Form {
  /** What the text has to hold before the expression is worth a try. */
  readonly mark: string;
  readonly pattern: RegExp;
}

/** What another company's server wrote comes before Microsoft's own mark around it. */
const forms: readonly Form[] = [
  // 550-5.1.1 … https://support.google.com/mail/?p=NoSuchUser ffacd0b85a97d-38c5f6a1si9021437f8f.55 - gsmtp
  {
    mark: ' - gsmtp',
    pattern: / - gsmtp(?<=(?<![\w.-])(?<value>[\da-z][\da-zA-Z-]{5,60}\.\d{1,4}) - gsmtp)/g,
  },
  // … https://community.mimecast.com/docs/DOC-1369#550 [V1X4ESabPxKDmn8czHBhOQ.uk246]
  { mark: 'mimecast', pattern: /\[(?<value>[\w-]{20,24}\.[a-z]{2,3}\d{1,4})\]/g },
  // … For explanation visit https://postmaster.gmx.net/en/case?c=r0201&i=ip&v=192.0.2.7&r=1MNcgj-1ue23t3pyV-00S2YR
  {
    mark: 'https://postmaster.',
    pattern: /https:\/\/postmaster\.[\w.-]{3,40}\/[\w/-]{0,30}\?[^\s'"<>]{0,100}?&r=(?<value>[\w-]{12,60})/g,
  },
  // 554 DT:SPM 163 mx35,QMCowADn79mNAPxcEbZ5CA--.13653S2 1772611981,please see http://mail.163.com/…
  { mark: '--.', pattern: / (?<value>mx\d{1,3},[\w-]{8,40}--\.\d{1,8}S\d{1,3} \d{9,11})(?!\d)/g },
  // … http://service.mail.qq.com/detail/122/169 [MAW77ic63OtZB8WdcrvY/gIHPvUv== IP: 192.0.2.7]
  { mark: ' IP: ', pattern: /\[(?<value>[\w+/=.-]{16,120}) IP: [\da-f:.]{3,45}\]/g },
  // (S775) [Name=Protocol Filter Agent][AGT=PFA][MxId=11BCD825A78A8D0B]
  { mark: '[MxId=', pattern: /\[MxId=(?<value>[\dA-F]{8,24})\]/g },
  // 250 2.0.0 Ok: queued as 4Z2xQk6q0Cz9sT
  { mark: 'queued as ', pattern: /\bqueued as (?<value>(?=[A-Za-z]{0,23}\d)[\dA-Za-z]{6,24})(?![\w.-])/g },
  // 250 OK id=1tBcDe-00000001abC-0aBc
  { mark: ' id=', pattern: / id=(?<value>[\dA-Za-z]{6}-[\dA-Za-z]{6,11}-[\dA-Za-z]{2,4})(?![\w-])/g },
  // 250 2.6.0 <…> [InternalId=38280596837021, Hostname=AS8PR06MB7895.eurprd06.prod.outlook.com]
  { mark: '[InternalId=', pattern: /\[(?<value>InternalId=\d{4,20}, Hostname=[\w.-]{3,120})\]/g },
  // [AM0PR05CA0087.eurprd05.prod.outlook.com 2026-11-20T08:14:05.331Z 08DE2741C0FFEE02]
  {
    mark: '.outlook.com',
    pattern: /\[(?<value>[\w.-]{4,120}\.outlook\.com\s{1,4}\d{4}-\d\d-\d\dT[\d:.]{8,18}Z\s{1,4}[\dA-F]{16})\]/g,
  },
];

const longestReply = 4_000;
const longestRest = 200;

/**
 * The one of the deciding reply. Where that has none, the only one of the paste: with several recipients another reply's
 * would be somebody else's.
 */
export function findReplyReference(
  text: string,
  cause: Attempt | undefined,
  isForOneRecipient: boolean,
): string | undefined {
  const own = cause && referencesIn(replyOf(text, cause))[0];
  return own ?? (isForOneRecipient ? only(referencesIn(text)) : undefined);
}

/** With the rest of its last line, where its mark may stand behind a closing quote. */
function replyOf(text: string, { start, end }: Attempt): string {
  const rest = text.slice(end, end + longestRest).split('\n', 1)[0]!;
  return text.slice(start, Math.min(end, start + longestReply)) + rest;
}

function referencesIn(text: string): string[] {
  for (const { mark, pattern } of forms) {
    if (!text.includes(mark)) continue;
    const found = [...text.matchAll(pattern)].map(match => match.groups!.value!.replace(/\s+/g, ' '));
    if (found.length > 0) return found;
  }
  return [];
}

function only(references: readonly string[]): string | undefined {
  return new Set(references).size === 1 ? references[0] : undefined;
}
