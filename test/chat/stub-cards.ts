// Cards of the kinds that the bot sends: a state, a finding, a question, rows to tick, something folded, a field.

const text = (words: string, more: object = {}) => ({ type: 'TextBlock', text: words, wrap: true, ...more });

const band = (style: string, words: string, detail?: string) => ({
  type: 'Container',
  style,
  bleed: true,
  items: [
    text(words, { size: 'small', weight: 'bolder' }),
    ...(detail ? [text(detail, { size: 'small', spacing: 'none' })] : []),
  ],
});

const execute = (title: string, verb: string, data: object, more: object = {}) => ({
  type: 'Action.Execute',
  title,
  verb,
  data,
  ...more,
});

const card = (fallbackText: string, body: object[]) => ({ type: 'AdaptiveCard', version: '1.5', fallbackText, body });

export function questionCard(): Record<string, unknown> {
  return card('450 4.4.316 Connection refused. Whose is mail.contoso.example?', [
    band('warning', 'Waiting in the queue', 'Microsoft 365 gives up on Sat 21 Nov at 18:42 (UTC+1)'),
    text('450 4.4.316 · Connection refused', { size: 'small', isSubtle: true, spacing: 'medium' }),
    text('The server says no on port 25', { style: 'heading', size: 'large', weight: 'bolder', spacing: 'none' }),
    text('Microsoft 365 finds **mail.contoso.example**, but nothing there accepts the connection.', {
      spacing: 'small',
    }),
    {
      type: 'FactSet',
      spacing: 'medium',
      facts: [
        { title: 'To', value: 'ann@contoso.example' },
        { title: 'Server', value: 'mail.contoso.example, 192.0.2.7' },
        { title: 'Queued', value: 'Fri 20 Nov, 18:42' },
      ],
    },
    {
      type: 'Container',
      id: 'raw-closed',
      spacing: 'small',
      items: [text('▸ Show the line I read', { color: 'accent', size: 'small' })],
      selectAction: {
        type: 'Action.ToggleVisibility',
        title: 'Show the line I read',
        targetElements: ['raw-closed', 'raw-open'],
      },
    },
    {
      type: 'Container',
      id: 'raw-open',
      isVisible: false,
      spacing: 'small',
      items: [
        {
          type: 'Container',
          items: [text('▾ The line I read', { color: 'accent', size: 'small' })],
          selectAction: {
            type: 'Action.ToggleVisibility',
            title: 'Hide the line I read',
            targetElements: ['raw-closed', 'raw-open'],
          },
        },
        text(
          '450 4.4.316 Connection refused \\[Message=Socket error code 10061\\] \\[LastAttemptedIP=192.0.2.7:25\\]',
          {
            fontType: 'monospace',
            size: 'small',
          },
        ),
      ],
    },
    {
      type: 'Container',
      separator: true,
      spacing: 'medium',
      items: [
        text('Whose is mail.contoso.example?', { weight: 'bolder' }),
        text('It decides who has to act.', { size: 'small', isSubtle: true, spacing: 'none' }),
        {
          type: 'ActionSet',
          spacing: 'medium',
          actions: [
            execute('Ours', 'answer', { option: 'ours' }),
            execute("A partner's", 'answer', { option: 'partner' }),
            execute('Not sure', 'answer', { option: 'unsure' }),
          ],
        },
      ],
    },
  ]);
}

const STEPS = [
  { id: 'mx', text: 'Check where the MX of contoso.example points', line: 'Exchange admin' },
  { id: 'port', text: 'Check that the mail services run and port 25 answers', line: 'Server admin' },
  { id: 'ranges', text: 'Allow TCP port 25 from the Exchange Online ranges', line: 'Firewall admin' },
  { id: 'test', text: 'Send a test message to ann@contoso.example', line: 'Helpdesk' },
];

export function checklistCard(ticked: ReadonlySet<string>): Record<string, unknown> {
  const next = STEPS.find(({ id }) => !ticked.has(id));
  return card(`${ticked.size} of ${STEPS.length} done. Next: ${next?.text ?? 'nothing'}`, [
    band(ticked.size === STEPS.length ? 'good' : 'accent', `${ticked.size} of ${STEPS.length} done`),
    text('Open the firewall for Microsoft 365', {
      style: 'heading',
      size: 'large',
      weight: 'bolder',
      spacing: 'medium',
    }),
    ...STEPS.flatMap((step, index) => row(step, `${index + 1}\\. `, ticked.has(step.id), step === next)),
    {
      type: 'ActionSet',
      spacing: 'medium',
      actions: [
        ...(next ? [execute('Next step done', 'tick', { item: next.id }, { style: 'positive' })] : []),
        execute('Send me the command', 'command', {}),
        {
          type: 'Action.OpenUrl',
          title: 'Open in mail app',
          url: 'mailto:postmaster@contoso.example?subject=Port%2025',
        },
        execute('Back', 'back', {}, { mode: 'secondary' }),
        execute('Start over', 'back', {}, { mode: 'secondary' }),
      ],
    },
  ]);
}

function row(step: (typeof STEPS)[number], number: string, isTicked: boolean, isNext: boolean): object[] {
  const words = `${isTicked ? '' : number}${step.text}${isTicked ? ' · Priya Raman, 09:14' : ''}`;
  return [
    {
      type: 'ColumnSet',
      spacing: 'small',
      columns: [
        {
          type: 'Column',
          width: '24px',
          items: [
            text(isTicked ? '✓' : '☐', {
              color: isTicked ? 'good' : 'accent',
              weight: 'bolder',
              horizontalAlignment: 'center',
            }),
          ],
          selectAction: execute(`${isTicked ? 'Untick' : 'Tick'}: ${step.text}`, 'tick', { item: step.id }),
        },
        {
          type: 'Column',
          width: 'stretch',
          spacing: 'small',
          items: [
            text(words, { weight: isNext ? 'bolder' : 'default', isSubtle: isTicked }),
            ...(isTicked ? [] : [text(`${step.line} · How ▾`, { size: 'small', color: 'accent', spacing: 'none' })]),
          ],
          selectAction: {
            type: 'Action.ToggleVisibility',
            title: `${step.text}. ${step.line}`,
            targetElements: [`details-${step.id}`],
          },
        },
      ],
    },
    {
      type: 'Container',
      id: `details-${step.id}`,
      style: 'emphasis',
      spacing: 'small',
      isVisible: false,
      items: [
        {
          type: 'CodeBlock',
          codeSnippet: 'Test-NetConnection mail.contoso.example -Port 25',
          language: 'PowerShell',
          fallback: text('Test-NetConnection mail.contoso.example -Port 25', { fontType: 'monospace' }),
        },
        text('**Done when** TcpTestSucceeded is True.', { size: 'small', spacing: 'small' }),
      ],
    },
  ];
}

export function contactCard(reference: string | undefined): Record<string, unknown> {
  return card('Contoso has to fix this. Text for them.', [
    band('warning', reference ? `Reference ${reference}` : 'One blank left: your ticket number'),
    text('Contoso has to fix this', { style: 'heading', size: 'large', weight: 'bolder', spacing: 'medium' }),
    {
      type: 'Container',
      style: 'emphasis',
      items: [text('Hello,'), text('since 20 Nov 2026, 17:42 UTC your server refuses mail from Microsoft 365.')],
    },
    { type: 'Input.Text', id: 'reference', label: 'Ticket number' },
    {
      type: 'ActionSet',
      actions: [
        execute('Fill in', 'reference', {}, { style: 'positive' }),
        { type: 'Action.Submit', title: 'Send me plain text', data: { verb: 'plain-text' } },
        { type: 'Action.OpenUrl', title: 'A script', url: 'javascript:alert(1)' },
        execute('Refused', 'refuse', {}),
      ],
    },
  ]);
}
