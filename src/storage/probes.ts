/** The record of tests that people started, which is also what bounds them. */
import { sql } from 'kysely';
import { z } from 'zod';
import { json, parseJson, time } from './columns.ts';
import { type Engine, only, run, seldom } from './engine.ts';
import type { NewProbe, ProbeBound, ProbeKey, ProbeStore, StoredProbe } from './probe-store.ts';
import type { Tables } from './schema.ts';

const longestName = 253;

export function probeStore(engine: Engine): ProbeStore {
  const { db, dialect } = engine;

  function row(probe: NewProbe, more: Pick<Tables['probes'], 'state' | 'why' | 'held_until' | 'ended_at'>) {
    return db.insertInto('probes').values({
      id: probe.id,
      tenant: probe.tenant,
      conversation: probe.conversation,
      case_id: probe.caseId,
      by_id: probe.by.id,
      by_name: probe.by.name,
      at: time(probe.at),
      name: probe.name.slice(0, longestName),
      addresses: json([]),
      card: null,
      ...more,
    });
  }

  const refused = (probe: NewProbe, why: string) =>
    seldom(row(probe, { state: 'refused', why, held_until: null, ended_at: time(probe.at) }));

  function begun({ tenant }: ProbeKey, since: string) {
    return db
      .selectFrom('probes')
      .select(['by_id', 'name', 'case_id', 'state'])
      .where('at', '>=', time(since))
      .where('tenant', '=', tenant)
      .where('state', '!=', 'refused');
  }

  const running = ({ id, tenant }: ProbeKey) =>
    db.updateTable('probes').where('id', '=', id).where('tenant', '=', tenant).where('state', '=', 'running');

  return {
    beginProbe: (probe, limits, { since, heldUntil }) =>
      engine.write(function* () {
        // Two at once would both find room for one. SQLite has one writer at a time.
        if (dialect === 'postgres')
          yield* run<unknown>(seldom({ compile: () => sql`select pg_advisory_xact_lock(${lockKey})`.compile(db) }));
        const { rows } = yield* run(seldom(begun(probe, since)));
        const bound = ((): ProbeBound | undefined => {
          if (rows.some(one => one.state === 'running' && one.case_id === probe.caseId)) return 'running';
          if (rows.length >= limits.all) return 'all';
          if (rows.filter(one => one.by_id === probe.by.id).length >= limits.person) return 'person';
          return rows.filter(one => one.name === probe.name).length >= limits.host ? 'host' : undefined;
        })();
        if (bound) {
          yield* run<unknown>(refused(probe, bound));
          return bound;
        }
        const held = { state: 'running', why: null, held_until: time(heldUntil), ended_at: null };
        yield* run<unknown>(seldom(row(probe, held)));
        return 'begun' as const;
      }),

    async refuseProbe(probe, why, since) {
      await engine.write(function* () {
        const query = db
          .selectFrom('probes')
          .select(({ fn }) => fn.countAll<number | string>().as('count'))
          .where('tenant', '=', probe.tenant)
          .where('state', '=', 'refused')
          .where('at', '>=', time(since));
        const { rows } = yield* run(seldom(query));
        // Whoever floods the bot is told no each time, and written down as often as anybody would read.
        if (Number(rows[0]?.count ?? 0) < mostRefused) yield* run<unknown>(refused(probe, why));
      });
    },

    async probe({ tenant, id }) {
      const query = db.selectFrom('probes').selectAll().where('id', '=', id).where('tenant', '=', tenant);
      const { rows } = await engine.read(seldom(query));
      return rows[0] && toProbe(rows[0]);
    },

    async probesOf(tenant, limit) {
      const query = db.selectFrom('probes').selectAll().where('tenant', '=', tenant).orderBy('at', 'desc').limit(limit);
      const { rows } = await engine.read(seldom(query));
      return rows.map(toProbe);
    },

    async noteProbeCard({ tenant, id }, activity) {
      const query = db.updateTable('probes').set({ card: activity }).where('id', '=', id).where('tenant', '=', tenant);
      await engine.write(only<unknown>(seldom(query)));
    },

    async holdProbe(key, heldUntil) {
      const { changed } = await engine.write(only<unknown>(seldom(running(key).set({ held_until: time(heldUntil) }))));
      return changed === 1;
    },

    async endProbe(key, { at, state, addresses = [] }) {
      const end = { state, held_until: null, ended_at: time(at), addresses: json(addresses) };
      return (await engine.write(only<unknown>(seldom(running(key).set(end))))).changed === 1;
    },

    async takeLostProbes(now) {
      const lost = db
        .selectFrom('probes')
        .selectAll()
        .where('held_until', 'is not', null)
        .where('held_until', '<', time(now))
        .limit(mostLost);
      // Most of the time there is nothing, and nobody has to wait for a transaction.
      if ((await engine.read(seldom(lost))).rows.length === 0) return [];
      return engine.write(function* () {
        const { rows } = yield* run(
          seldom(lost.$if(dialect === 'postgres', locked => locked.forUpdate().skipLocked())),
        );
        for (const one of rows)
          yield* run<unknown>(
            seldom(running(one).set({ state: 'interrupted', held_until: null, ended_at: time(now) })),
          );
        return rows.map(toProbe);
      });
    },
  };
}

const mostLost = 50;
/** Of a tenant since then. */
const mostRefused = 500;
/** Any number that nothing else of ours locks. */
const lockKey = 20_190_019;

const Addresses = z.array(z.string()).catch([]);

function toProbe({ case_id, by_id, by_name, addresses, ended_at, held_until, ...rest }: Tables['probes']): StoredProbe {
  return {
    ...rest,
    caseId: case_id,
    by: by_id === null ? null : { id: by_id, name: by_name ?? '' },
    addresses: Addresses.parse(parseJson(addresses)),
    endedAt: ended_at,
  };
}
