/**
 * Links into the personal chat with the bot, with a text typed already. Teams keeps it as a draft until it is sent.
 * Microsoft: https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/deep-link-teams
 */

/** A draft is a line of text; longer ones make links that some clients cut. */
const longestDraft = 200;

export function openChatLink(appId: string, text: string): string {
  const draft = [...text.replace(/\s+/g, ' ').trim()].slice(0, longestDraft).join('');
  return `https://teams.microsoft.com/l/chat/0/0?users=28:${encodeURIComponent(appId)}&message=${encodeURIComponent(draft)}`;
}

/** Types `case K7Q2MF`, which shows the case with every detail. */
export function openCaseLink(appId: string, caseId: string): string {
  return openChatLink(appId, `case ${caseId}`);
}
