/** Get-TransportConfig: whether SMTP AUTH is off for the whole organization, and how large a message may be. */
import type { FindingFact, FindingSentence } from '../../triage/finding.ts';
import { type OutputReader, sentence } from './admin-finding.ts';
import { truth } from './labels.ts';
import { sizeIn } from './sizes.ts';

export const transportConfig: OutputReader = {
  kind: 'transport-config',
  command: 'Get-TransportConfig',
  own: [
    'smtpclientauthenticationdisabled',
    'maxrecipientenvelopelimit',
    'maxreceivesize',
    'allowlegacytlsclients',
    'externaldsnreportingauthority',
    'clearcategories',
  ],
  shared: ['maxsendsize', 'name', 'identity'],
  read: ({ objects }) => {
    const one = objects[0]!;
    const isOff = truth(one.get('smtpclientauthenticationdisabled'));
    const says: FindingSentence[] = [];
    const shows: FindingFact[] = [];
    if (isOff !== undefined) {
      shows.push(isOff ? 'smtp-auth-off' : 'smtp-auth-on');
      says.push(sentence(isOff ? 'authOffMeans' : 'authOnMeans'));
    }
    const [send, receive] = [sizeIn(one.get('maxsendsize')), sizeIn(one.get('maxreceivesize'))];
    if (send !== undefined) says.push(sentence('send', { size: { bytes: send } }));
    if (receive !== undefined) says.push(sentence('receive', { size: { bytes: receive } }));
    // Base64 makes a third more of an attachment.
    if (send !== undefined || receive !== undefined) says.push(sentence('encoding'));
    const recipients = one.get('maxrecipientenvelopelimit') ?? '';
    if (/^\d{1,6}$/.test(recipients) && Number(recipients) > 0)
      says.push(sentence('recipients', { count: Number(recipients) }));
    const key =
      isOff === undefined
        ? send === undefined && receive === undefined
          ? 'seen'
          : 'sizes'
        : isOff
          ? 'authOff'
          : 'authOn';
    return { headline: sentence(`headline.${key}`), says, shows };
  },
};
