/** Figures beside what they are to be. */
export interface Target {
  readonly bot: string;
  readonly what: string;
  readonly value: number;
  readonly unit: '× echo' | 'ms';
  /** Without both, the figure is only told. */
  readonly least?: number;
  readonly most?: number;
}

/** @returns whether one is missed */
export function printTargets(targets: readonly Target[]): boolean {
  console.log('\nTargets');
  console.table(
    targets.map(target => ({
      what: target.what,
      bot: target.bot,
      measured: `${target.value.toFixed(target.unit === 'ms' ? 1 : 2)} ${target.unit}`,
      target:
        target.least !== undefined
          ? `at least ${target.least}`
          : target.most !== undefined
            ? `at most ${target.most}`
            : '',
      '': target.least === undefined && target.most === undefined ? '' : isReached(target) ? 'reached' : 'missed',
    })),
  );
  return !targets.every(isReached);
}

function isReached({ value, least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY }: Target): boolean {
  return value >= least && value <= most;
}
