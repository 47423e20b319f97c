/** Reading: a paste becomes evidence. One file a format in `formats/`; around them what all formats share. */
export { isWholeWording } from './find-reason.ts';
export { htmlToText, looksLikeHtml } from './html-text.ts';
export { maxPasteBytes, readEvidence } from './read-evidence.ts';
