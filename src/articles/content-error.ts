/** The content cannot be used; the message lists every problem, one a line. */
export class ContentError extends Error {
  readonly code = 'content-invalid';
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(
      `The content has ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}:\n${problems.join('\n')}`,
    );
    this.problems = problems;
  }
}
