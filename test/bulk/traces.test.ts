import { strict as assert } from 'node:assert';
import { watchEventLoop } from '../event-loop.ts';
import { columns, emptyStory, traceCsv, traceRows } from './make-trace.ts';
import { piecesOf, readBulk, readText, warmUp } from './read-bulk.ts';

const encodings: Readonly<Record<string, (text: string) => Buffer>> = {
  'UTF-8': text => Buffer.from(text),
  'UTF-8 with a mark': text => Buffer.from(`\ufeff${text}`),
  'UTF-16 with a mark': text => Buffer.from(`\ufeff${text}`, 'utf16le'),
  'UTF-16 without a mark': text => Buffer.from(text, 'utf16le'),
  'UTF-16, high byte first': text => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
};

describe('a message trace in bulk', () => {
  before(warmUp);

  it('of 20 000 rows is told with its story, while the event loop goes on', async () => {
    const story = emptyStory();
    const bytes = Buffer.from(`\ufeff${[...traceCsv(traceRows(20_000, story))].join('')}`, 'utf16le');
    const longestStop = watchEventLoop();

    const { outcomes, found, progress } = await readBulk([piecesOf(bytes)]);

    const stop = longestStop();
    const { trace, resend } = found;
    assert.deepEqual(outcomes, [{ kind: 'trace', rows: story.rows, unread: 0, isCut: false }]);
    assert.equal(trace?.rows, story.rows);
    assert.equal(trace.messages, story.messages);
    assert.equal(trace.delivered, story.delivered);
    const [refused, tooLarge, unknown] = trace.clusters;
    assert.deepEqual(refused?.problem, { kind: 'article', articleId: 'connection-refused' });
    assert.equal(refused.messages, story.refused);
    assert.equal(refused.waiting, story.refusedWaiting);
    assert.equal(refused.expired, story.refusedExpired);
    assert.equal(refused.recipients, story.refusedRecipients.size);
    assert.deepEqual(refused.subReasons, [{ name: 'socket-10061', count: story.refused }]);
    assert.deepEqual(refused.failingIps, [{ name: '203.0.113.8', count: story.refused }]);
    assert.deepEqual(
      refused.workingIps.map(({ name }) => name),
      ['203.0.113.9'],
    );
    assert.ok(refused.isByAddress);
    assert.ok(refused.began! >= '2026-11-23T14:05' && refused.began! < '2026-11-23T14:15', refused.began!);
    assert.equal(refused.quietDays, 3);
    assert.deepEqual(
      refused.domains.map(({ name }) => name),
      ['contoso.example'],
    );
    assert.equal(refused.firstToExpire?.recipient, story.firstWaiting!.recipient);
    assert.equal(refused.onlyLarge, null);

    assert.equal(tooLarge?.messages, story.tooLarge);
    assert.deepEqual(tooLarge.topSender, { name: 'scans@northwind.example', count: story.tooLargeByScans });
    assert.ok(tooLarge.onlyLarge && tooLarge.onlyLarge.smallestFailing > 10_000_000);
    // The same address takes what is small.
    assert.ok(!tooLarge.isByAddress);
    assert.equal(unknown?.messages, story.unknown);

    assert.equal(resend?.rows, story.refusedExpired);
    assert.equal(resend.csv.split('\r\n').length, story.refusedExpired + 2);
    assert.ok(progress.length > 0 && progress.at(-1)![0] === story.rows);
    // Half of it on a machine that has nothing else to do.
    assert.ok(stop < 100, `${stop} ms`);
  });

  it('is read in every encoding, with every delimiter, in any order of columns', async () => {
    const orders = [columns, columns.toReversed(), [...columns.slice(7), ...columns.slice(0, 7)]];
    const story = emptyStory();
    const rows = [...traceRows(600, story)];
    for (const [index, [name, encode]] of Object.entries(encodings).entries()) {
      const delimiter = [',', ';', '\t'][index % 3]!;
      const text = [...traceCsv(rows, { delimiter, order: orders[index % orders.length]! })].join('');

      const { outcomes, found } = await readBulk([piecesOf(encode(text), 997)]);

      assert.deepEqual(outcomes, [{ kind: 'trace', rows: story.rows, unread: 0, isCut: false }], name);
      const refused = found.trace?.clusters.find(one => one.failingIps[0]?.name === '203.0.113.8');
      assert.equal(found.trace?.messages, story.messages);
      assert.equal(refused?.messages, story.refused);
    }
  });

  it('is what Get-MessageTraceV2 exports, in the dates of its country', async () => {
    const { found } = await readText(
      [
        '#TYPE Deserialized.Microsoft.Exchange.Management.MessageTrace',
        '"Received";"SenderAddress";"RecipientAddress";"Subject";"Status";"ToIP";"FromIP";"Size";"MessageId";"MessageTraceId"',
        '"20-11-2026 9:02:00";"a@northwind.example";"ann@contoso.example";"Één";"Delivered";"203.0.113.9";"";"4000";"<1@x>";"g1"',
        '"21-11-2026 14:05:00";"a@northwind.example";"bo@contoso.example";"Twee";"Failed";"203.0.113.8";"";"4000";"<2@x>";"g2"',
        '"22-11-2026 15:05:00";"c@northwind.example";"bo@contoso.example";"Drie";"Pending";"203.0.113.8";"";"4000";"<3@x>";"g3"',
      ].join('\r\n'),
      { now: '2026-11-22T16:00:00.000Z' },
    );

    const [cluster] = found.trace!.clusters;
    assert.equal(found.trace?.from, '2026-11-20T09:02:00.000Z');
    assert.deepEqual(cluster?.problem, { kind: 'no-reply' });
    assert.equal(cluster.messages, 2);
    assert.equal(cluster.recipients, 1);
    assert.equal(cluster.senders, 2);
    assert.equal(cluster.began, '2026-11-21T14:05:00.000Z');
    assert.equal(cluster.quietDays, 1);
    assert.equal(cluster.firstToExpire?.at, '2026-11-23T15:05:00.000Z');
  });

  it('is the enhanced summary report, with all recipients of a message in one cell', async () => {
    const { found } = await readText(
      [
        'origin_timestamp_utc,sender_address,Recipient_status,message_subject,total_bytes,message_id,network_message_id,original_client_ip,directionality,connector_id,delivery_priority',
        '2026-11-20T09:02:00.0000000Z,a@northwind.example,"ann@contoso.example##Receive, Deliver;bo@contoso.example##Receive, Fail",Hi,4000,<1@x>,g1,192.0.2.4,1,,Normal',
      ].join('\n'),
    );

    assert.equal(found.trace?.messages, 2);
    assert.equal(found.trace.delivered, 1);
    assert.equal(found.trace.clusters[0]?.messages, 1);
  });

  it('is the message tracking log of a server, as it lies in its folder', async () => {
    const { found, outcomes } = await readText(
      [
        '#Software: Microsoft Exchange Server',
        '#Version: 15.02.1118.007',
        '#Log-type: Message Tracking Log',
        '#Date: 2026-11-20T09:00:00.000Z',
        '#Fields: date-time,client-ip,client-hostname,server-ip,server-hostname,source-context,connector-id,source,event-id,internal-message-id,message-id,network-message-id,recipient-address,recipient-status,total-bytes,recipient-count,related-recipient-address,reference,message-subject,sender-address,return-path',
        '2026-11-20T09:02:00.000Z,192.0.2.1,SRV,192.0.2.25,mx.fabrikam.example,,Out,SMTP,SEND,1,<1@x>,g1,ann@fabrikam.example;bo@fabrikam.example,250 2.1.5 OK;250 2.1.5 OK,4000,2,,,Hi,a@contoso.example,a@contoso.example',
        '2026-11-20T09:03:00.000Z,192.0.2.1,SRV,,,,Out,SMTP,FAIL,2,<2@x>,g2,cy@fabrikam.example,550 5.1.1 User unknown,4000,1,,,Hi,a@contoso.example,a@contoso.example',
      ].join('\r\n'),
    );

    assert.deepEqual(outcomes, [{ kind: 'trace', rows: 2, unread: 0, isCut: false }]);
    assert.equal(found.trace?.delivered, 2);
    assert.deepEqual(found.trace.clusters[0]?.problem, { kind: 'article', articleId: 'recipient-unknown' });
  });

  it('is what Get-MessageTrackingLog exports, in the time of whoever exported it', async () => {
    const text =
      'Timestamp,ClientIp,EventId,Source,Sender,Recipients,RecipientStatus\r\n' +
      '20-11-2026 18:42:10,,FAIL,SMTP,bob@fabrikam.example,ann@contoso.example,550 5.1.1 User unknown\r\n';

    const { found } = await readText(text, { timeZone: 'Europe/Amsterdam' });

    assert.equal(found.trace?.from, '2026-11-20T17:42:10.000Z');
    assert.equal(found.trace?.localZone, 'Europe/Amsterdam');
  });

  it('counts a message that was late but arrived as such, whichever row comes first', async () => {
    const header = 'Received,SenderAddress,RecipientAddress,Status,Size,MessageId,Detail';
    const deferred = '11/20/2026 6:42:10 PM,a@x.example,b@y.example,Defer,1,<1>,450 4.4.316 Connection refused';
    const delivered = '11/20/2026 7:42:10 PM,a@x.example,b@y.example,Deliver,1,<1>,';
    for (const rows of [
      [deferred, delivered],
      [delivered, deferred],
    ]) {
      const { found } = await readText([header, ...rows].join('\n'));

      assert.equal(found.trace?.clusters[0]?.deliveredLater, 1);
      assert.equal(found.trace.clusters[0].waiting, 0);
      assert.equal(found.trace.clusters[0].began, '2026-11-20T18:42:10.000Z');
    }
  });
});
