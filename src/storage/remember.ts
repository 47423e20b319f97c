/** What a turn learned: people, hosts, partners, solutions, facts and incidents, each by a writer of its own. */
import type { Remember } from '../triage/guiding/index.ts';
import { hostKey, json, time } from './columns.ts';
import { type Engine, prepare, run, seldom, type Work } from './engine.ts';
import { incidentWriter } from './incident-writer.ts';
import { personWriter } from './memory.ts';
import { changeWriter } from './memory-changes.ts';
import { partnerWriter } from './partner-writer.ts';
import type { How } from './recall.ts';
import { type Said, source } from './said.ts';
import type { Tables } from './schema.ts';
import type { Commit } from './store.ts';

export type FactWriter = (
  commit: Pick<Commit<unknown>, 'tenant' | 'conversation' | 'at' | 'by' | 'person' | 'remember'>,
) => Work<void>;

/** What a turn learned, people included. */
export function factWriter(engine: Engine): FactWriter {
  const writePerson = personWriter(engine);
  const write = rememberer(engine);
  return function* ({ tenant, conversation, at, by, person, remember = [] }) {
    // One order for everybody, so that two transactions with the same facts do not wait for each other.
    for (const fact of remember.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1)))
      yield* write(fact, { tenant, conversation, at: time(at), by });
    if (person !== undefined && by !== null) yield* writePerson(tenant, by.id, person);
  };
}

function rememberer(engine: Engine): (fact: Remember, said: Said & { readonly conversation: string }) => Work<void> {
  const incidents = incidentWriter(engine);
  const writeChange = changeWriter(engine);
  const writePartner = partnerWriter(engine);
  const setOwner = prepare(engine, (db, { tenant, host, owner, by_id, by_name, at }: Tables['hosts']) =>
    db
      .insertInto('hosts')
      .values({ tenant, host, owner, by_id, by_name, at })
      .onConflict(conflict => conflict.columns(['tenant', 'host']).doUpdateSet({ owner, by_id, by_name, at })),
  );
  const { db } = engine;

  function* writeHost(fact: Remember & { kind: 'host-owner' }, said: Said): Work<void> {
    const host = hostKey(fact.host);
    const { tenant, at, by } = said;
    if (fact.owner === null)
      yield* run(seldom(db.deleteFrom('hosts').where('tenant', '=', tenant).where('host', '=', host)));
    else yield* run<unknown>(setOwner({ tenant, host, owner: fact.owner, ...source(by), at }));
    yield* writeChange('host', host, [fact.owner ?? 'nobody'], said);
  }

  function* writeSolution(fact: Remember & { kind: 'solved' }, { tenant, at, by }: Said): Work<void> {
    const { caseId, articleId, nextHop, openedAt, answers, steps, wasAnswered } = fact;
    const how: How = { answers, steps, wasAnswered };
    const row = {
      next_hop: hostKey(nextHop),
      article: articleId,
      opened_at: time(openedAt),
      solved_at: at,
      how: json(how),
      ...source(by),
    };
    yield* run<unknown>(
      seldom(
        db
          .insertInto('solutions')
          .values({ tenant, case_id: caseId, ...row })
          .onConflict(conflict => conflict.columns(['case_id', 'tenant']).doUpdateSet(row)),
      ),
    );
  }

  function* writeFact({ subject, name, value }: Remember & { kind: 'fact' }, { tenant, at, by }: Said): Work<void> {
    const key = { tenant, subject: hostKey(subject), name };
    const row = { value: value ?? '', at, ...source(by) };
    yield* run<unknown>(
      seldom(
        value === null
          ? db
              .deleteFrom('facts')
              .where('subject', '=', key.subject)
              .where('tenant', '=', tenant)
              .where('name', '=', name)
          : db
              .insertInto('facts')
              .values({ ...key, ...row })
              .onConflict(conflict => conflict.columns(['subject', 'tenant', 'name']).doUpdateSet(row)),
      ),
    );
  }

  return function* (fact, said) {
    switch (fact.kind) {
      case 'host-owner':
        return yield* writeHost(fact, said);
      case 'partner-language':
      case 'partner-contact':
      case 'partner':
      case 'partner-gone':
      case 'letter':
        return yield* writePartner(fact, said);
      case 'solved':
        return yield* writeSolution(fact, said);
      case 'unsolved':
        yield* run(
          seldom(db.deleteFrom('solutions').where('case_id', '=', fact.caseId).where('tenant', '=', said.tenant)),
        );
        return;
      case 'fact':
        return yield* writeFact(fact, said);
      case 'opening':
        return yield* incidents.opening(fact, said);
      case 'incident':
        return yield* incidents.begin(fact, said);
      case 'incident-news':
      case 'incident-over':
        return yield* incidents.tell(fact, said);
      case 'incident-left':
        return yield* incidents.leave(fact, said);
      default:
        return fact satisfies never;
    }
  };
}

function keyOf(fact: Remember): string {
  switch (fact.kind) {
    case 'host-owner':
      return `${fact.kind} ${hostKey(fact.host)}`;
    case 'partner-language':
    case 'partner-contact':
    case 'partner':
    case 'partner-gone':
    case 'letter':
      // All of a partner lock its one row.
      return `partner ${hostKey(fact.domain)} ${fact.kind}`;
    case 'solved':
    case 'unsolved':
      return `solution ${fact.caseId}`;
    case 'fact':
      return `fact ${hostKey(fact.subject)} ${fact.name}`;
    case 'opening':
    case 'incident':
    case 'incident-news':
    case 'incident-over':
    case 'incident-left':
      return `incident ${fact.caseId} ${fact.kind}`;
    default:
      return fact satisfies never;
  }
}
