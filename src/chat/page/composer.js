// Where the agent pastes, types, or drops a file.
import { ApiError, readFile } from './api.js';

import { isPaste } from './bubble.js';
import { formatNumber, texts } from './language.js';
import { element } from './page.js';

const MAX_BYTES = 256 * 1024;
const MAX_FILE_BYTES = 20 * 1024 * 1024;

/** Traces and logs are read as they come. */
const MAX_BULK_BYTES = 2 * 1024 * 1024 * 1024;

const READABLE = /\.(?:eml|msg|txt|html?)$/i;
/** What the bot sorts and reads by itself. */
const ARCHIVE = /\.(?:zip|csv|tsv|log)$/i;
const BULK = /\.(?:csv|tsv|log)$/i;
/** A log under another name, where it is longer than a paste. */
const TEXT = /\.txt$/i;

/** @param {{ send(text: string): void; sendFile(file: File): Promise<void>; tell(sentence: string): void }} actions */
export function createComposer({ send, sendFile, tell }) {
  const form = element('composer', HTMLFormElement);
  const field = element('say', HTMLTextAreaElement);
  const hint = element('hint', HTMLElement);
  const picker = element('file', HTMLInputElement);
  const drop = element('drop', HTMLElement);
  /** Says which file the text came from until it is changed. */
  let origin = '';

  form.addEventListener('submit', event => {
    event.preventDefault();
    submit();
  });
  field.addEventListener('keydown', event => {
    // While an input method is composing, Enter picks a word (229: Safari tells it only so).
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    // On a phone there is no Shift+Enter; there the button sends.
    if (matchMedia('(hover: none) and (pointer: coarse)').matches) return;
    event.preventDefault();
    submit();
  });
  field.addEventListener('input', () => {
    origin = '';
    refresh();
  });
  element('add-file', HTMLButtonElement).addEventListener('click', () => picker.click());
  picker.addEventListener('change', () => {
    const file = picker.files?.[0];
    picker.value = '';
    if (file) read(file);
  });
  watchDrops();
  refresh();

  function submit() {
    const text = field.value;
    if (text.trim() === '') return field.focus();
    if (new TextEncoder().encode(text).length > MAX_BYTES) return tell(texts().tooLong);
    field.value = '';
    origin = '';
    refresh();
    tell('');
    send(text);
  }

  /** @param {File} file */
  async function read(file) {
    const isArchive = ARCHIVE.test(file.name) || (TEXT.test(file.name) && file.size > MAX_BYTES);
    if (!isArchive && !READABLE.test(file.name)) return tell(texts().fileUnknown(file.name));
    const isBulk = BULK.test(file.name);
    if (file.size > (isBulk ? MAX_BULK_BYTES : MAX_FILE_BYTES))
      return tell(texts().fileTooLarge(file.name, isBulk ? '2 GB' : '20 MB'));
    // Many messages, or a million rows, do not fit into a box: the bot sorts them.
    if (isArchive) return sendFile(file).catch(() => tell(texts().fileFailed(file.name)));
    try {
      const text = await readFile(file);
      // What was typed stays above it; only a file that was read before makes room for the next one.
      const typed = origin === '' ? field.value.trimEnd() : '';
      field.value = typed === '' ? text : `${typed}\n\n${text}`;
    } catch (error) {
      const isUnreadable = error instanceof ApiError && error.status === 422;
      return tell(isUnreadable ? texts().fileEmpty(file.name) : texts().fileFailed(file.name));
    }
    origin = texts().fileRead(file.name, kilobytes(file.size));
    refresh();
    tell(origin);
    field.setSelectionRange(0, 0);
    field.scrollTop = 0;
    field.focus();
  }

  function refresh() {
    const text = field.value;
    field.classList.toggle('mono', isPaste(text));
    const lines = text.split('\n').length;
    const size = lines > 2 ? texts().count(formatNumber(text.length), formatNumber(lines)) : texts().hint;
    hint.textContent = origin || size;
    // For browsers without field-sizing.
    if (CSS.supports('field-sizing', 'content')) return;
    field.rows = Math.min(12, lines);
  }

  function watchDrops() {
    // dragenter and dragleave also fire for every element inside the page: only their balance says whether the file left it.
    let depth = 0;
    /** @param {DragEvent} event */
    const hasFile = event => event.dataTransfer?.types.includes('Files') ?? false;
    /** @param {number} change */
    const move = change => {
      depth = Math.max(0, depth + change);
      drop.hidden = depth === 0;
    };
    addEventListener('dragenter', event => hasFile(event) && move(1));
    addEventListener('dragleave', event => hasFile(event) && move(-1));
    addEventListener('dragover', event => hasFile(event) && event.preventDefault());
    addEventListener('drop', event => {
      if (!hasFile(event)) return;
      event.preventDefault();
      move(-depth);
      const file = event.dataTransfer?.files[0];
      if (file) read(file);
    });
  }

  return {
    refresh,
    focus: () => field.focus(),
  };
}

/** @param {number} bytes */
function kilobytes(bytes) {
  return `${formatNumber(Math.max(1, Math.round(bytes / 1024)))} kB`;
}
