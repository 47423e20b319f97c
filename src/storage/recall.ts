/** What memory knows about the server, the partner and the problem of one evidence, in one query. */
import type { Kysely } from 'kysely';
import { z } from 'zod';
import {
  hostOwners,
  type LetterEvent,
  letterEventKinds,
  type PartnerContact,
  type SaidOwner,
} from '../triage/memory.ts';
import { hostKey, parseJson } from './columns.ts';
import type { KnownFact, KnownSolution, Recalled, RecallQuestion } from './directory-store.ts';
import { asked, type Engine, prepare } from './engine.ts';
import { who } from './said.ts';
import type { Tables } from './schema.ts';
import { type Shape, text, textOrNull, time, tolerantly } from './stored-shape.ts';

interface Asked {
  readonly tenant: string;
  readonly host: string;
  readonly domain: string;
  readonly hop: string;
  readonly article: string;
  readonly caseId: string;
}

export function recaller(engine: Engine): (tenant: string, about: RecallQuestion) => Promise<Recalled> {
  const find = prepare(engine, recallQuery);

  return async (tenant, { host, domain, nextHop = null, articleId = null, caseId = null }) => {
    const isAsked = host !== null || domain !== null || (nextHop !== null && articleId !== null);
    if (!isAsked) return { host: undefined, partner: undefined, lastTime: undefined, facts: [] };
    const key = (name: string | null) => (name === null ? '' : hostKey(name));
    const values = { host: key(host), domain: key(domain), hop: key(nextHop) };
    const { rows } = await engine.read(find({ tenant, ...values, article: articleId ?? '', caseId: caseId ?? '' }));
    const [row] = rows;
    const owner = readOwner(row?.owner ?? null);
    return {
      host: owner && { owner, by: who(row!.host_by_id, row!.host_by_name), at: row!.host_at! },
      partner: row?.partner_at
        ? {
            language: row.language,
            contacts: readContacts(row.contacts),
            by: who(row.partner_by_id, row.partner_by_name),
            at: row.partner_at,
          }
        : undefined,
      lastTime: row?.solved_at ? solutionIn(row as SolutionRow) : undefined,
      facts: rows.flatMap(one =>
        one.fact_subject === null
          ? []
          : [
              {
                subject: one.fact_subject,
                name: one.fact_name!,
                value: one.fact_value!,
                by: who(one.fact_by_id, one.fact_by_name),
                at: one.fact_at!,
              } satisfies KnownFact,
            ],
      ),
    };
  };
}

/** Exported for a look at its plan. */
export function recallQuery(db: Kysely<Tables>, values: Asked) {
  return (
    db
      .selectFrom(asked(db, values, ['tenant', 'host', 'domain', 'hop', 'article', 'caseId']))
      .leftJoin('hosts', join => join.onRef('hosts.tenant', '=', 'asked.tenant').onRef('hosts.host', '=', 'asked.host'))
      .leftJoin('partners', join =>
        join.onRef('partners.tenant', '=', 'asked.tenant').onRef('partners.domain', '=', 'asked.domain'),
      )
      .leftJoin('solutions', join =>
        join
          .onRef('solutions.tenant', '=', 'asked.tenant')
          .on(({ eb, selectFrom }) =>
            eb(
              'solutions.case_id',
              '=',
              selectFrom('solutions as last')
                .select('last.case_id')
                .whereRef('last.next_hop', '=', 'asked.hop')
                .whereRef('last.article', '=', 'asked.article')
                .whereRef('last.tenant', '=', 'asked.tenant')
                .whereRef('last.case_id', '<>', 'asked.caseId')
                .orderBy('last.solved_at', 'desc')
                .limit(1),
            ),
          ),
      )
      // As many rows as there are facts, and one where there are none.
      .leftJoin('facts', join =>
        join.onRef('facts.subject', '=', 'asked.domain').onRef('facts.tenant', '=', 'asked.tenant'),
      )
      .select([
        'hosts.owner',
        'hosts.by_id as host_by_id',
        'hosts.by_name as host_by_name',
        'hosts.at as host_at',
        'partners.language',
        'partners.contacts',
        'partners.by_id as partner_by_id',
        'partners.by_name as partner_by_name',
        'partners.at as partner_at',
        'solutions.opened_at',
        'solutions.solved_at',
        'solutions.how',
        'solutions.by_id as solved_by_id',
        'solutions.by_name as solved_by_name',
        'facts.subject as fact_subject',
        'facts.name as fact_name',
        'facts.value as fact_value',
        'facts.at as fact_at',
        'facts.by_id as fact_by_id',
        'facts.by_name as fact_by_name',
      ])
  );
}

interface SolutionRow {
  readonly opened_at: string;
  readonly solved_at: string;
  readonly how: string;
  readonly solved_by_id: string | null;
  readonly solved_by_name: string | null;
}

function solutionIn({ opened_at, solved_at, how, solved_by_id, solved_by_name }: SolutionRow): KnownSolution {
  const read = shapes.how().catch({ answers: [], steps: [], wasAnswered: false }).parse(parseJson(how));
  return { openedAt: opened_at, solvedAt: solved_at, by: who(solved_by_id, solved_by_name), ...read };
}

/** A newer version may know more owners; nothing is said then. */
export function readOwner(owner: string | null): SaidOwner | undefined {
  return hostOwners.find(known => known === owner);
}

export function readContacts(json: string | null): PartnerContact[] {
  return json === null || json === '[]' ? [] : shapes.contacts().catch([]).parse(parseJson(json));
}

export function readLetterEvents(json: string): LetterEvent[] {
  return shapes.events().catch([]).parse(parseJson(json));
}

/** What a solution keeps besides its columns. */
export type How = Pick<KnownSolution, 'answers' | 'steps' | 'wasAnswered'>;

// Built when first needed; written by this program, in whichever version.
const { object, list } = tolerantly;
const shapes = {
  how: once(() =>
    object<How>(
      {
        answers: list(object<How['answers'][number], 'step' | 'option'>({ step: text, option: text }, {})),
        steps: list(text),
        wasAnswered: z.boolean(),
      },
      { answers: [], steps: [], wasAnswered: false },
    ),
  ),
  contacts: once(() =>
    list(
      object<PartnerContact, 'id'>(
        { id: z.int(), name: textOrNull, address: textOrNull, phone: textOrNull },
        { name: null, address: null, phone: null },
      ),
    ),
  ),
  events: once(() => list(object<LetterEvent, 'kind' | 'at'>({ kind: z.enum(letterEventKinds), at: time }, {}))),
};

function once<Value>(make: () => Shape<Value>): () => Shape<Value> {
  let made: Shape<Value> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
