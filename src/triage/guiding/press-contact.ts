/** The text for somebody else: its settings, and what became of it once it was sent. */
import { type ContactDetails, type FollowUp, lastFollowUp, type TriageCase } from '../case.ts';
import { partnerDomain } from '../facts.ts';
import type { Change, InputContext, Press } from './press.ts';

export function changeContact(
  before: TriageCase,
  press: Press & { verb: 'contact-language' | 'contact-addresses' | 'contact-wording' },
): Change | null {
  const { contact, evidence } = before;
  const event = { kind: 'contact-changed' as const, data: { verb: press.verb } };
  switch (press.verb) {
    case 'contact-language': {
      if (press.option === 'ask') return { case: { contact: { ...contact, isChoosing: true } } };
      const domain = partnerDomain(evidence);
      return {
        case: { contact: { ...contact, language: press.option, isChoosing: false } },
        events: [event],
        ...(domain !== null && { remember: [{ kind: 'partner-language' as const, domain, language: press.option }] }),
      };
    }
    case 'contact-addresses': {
      const includeAddresses = press.option === 'on';
      return includeAddresses === contact.includeAddresses
        ? null
        : { case: { contact: { ...contact, includeAddresses } }, events: [event] };
    }
    case 'contact-wording':
      return press.option === before.wording ? null : { case: { wording: press.option }, events: [event] };
    default:
      return press satisfies never;
  }
}

/** How long a name or an address may be. */
const longestDetail = 120;
const longestTicket = 40;

/** What was filled in, in whichever state the case is: a ticket number belongs to every one. */
export function fillIn({ contact }: TriageCase, details: Partial<ContactDetails>): Change | null {
  const cut = (value: string | null, length: number) => value?.replace(/\s+/g, ' ').trim().slice(0, length) || null;
  const { ticket, person, address } = details;
  const filled: Partial<ContactDetails> = {
    ...details,
    ...(ticket !== undefined && { ticket: cut(ticket, longestTicket) }),
    ...(person !== undefined && { person: cut(person, longestDetail) }),
    ...(address !== undefined && { address: cut(address, longestDetail) }),
  };
  const names = (Object.keys(filled) as (keyof ContactDetails)[]).filter(name => filled[name] !== contact[name]);
  if (names.length === 0) return null;
  return {
    case: { contact: { ...contact, ...filled } },
    events: [{ kind: 'contact-changed', data: { verb: 'contact-details', names } }],
  };
}

/** Somebody whom memory knows; null where they are known no more. */
export function fillInKnown(before: TriageCase, id: string, { memory }: InputContext): Change | null {
  const known = memory.contacts.find(one => String(one.id) === id);
  return known ? fillIn(before, { person: known.name, address: known.address }) : null;
}

export function send({ followUps }: TriageCase, { by, now }: InputContext): Change {
  return {
    case: { outcome: { kind: 'sent', by, at: now }, followUps: [...followUps, { kind: 'sent', by, at: now }] },
    events: [{ kind: 'sent', data: {} }],
  };
}

const eventKinds = {
  'no-answer': 'contact-unanswered',
  reminded: 'contact-reminded',
  answered: 'contact-answered',
} as const satisfies Record<Exclude<FollowUp['kind'], 'sent'>, string>;

/** Nothing follows where no text was sent, or where they have answered already. */
export function followUp(before: TriageCase, kind: keyof typeof eventKinds, { by, now }: InputContext): Change | null {
  const isSent = before.outcome?.kind === 'sent' && lastFollowUp(before)?.kind !== 'answered';
  if (!isSent) return null;
  return {
    case: { followUps: [...before.followUps, { kind, by, at: now }] },
    events: [{ kind: eventKinds[kind], data: {} }],
    ...(kind === 'reminded' && { plainText: 'reminder' as const }),
  };
}

/** Pressed by mistake: they have not answered yet. */
export function takeAnswerBack(before: TriageCase): Change | null {
  const last = lastFollowUp(before);
  return last?.kind === 'answered'
    ? {
        case: { followUps: before.followUps.filter(one => one !== last) },
        events: [{ kind: 'went-back', data: { followUp: last.kind } }],
      }
    : null;
}
