import { strict as assert } from 'node:assert';
import { type SubReason, subReasons } from '../../../src/triage/evidence.ts';
import { readEvidence } from '../../../src/triage/reading/index.ts';

const attempted = '[LastAttemptedServerName=mail.fabrikam.example] [LastAttemptedIP=203.0.113.7:25]';

/** A line as Exchange Online or the remote server writes it, and its words that tell the reason. */
const lines: Readonly<Record<SubReason, readonly (readonly [line: string, text: string])[]>> = {
  'starttls-required': [
    [
      `450 4.4.317 Cannot connect to remote server [Message=451 5.7.3 STARTTLS is required to send mail] ${attempted}`,
      'STARTTLS is required to send mail',
    ],
    ['530 5.7.0 Must issue a STARTTLS command first', 'Must issue a STARTTLS command first'],
    ['454 4.7.5 TLS is required, but was not offered by host mail.fabrikam.example', 'TLS is required'],
  ],
  'tls-handshake-failed': [
    [
      `450 4.4.317 Cannot connect to remote server [Message=451 4.4.0 TLS negotiation failed with error UnknownError] ${attempted}`,
      'TLS negotiation failed with error UnknownError',
    ],
    ['4.7.5 Cannot start TLS: handshake failure', 'Cannot start TLS: handshake failure'],
  ],
  'subject-mismatch': [
    [`450 4.7.320 Certificate validation failed [Message=SubjectMismatch] ${attempted}`, 'SubjectMismatch'],
    ['454 4.7.5 Certificate name does not match mail.fabrikam.example', 'Certificate name does not match'],
  ],
  'untrusted-root': [
    [`450 4.7.320 Certificate validation failed [Message=UntrustedRoot] ${attempted}`, 'UntrustedRoot'],
    ['454 4.7.5 Server certificate verification failed: self-signed certificate', 'self-signed certificate'],
  ],
  'certificate-expired': [
    [`450 4.7.320 Certificate validation failed [Message=CertificateExpired] ${attempted}`, 'CertificateExpired'],
    ["450 4.7.322 certificate-expired: Destination mail server's certificate is expired.", 'certificate-expired'],
  ],
  'certificate-revoked': [
    [`450 4.7.320 Certificate validation failed [Message=CertificateRevoked] ${attempted}`, 'CertificateRevoked'],
    ['454 4.7.5 TLS refused: the server certificate has been revoked', 'certificate has been revoked'],
    [
      `450 4.7.320 Certificate validation failed [Message=RevocationStatusRevoked] ${attempted}`,
      'RevocationStatusRevoked',
    ],
  ],
  'certificate-invalid': [
    [`450 4.7.320 Certificate validation failed [Message=CertificateInvalid] ${attempted}`, 'CertificateInvalid'],
    ['454 4.7.5 TLS refused: invalid certificate', 'invalid certificate'],
    ['450 4.7.323 tlsa-invalid: The domain failed DANE validation.', 'tlsa-invalid'],
    [
      `450 4.7.320 Certificate validation failed, certificate is no longer valid ${attempted}`,
      'certificate is no longer valid',
    ],
  ],
  'socket-10054': [
    [
      `450 4.4.318 Connection was closed abruptly [Message=Socket error code 10054] ${attempted}`,
      'Socket error code 10054',
    ],
    [
      '441 4.4.1 Error encountered: "Failed to connect. Winsock error code: 10054, Win32 error code: 10054."',
      'Winsock error code: 10054',
    ],
    ['451 4.4.2 lost connection with mx.fabrikam.example: Connection reset by peer', 'Connection reset by peer'],
  ],
  'socket-10060': [
    [`450 4.4.315 Connection timed out [Message=Socket error code 10060] ${attempted}`, 'Socket error code 10060'],
    ['441 4.4.1 "Failed to connect. Winsock error code: 10060, Win32 error code: 10060."', 'Winsock error code: 10060'],
  ],
  'socket-10061': [
    [`450 4.4.316 Connection refused [Message=Socket error code 10061] ${attempted}`, 'Socket error code 10061'],
    [
      'No connection could be made because the target machine actively refused it: 450 4.4.316 WSAECONNREFUSED',
      'WSAECONNREFUSED',
    ],
  ],
  'socket-error': [
    [`450 4.4.317 Cannot connect to remote server [Message=451 4.4.0 SocketError] ${attempted}`, 'SocketError'],
    [
      `450 4.4.318 Connection was closed abruptly [Message=Socket error code 10053] ${attempted}`,
      'Socket error code 10053',
    ],
  ],
  'service-not-available': [
    [
      `450 4.4.317 Cannot connect to remote server [Message=421 4.3.2 Service not available] ${attempted}`,
      'Service not available',
    ],
    ['421 4.3.2 Service not active', 'Service not active'],
  ],
  'remote-policy': [
    [
      `450 4.4.317 Cannot connect to remote server [Message=554 5.7.1 Your address is listed by our block list] ${attempted}`,
      'listed by our block list',
    ],
  ],
  'dns-no-such-domain': [
    [`450 4.4.312 DNS query failed [Message=InfoDomainNonexistent] ${attempted}`, 'InfoDomainNonexistent'],
    [
      "550 5.4.310 DNS domain 'fabrikam.example' does not exist [Message=InfoNoRecords]",
      "DNS domain 'fabrikam.example' does not exist",
    ],
    [
      '550 5.4.4 Host or domain name not found. Name service error for name=fabrikam.example type=A: Host not found',
      'Host or domain name not found',
    ],
  ],
  'dns-server-failure': [
    [`450 4.4.312 DNS query failed [Message=ErrorServerFailure] ${attempted}`, 'ServerFailure'],
    ['450 4.4.312 DNS query failed, name server of fabrikam.example answers SERVFAIL', 'SERVFAIL'],
    ['451 4.4.3 Temporary failure in name resolution', 'Temporary failure in name resolution'],
    [
      '450 4.4.3 Host or domain name not found. Name service error for name=fabrikam.example type=MX: Host not found, try again',
      'Host not found, try again',
    ],
  ],
  'dns-timeout': [
    [`450 4.4.312 DNS query failed [Message=ErrorTimeout] ${attempted}`, 'ErrorTimeout'],
    [`450 4.4.312 DNS query failed [Message=ErrorSubQueryTimeout] ${attempted}`, 'ErrorSubQueryTimeout'],
    ['451 4.4.3 DNS lookup timed out', 'DNS lookup timed out'],
  ],
};

describe('the reason beside a code', () => {
  for (const reason of subReasons) {
    for (const [line, text] of lines[reason]) {
      it(`is ${reason} in "${line.slice(0, 90)}"`, () => {
        const { subReason, subReasonText } = readEvidence(line);

        assert.deepEqual({ subReason, subReasonText }, { subReason: reason, subReasonText: text });
      });
    }
  }
});
