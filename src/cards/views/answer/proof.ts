/** What to ask the other side for who says that nothing is wrong there. */
import { codeOf } from '../../../triage/evidence.ts';
import type { CardContext } from '../../card-context.ts';
import { fillText, isHarmless } from '../../case-values.ts';
import { escapeMarkdown } from '../../markdown.ts';
import { button, commandLine, sourceOf } from '../frame.ts';
import { type About, plain, type Said } from './parts.ts';

export function proofSaid(about: About, context: CardContext): Said {
  const { strings } = context;
  const source = sourceOf(about, context);
  const server = about.evidence.remoteHost ?? '';
  const kind = proofKind(about);
  const name = isHarmless(server) ? server : strings.say('unknown.server.command');
  const commands = proofCommands(kind, name);
  const { line } = about.evidence;
  return {
    title: strings.say('answer.proof.title'),
    lines: [
      ...(line === ''
        ? []
        : [...plain([strings.say('answer.proof.show')]), { text: escapeMarkdown(line), font: 'monospace' as const }]),
      ...plain([fillText(strings.say(`answer.proof.${kind}`), source)]),
      ...commands.map(commandLine),
      ...plain([fillText(strings.say('answer.proof.log'), source)]),
    ],
    ...(about.stepKind === 'escalation' && {
      buttons: [button(strings.say('buttons.copyContact'), 'copy-contact')],
    }),
  };
}

type Proof = 'certificate' | 'connection' | 'names' | 'reply';

export function proofKind({ evidence }: About): Proof {
  const { subReason, reason } = evidence;
  if (/certificate|subject|root|tls/.test(subReason ?? '') || /^[45]\.7\.32/.test(codeOf(evidence.cause) ?? ''))
    return 'certificate';
  if (subReason?.startsWith('dns')) return 'names';
  if (subReason?.startsWith('socket') || reason === 'networkerror' || reason === 'expired') return 'connection';
  return 'reply';
}

function proofCommands(kind: Proof, server: string): string[] {
  switch (kind) {
    case 'certificate':
      return [
        `openssl s_client -starttls smtp -connect ${server}:25 -servername ${server} </dev/null | openssl x509 -noout -subject -ext subjectAltName -dates -issuer`,
      ];
    case 'connection':
      return [`Test-NetConnection ${server} -Port 25`];
    case 'names':
      return [`nslookup ${server} 8.8.8.8`];
    case 'reply':
      return [];
    default:
      return kind satisfies never;
  }
}
