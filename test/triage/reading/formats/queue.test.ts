import { readsRows } from '../expect-evidence.ts';

const failover =
  'Attempted failover to alternate host, but that did not succeed. Either there are no alternate hosts, or delivery failed to all alternate hosts.';

describe('the last error of a queue', () => {
  readsRows([
    [
      'nested three deep: the reply of the server outside is the cause',
      `[{LRT=11/20/2026 6:42:10 PM};{LED=450 4.7.0 Proxy session setup failed on Frontend with '451 4.4.0 Primary target IP address responded with: "451 5.7.3 STARTTLS is required to send mail." ${failover} The last endpoint attempted was 192.0.2.9:25'};{FQDN=mail.contoso.example};{IP=192.0.2.9}]`,
      {
        kind: 'queue',
        codes: ['450 4.7.0 wrapper', '451 4.4.0 wrapper', '451 5.7.3 cause'],
        action: 'delayed',
        remoteHost: 'mail.contoso.example',
        remoteIp: '192.0.2.9',
        lastAttempt: '2026-11-20T18:42:10Z',
        subReason: 'starttls-required',
      },
    ],
    [
      'plain, with the endpoint in its words',
      `451 4.4.0 Primary target IP address responded with: "421 4.4.1 Connection timed out." ${failover} The last endpoint attempted was 198.51.100.14:25`,
      {
        kind: 'queue',
        codes: ['451 4.4.0 wrapper', '421 4.4.1 cause'],
        action: 'delayed',
        remoteHost: null,
        remoteIp: '198.51.100.14',
      },
    ],
    [
      'whose inner reply has no enhanced code keeps the outer one',
      `451 4.4.0 Primary target IP address responded with: "421 Service not available, closing transmission channel." ${failover}`,
      { codes: ['451 4.4.0 cause', '421 nested'], subReason: 'service-not-available' },
    ],
    [
      'as a list of Get-Queue',
      `Identity              : EX01\\514
DeliveryType          : SmartHostConnectorDelivery
NextHopDomain         : contoso-example.mail.protection.outlook.com
Status                : Retry
MessageCount          : 42
LastError             : 451 4.4.0 Primary target IP address responded with: "454 4.7.5 Certificate validation
                        failure, Reason:UntrustedRoot." ${failover}
LastRetryTime         : 11/20/2026 6:42:10 PM
NextRetryTime         : 11/20/2026 6:52:10 PM`,
      {
        kind: 'queue',
        codes: ['451 4.4.0 wrapper', '454 4.7.5 cause'],
        subReason: 'untrusted-root',
        lastAttempt: '2026-11-20T18:42:10Z',
      },
    ],
    [
      'as a list with a reason in braces',
      'NextHopDomain : fabrikam.example\nStatus        : Retry\nLastError     : [{LRT=11/20/2026 6:42:10 PM};{LED=441 4.4.1 Error encountered while communicating with primary target IP address: "Failed to connect. Winsock error code: 10061, Win32 error code: 10061." Attempted failover to alternate host, but that did not succeed.};{FQDN=mx1.fabrikam.example};{IP=198.51.100.14}]',
      {
        kind: 'queue',
        codes: ['441 4.4.1 cause'],
        subReason: 'socket-10061',
        remoteHost: 'mx1.fabrikam.example',
        remoteIp: '198.51.100.14',
      },
    ],
    [
      'that the transport agent gave for the certificate of the connector',
      'LastError : 454 4.7.5 The certificate specified in TlsCertificateName of the SendConnector could not be found.',
      { kind: 'queue', codes: ['454 4.7.5 cause'] },
    ],
    [
      'read off a picture, with its braces damaged',
      '[<LRI-11/20/2026 6:42:10 PM>;<led-451 4.4.0 DNS query failed. The error was: SMTPSEND.DNS.NonExistentDomain; nonexistent domain>',
      { kind: 'queue', codes: ['451 4.4.0 cause'], subReason: 'dns-no-such-domain' },
    ],
    [
      'empty beside a queue that is ready',
      'Identity      : EX01\\Submission\nDeliveryType  : Undefined\nNextHopDomain : Submission\nStatus        : Ready\nMessageCount  : 0\nLastError     :',
      { kind: 'queue', cause: null, codes: [] },
    ],
    [
      'of two queues',
      'NextHopDomain : fabrikam.example\nLastError     : 421 4.4.2 Connection dropped due to SocketError\n\nNextHopDomain : contoso.example\nLastError     : 451 4.7.0 Temporary server error. Please try again later. PRX4',
      { codes: ['421 4.4.2 cause', '451 4.7.0 other'], subReason: 'socket-error' },
    ],
    [
      'behind a frontend names that, not the server outside',
      `[{LRT=11/20/2026 6:42:10 PM};{LED=450 4.7.0 Proxy session setup failed on Frontend with '451 4.4.0 Primary target IP address responded with: "421 4.4.2 Connection dropped due to SocketError." ${failover} The last endpoint attempted was 2001:db8::25:25'};{FQDN=ex01.contoso.example};{IP=192.0.2.12}]`,
      {
        codes: ['450 4.7.0 wrapper', '451 4.4.0 wrapper', '421 4.4.2 cause'],
        remoteHost: null,
        remoteIp: '2001:db8::25',
      },
    ],
    [
      'whose replies all only wrap has the innermost as its cause',
      `LastError : [{LRT=11/20/2026 6:42:10 PM};{LED=450 4.7.0 Proxy session setup failed on Frontend with '451 4.4.0 Primary target IP address responded with: "451 4.4.0 Security status InvalidToken." ${failover}'};{FQDN=ex01.contoso.example};{IP=192.0.2.12}]`,
      { codes: ['450 4.7.0 wrapper', '451 4.4.0 cause'], subReason: 'tls-handshake-failed' },
    ],
  ]);
});
