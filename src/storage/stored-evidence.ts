/** The shapes of what was read and matched, in cases and in drafts. */
import { z } from 'zod';
import {
  dsnActions,
  type Evidence,
  evidenceKinds,
  locales,
  noEvidence,
  type RecipientFinding,
  type StatusCodeFinding,
  statusCodeRoles,
  subReasons,
} from '../triage/evidence.ts';
import { mailSystemIds } from '../triage/mail-system.ts';
import { type Candidate, type Match, type Reason, type Verdict, verdicts } from '../triage/match.ts';
import { publicReasons } from '../triage/public-reason.ts';
import { type Fields, type Reading, type Shape, text, textOrNull, time, tolerantly } from './stored-shape.ts';

export const locale = z.enum(locales);
export const verdict: Shape<Verdict> = z.enum(verdicts);

export function evidenceShape({ object, list }: Reading): Shape<Evidence> {
  const noCode = { replyCode: null, enhancedStatusCode: null };
  const code = { replyCode: textOrNull, enhancedStatusCode: textOrNull };
  const cause = object<NonNullable<Evidence['cause']>>(code, noCode).nullable();
  const action = z.enum(dsnActions).nullable();
  return object<Evidence>(
    {
      kind: z.enum(evidenceKinds),
      cause,
      statusCodes: list(
        object<StatusCodeFinding>(
          { ...code, role: z.enum(statusCodeRoles), text },
          { ...noCode, role: 'other', text: '' },
        ),
      ),
      action,
      recipients: list(text),
      perRecipient: list(
        object<RecipientFinding, 'recipient'>(
          { recipient: text, action, cause, text },
          { action: null, cause: null, text: '' },
        ),
      ),
      sender: textOrNull,
      remoteHost: textOrNull,
      remoteIp: textOrNull,
      reportingHost: textOrNull,
      generatedBy: z.enum(['microsoft', 'other']).nullable(),
      queuedAt: time.nullable(),
      lastAttempt: time.nullable(),
      expiresAt: time.nullable(),
      expiredAt: time.nullable(),
      system: z.enum(mailSystemIds).nullable(),
      systemText: textOrNull,
      reason: z.enum(publicReasons).nullable(),
      reasonBy: z.enum(['words', 'code']).nullable(),
      reasonText: textOrNull,
      blockList: textOrNull,
      chain: list(text),
      messageId: textOrNull,
      networkMessageId: textOrNull,
      sentAt: time.nullable(),
      replyReference: textOrNull,
      // Seconds; so many that a time can be told from them.
      retryAfter: z.number().min(0).max(1e9).nullable(),
      subReason: z.enum(subReasons).nullable(),
      subReasonText: textOrNull,
      words: text,
      line: text,
      damagedCodes: list(
        object<Evidence['damagedCodes'][number], 'found' | 'couldBe'>({ found: text, couldBe: text }, {}),
      ),
    },
    noEvidence,
  );
}

type ReasonOf<Kind extends Reason['kind']> = Extract<Reason, { readonly kind: Kind }>;

export function candidateShape({ object, list }: Reading): Shape<Candidate> {
  const reason = <Kind extends Reason['kind']>(kind: Kind, fields: Omit<Fields<ReasonOf<Kind>>, 'kind'>) =>
    object<ReasonOf<Kind>, keyof ReasonOf<Kind>>({ kind: z.literal(kind), ...fields } as never, {} as never);
  const reasons: { readonly [Kind in Reason['kind']]: Shape<ReasonOf<Kind>> } = {
    code: reason('code', { code: text }),
    reply: reason('reply', { text }),
    wording: reason('wording', { text }),
    words: reason('words', { words: list(text) }),
    'damaged-code': reason('damaged-code', { found: text, couldBe: text }),
    recipients: reason('recipients', { code: text, count: z.number() }),
    'catch-all': reason('catch-all', {}),
    'catch-all-others': reason('catch-all-others', {}),
  };
  return object<Candidate, 'articleId'>(
    { articleId: text, statusCodes: list(text), score: z.number(), because: list(z.union(Object.values(reasons))) },
    { statusCodes: [], score: 0, because: [] },
  );
}

interface StoredMatch {
  readonly verdict: Verdict;
  readonly code: string | null;
  readonly candidates: readonly Candidate[];
  readonly isGuess: boolean;
  readonly locale: Match['locale'];
}

/** What matching said, with the verdict that its candidates bear out. */
export function matchShape(): Shape<Match> {
  return tolerantly
    .object<StoredMatch>(
      {
        verdict,
        code: textOrNull,
        candidates: tolerantly.list(candidateShape(tolerantly)),
        isGuess: z.boolean(),
        locale: locale.nullable(),
      },
      { verdict: 'no-match', code: null, candidates: [], isGuess: false, locale: null },
    )
    .transform(({ verdict, code, candidates, isGuess, locale }): Match => {
      const [first, ...others] = candidates;
      if (verdict === 'unknown-code' && code !== null) return { verdict, code, candidates, locale };
      if (first === undefined) return { verdict: 'no-match', candidates: [], locale };
      return verdict === 'match'
        ? { verdict, candidates: [first, ...others], locale }
        : { verdict: 'choose', candidates, isGuess, locale };
    });
}
