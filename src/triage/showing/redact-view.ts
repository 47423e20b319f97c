/** A view for a place where others read along: whatever of a paste is in it is shortened. */
import type { Escalation } from '../case.ts';
import type { Because } from '../condition.ts';
import type { Evidence } from '../evidence.ts';
import type { FindingSentence, FindingValue, FoundValues } from '../finding.ts';
import type { KnownIncident } from '../incident.ts';
import type { Candidate, Reason } from '../match.ts';
import type { PartnerContact } from '../memory.ts';
import type { HostsView } from './directory-views.ts';
import { coverFor, redactEvidence, redactName, redactText } from './redact.ts';
import type { AnswerView, CaseFrame, FileProblem, FindingsView, View } from './view.ts';

type Cover = (text: string) => string;

export function redactView(view: View): View {
  switch (view.kind) {
    case 'question':
      return {
        ...view,
        ...redactFrame(view),
        known: view.known && { ...view.known, subject: redactName(view.known.subject) },
      };
    case 'checklist':
    case 'confirm':
    case 'contact-language':
    case 'verify':
      return { ...view, ...redactFrame(view) };
    case 'over':
      return { ...view, ...redactFrame(view), incident: { ...view.incident, news: redactNews(view.incident.news) } };
    case 'experts':
      return {
        ...view,
        ...redactFrame(view),
        escalation: redactTalk(view.escalation),
        reports: view.reports && {
          ...view.reports,
          hops: view.reports.hops.map(hop => redactName(hop)),
          domains: view.reports.domains.map(domain => redactName(domain)),
        },
      };
    case 'unknown': {
      const cover = coverFor(view.evidence);
      return {
        ...view,
        ticket: redactOr(view.ticket),
        unknownCode: redactOr(view.unknownCode),
        evidence: redactEvidence(view.evidence),
        note: view.note && { ...view.note, text: cover(view.note.text) },
        escalation: view.escalation && redactTalk(view.escalation),
      };
    }
    case 'outcome':
      return { ...view, ...redactFrame(view), address: redactOr(view.address) };
    case 'contact': {
      const { settings } = view;
      const { ticket, person, address } = settings;
      const shortened = { ticket: redactOr(ticket), person: redactOr(person), address: redactOr(address) };
      return {
        ...view,
        ...redactFrame(view),
        areFieldsFilled: false,
        contacts: view.contacts.map(redactContact),
        settings: { ...settings, ...shortened, includeAddresses: false },
        notes: view.notes.map(note => ({ ...note, text: coverFor(view.evidence)(note.text) })),
      };
    }
    case 'answer':
      return view.about === null ? view : { ...view, ...redactAnswer(view, view.about) };
    case 'choose':
      return { ...view, ...redactFound(view), candidates: view.candidates.map(candidateOf(view.evidence)) };
    case 'wanted':
      return {
        ...view,
        evidence: redactEvidence(view.evidence),
        candidates: view.candidates.map(candidateOf(view.evidence)),
      };
    case 'triaged': {
      const redact = candidateOf(view.evidence);
      const [first, ...others] = view.candidates;
      return { ...view, ...redactFound(view), candidates: [redact(first), ...others.map(redact)] };
    }
    case 'notice':
    case 'paste':
      return { ...view, unknownCode: redactOr(view.unknownCode) };
    case 'timeline': {
      const cover = coverFor(view.evidence);
      return {
        ...view,
        about: view.about && { ...view.about, ...redactFrame(view.about) },
        evidence: redactEvidence(view.evidence),
        rows: view.rows.map(row => ({
          ...row,
          code: redactOr(row.code),
          text: row.text === null ? null : cover(row.text),
        })),
      };
    }
    case 'move':
      return { ...view, evidence: redactEvidence(view.evidence), sought: redactText(view.sought) };
    case 'forget':
      return { ...view, name: redactOr(view.name) };
    case 'cases':
      return {
        ...view,
        sought: { ...view.sought, words: redactOr(view.sought.words) },
        rows: view.rows.map(row => ({
          ...row,
          code: redactOr(row.code),
          domain: redactName(row.domain),
          ticket: redactOr(row.ticket),
        })),
      };
    case 'findings':
      return redactFindings(view);
    case 'file-refused':
      return { ...view, files: view.files.map(redactFile) };
    case 'batch':
      return {
        ...view,
        rows: view.rows.map(({ group, draft }) => {
          const problem =
            group.problem.kind === 'unknown-code'
              ? { ...group.problem, code: redactText(group.problem.code) }
              : group.problem;
          return { draft, group: { ...group, problem, statusCodes: group.statusCodes.map(code => redactText(code)) } };
        }),
        refused: view.refused.map(redactFile),
      };
    case 'reading':
      return { ...view, name: redactText(view.name) };
    case 'probe':
      return {
        ...view,
        name: redactName(view.name),
        passed: view.passed.map(one => ({ ...one, host: one.host === null ? null : redactName(one.host) })),
        now: view.now && { ...view.now, host: view.now.host === null ? null : redactName(view.now.host) },
      };
    case 'bulk':
      return {
        ...view,
        rows: view.rows.map(row => ({
          ...row,
          problem:
            row.problem.kind === 'unknown-code' ? { ...row.problem, code: redactText(row.problem.code) } : row.problem,
          says: row.says.map(one => redactSentence(one, text => redactText(text))),
        })),
        files: view.files.map(file => ({ ...file, name: redactText(file.name) })),
        refused: view.refused.map(redactFile),
      };
    // Shown in somebody's own chat alone; nothing is whole where one of them is shown elsewhere all the same.
    case 'partners':
      return {
        ...view,
        ...redactPage(view),
        rows: view.rows.map(row => ({
          ...row,
          domain: redactName(row.domain),
          contact: row.contact && { name: redactOr(row.contact.name), address: redactOr(row.contact.address) },
        })),
        done: view.done?.kind === 'deleted' ? { ...view.done, domain: redactName(view.done.domain) } : view.done,
      };
    case 'partner':
      return {
        ...view,
        domain: redactName(view.domain),
        notes: redactOr(view.notes),
        contacts: view.contacts.map(redactContact),
      };
    case 'partner-delete':
      return { ...view, domain: redactName(view.domain) };
    case 'hosts':
      return {
        ...view,
        ...redactPage(view),
        rows: view.rows.map(row => ({ ...row, host: redactName(row.host) })),
      };
    case 'host':
      return { ...view, host: redactName(view.host) };
    case 'import':
      return {
        ...view,
        problems: view.problems.map(problem => ({ ...problem, found: redactName(problem.found) })),
        unknownColumns: view.unknownColumns.map(column => redactName(column)),
      };
    // In these nothing is of a paste.
    case 'narrow':
    case 'not-posted':
    case 'posted':
    case 'article':
      return view;
    default:
      return view satisfies never;
  }
}

function redactFrame({
  ticket,
  evidence,
  skipped,
  earlier,
  heard,
  advice,
  note,
  found,
  incident,
}: CaseFrame): Pick<
  CaseFrame,
  'ticket' | 'evidence' | 'skipped' | 'earlier' | 'heard' | 'advice' | 'note' | 'found' | 'incident'
> {
  const cover = coverFor(evidence);
  return {
    ticket: redactOr(ticket),
    evidence: redactEvidence(evidence),
    skipped: skipped.map(one => ({ ...one, because: redactBecause(one.because, cover) })),
    note: note && { ...note, text: cover(note.text) },
    earlier: earlier && { ...earlier, evidence: redactEvidence(earlier.evidence) },
    advice: advice && { ...advice, text: redactOr(advice.text) },
    found: redactValues(found, cover),
    incident: incident && { ...incident, news: redactNews(incident.news) },
    heard: heard && {
      ...heard,
      chosen: heard.chosen && { ...heard.chosen, words: cover(heard.chosen.words) },
      noted: heard.noted.map(cover),
      untaken: heard.untaken.map(cover),
    },
  };
}

/** The words of whoever said them may name a server or a person as a paste does. */
function redactAnswer(
  { told }: AnswerView,
  about: NonNullable<AnswerView['about']>,
): Pick<AnswerView, 'about' | 'told'> {
  const cover = coverFor(about.evidence);
  return {
    about: { ...about, ...redactFrame(about), notes: about.notes.map(note => ({ ...note, text: cover(note.text) })) },
    told: told && { ...told, noted: told.noted.map(cover), untaken: told.untaken.map(cover) },
  };
}

/** "Not asked, because the paste says …" */
function redactBecause(because: Because, cover: Cover): Because {
  switch (because.kind) {
    case 'text':
    case 'system':
    case 'reason':
    case 'by-others':
      return { ...because, text: cover(because.text) };
    case 'code':
      return { ...because, code: cover(because.code) };
    case 'generated-by':
      return { ...because, host: cover(because.host) };
    case 'host-owner':
    case 'format':
    case 'state':
    case 'same-domain':
    case 'found':
      return because;
    default:
      return because satisfies never;
  }
}

function redactFound(view: { readonly evidence: Evidence; readonly unknownCode: string | null }) {
  return { evidence: redactEvidence(view.evidence), unknownCode: redactOr(view.unknownCode) };
}

function candidateOf(evidence: Evidence): (candidate: Candidate) => Candidate {
  const cover = coverFor(evidence);
  return candidate => ({
    ...candidate,
    statusCodes: candidate.statusCodes.map(cover),
    because: candidate.because.map(reason => redactReason(reason, cover)),
  });
}

function redactReason(reason: Reason, cover: Cover): Reason {
  switch (reason.kind) {
    case 'code':
    case 'recipients':
      return { ...reason, code: cover(reason.code) };
    case 'reply':
    case 'wording':
      return { ...reason, text: cover(reason.text) };
    case 'words':
      return { ...reason, words: reason.words.map(cover) };
    case 'damaged-code':
      return { ...reason, found: cover(reason.found), couldBe: cover(reason.couldBe) };
    case 'catch-all':
    case 'catch-all-others':
      return reason;
    default:
      return reason satisfies never;
  }
}

/** What is copied from a card is used as it stands: shortened it would be of no use, and whole it is not for others. */
function redactFindings(view: FindingsView): FindingsView {
  const { about } = view;
  const cover = about === null ? (text: string) => redactText(text) : coverFor(about.evidence);
  return {
    ...view,
    findings: view.findings.map(finding => ({
      ...finding,
      source: {
        ...finding.source,
        name: redactOr(finding.source.name),
        firstUnread: finding.source.firstUnread && cover(finding.source.firstUnread),
      },
      headline: redactSentence(finding.headline, cover),
      says: finding.says.map(sentence => redactSentence(sentence, cover)),
      values: redactValues(finding.values, cover),
      copies: finding.copies.flatMap(copy => (copy.publicText === null ? [] : [{ ...copy, text: copy.publicText }])),
    })),
    about: about && { ...about, evidence: redactEvidence(about.evidence) },
  };
}

function redactValues(values: FoundValues, cover: Cover): FoundValues {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      value.isPublic ? value : { ...value, text: cover(value.text) },
    ]),
  );
}

function redactSentence({ key, values }: FindingSentence, cover: Cover): FindingSentence {
  return {
    key,
    values: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, redactValue(value, cover)])),
  };
}

function redactValue(value: FindingValue, cover: Cover): FindingValue {
  if (typeof value === 'string') return cover(value);
  return typeof value === 'object' && 'list' in value ? { list: value.list.map(cover) } : value;
}

function redactFile(file: FileProblem): FileProblem {
  return { ...file, name: redactText(file.name), host: redactName(file.host) };
}

function redactPage({ sought, after, before }: Pick<HostsView, 'sought' | 'after' | 'before'>) {
  return { sought: redactName(sought), after: redactName(after), before: redactName(before) };
}

function redactContact({ id, name, address, phone }: PartnerContact): PartnerContact {
  return { id, name: redactOr(name), address: redactOr(address), phone: phone === null ? null : '…' };
}

function redactNews(news: KnownIncident['news']): KnownIncident['news'] {
  return news && { ...news, text: redactText(news.text) };
}

function redactOr(text: string | null): string | null {
  return text === null ? null : redactText(text);
}

function redactTalk({ exchanges, ended, ...escalation }: Escalation): Escalation {
  return {
    ...escalation,
    exchanges: exchanges.map(one => ({ ...one, text: redactText(one.text) })),
    ended: ended && { ...ended, text: redactOr(ended.text) },
  };
}
