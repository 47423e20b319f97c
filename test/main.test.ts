import { strict as assert } from 'node:assert';
import { randomUUID } from 'node:crypto';
import { Agent, createServer, request, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type MainProcess, startMain } from './main-process.ts';
import { temporaryFolder } from './storage/databases.ts';

interface Program extends MainProcess {
  readonly url: string;
  readonly port: number;
}

/** Resolves when it listens. */
async function startProgram(environment: Record<string, string> = {}): Promise<Program> {
  const DATABASE_URL = `sqlite:${join(temporaryFolder(), 'main.db')}`;
  const main = startMain({ PORT: '0', DATABASE_URL, LOG_LEVEL: 'warn', ...environment });
  for (;;) {
    const url = /open (?<url>http:\S+)/.exec(main.output.stdout)?.groups?.url;
    if (url !== undefined) return { ...main, url, port: Number(new URL(url).port) };
    if (main.child.exitCode !== null) throw new Error(`It did not start: ${main.output.stderr}`);
    await sleep(20);
  }
}

/** What one request came to: a status, or the code of the error and whether its connection had been used before. */
type Outcome = { readonly status: number } | { readonly code: string; readonly isReused: boolean };

/** Posts one activity after another on a connection that it keeps, and on a new one when that is closed, until it is refused. */
async function keepPosting(port: number, serviceUrl: string, text: string): Promise<Outcome[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const conversation = randomUUID();
  const outcomes: Outcome[] = [];
  for (;;) {
    const outcome = await post(port, agent, {
      type: 'message',
      id: randomUUID(),
      serviceUrl,
      channelId: 'test',
      from: { id: 'a' },
      recipient: { id: 'b' },
      conversation: { id: conversation, tenantId: conversation },
      text,
    });
    outcomes.push(outcome);
    if ('code' in outcome) return outcomes;
  }
}

function post(port: number, agent: Agent, activity: object): Promise<Outcome> {
  return new Promise(resolve => {
    const body = JSON.stringify(activity);
    const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) };
    const outgoing = request(
      { host: '127.0.0.1', port, path: '/api/messages', method: 'POST', agent, headers },
      response => {
        response.resume();
        response.on('end', () => resolve({ status: response.statusCode ?? 0 }));
        response.on('error', () => resolve({ code: 'half an answer', isReused: true }));
      },
    );
    outgoing.on('error', (error: NodeJS.ErrnoException) =>
      resolve({ code: error.code ?? 'unknown', isReused: outgoing.reusedSocket }),
    );
    outgoing.end(body);
  });
}

const wasCutShort = /Stopped before everything was answered/;

describe('the program that is told to stop', () => {
  let channel: Server;
  let serviceUrl = '';
  /** Every request of the bot to the channel waits for this. */
  let isOpen: Promise<void> = Promise.resolve();
  /** Requests of the bot to the channel. */
  let asked = 0;
  const programs: Program[] = [];

  before(async () => {
    channel = createServer(async (incoming, response) => {
      incoming.resume();
      asked += 1;
      await isOpen;
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify({ id: randomUUID() }));
    });
    await new Promise<void>(resolve => channel.listen(0, '127.0.0.1', resolve));
    serviceUrl = `http://127.0.0.1:${(channel.address() as AddressInfo).port}`;
  });

  beforeEach(() => {
    asked = 0;
  });

  afterEach(async () => {
    isOpen = Promise.resolve();
    const ending = programs.splice(0);
    for (const { child } of ending) child.kill('SIGKILL');
    await Promise.all(ending.map(({ ended }) => ended));
    // What they asked last is not taken for a question of the next one.
    channel.closeAllConnections();
    await sleep(50);
  });

  after(async () => {
    channel.closeAllConnections();
    await new Promise(resolve => channel.close(resolve));
  });

  /** Resolves when the bot has asked the channel so many times. */
  async function hasAsked(times: number): Promise<void> {
    while (asked < times) await sleep(10);
  }

  async function program(environment: Record<string, string> = {}): Promise<Program> {
    const started = await startProgram(environment);
    programs.push(started);
    return started;
  }

  it('answers all that it accepted from clients that never stop posting, and ends with 0', async () => {
    const { child, port, ended, output } = await program({ STOP_SECONDS: '50' });
    const clients = Array.from({ length: 12 }, (_, number) =>
      keepPosting(port, serviceUrl, number % 2 ? 'help' : '450 4.4.316 Connection refused'),
    );
    await hasAsked(36);

    child.kill('SIGTERM');
    const outcomes = (await Promise.all(clients)).flat();
    const code = await ended;

    assert.equal(code, 0);
    assert.doesNotMatch(output.stdout, wasCutShort);
    const answers = outcomes.filter(outcome => 'status' in outcome);
    assert.ok(answers.length > 24);
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200]);
    const ends = outcomes.filter(outcome => 'code' in outcome);
    assert.deepEqual(
      ends,
      clients.map(() => ({ code: 'ECONNREFUSED', isReused: false })),
    );
    assert.equal(output.stderr, '');
    assert.equal(((await post(port, new Agent(), {})) as { code: string }).code, 'ECONNREFUSED');
  });

  it('ends at once when nothing is under way, whoever keeps a connection or the chat page open', async () => {
    const { child, port, url, ended, output } = await program({ STOP_SECONDS: '300' });
    const silent = connect(port, '127.0.0.1');
    const created = await fetch(`${url}/chat/conversations`, { method: 'POST' });
    const { conversationId } = (await created.json()) as { conversationId: string };
    const stream = await fetch(`${url}/chat/conversations/${conversationId}/events`);

    await fetch(`${url}/healthz`).then(response => response.text());

    child.kill('SIGTERM');

    assert.equal(stream.status, 200);
    // Its end is what lets the page come back to the next process.
    assert.match(await stream.text(), /^retry: \d+/);
    assert.equal(await ended, 0);
    assert.doesNotMatch(output.stdout, wasCutShort);
    silent.destroy();
  });

  it('leaves to the next process what the channel does not take within the time', async () => {
    const DATABASE_URL = `sqlite:${join(temporaryFolder(), 'main.db')}`;
    isOpen = new Promise(() => {});
    const { child, port, ended, output } = await program({ STOP_SECONDS: '1', DATABASE_URL });
    const posted = keepPosting(port, serviceUrl, '450 4.4.316 Connection refused');
    await hasAsked(1);

    child.kill('SIGINT');

    assert.equal(await ended, 0);
    assert.match(output.stdout, wasCutShort);
    await posted;
  });

  it('ends at once at a second signal', async () => {
    isOpen = new Promise(() => {});
    const { child, port, ended } = await program({ STOP_SECONDS: '300' });
    const posted = keepPosting(port, serviceUrl, '450 4.4.316 Connection refused');
    await hasAsked(1);

    child.kill('SIGTERM');
    // The first of them is taken for the same Ctrl+C, as npm hands it on.
    child.kill('SIGTERM');
    await sleep(1_000);
    assert.equal(child.exitCode, null);
    // Again and again, as a busy machine may not have let it see the first of them yet.
    const again = setInterval(() => child.kill('SIGTERM'), 500);

    assert.equal(await ended, 1);
    clearInterval(again);
    await posted;
  });
});
