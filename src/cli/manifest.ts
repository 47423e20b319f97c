/** `npm run manifest [-- <folder>]`: checks manifest/ offline and zips it for the upload to Teams. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { buildAppPackage, manifestVariables } from '../manifest/app-package.ts';

const [named] = process.argv.slice(2);
const folder = named === undefined ? join(import.meta.dirname, '..', '..', 'manifest') : resolve(named);
const { archive, problems } = buildAppPackage(folder, process.env);
if (archive) {
  const file = join(folder, 'build', 'mailflow-triage.zip');
  mkdirSync(join(folder, 'build'), { recursive: true });
  writeFileSync(file, archive);
  console.log(
    `${relative(process.cwd(), file)} is ready. Upload it in the Teams admin center > Teams apps > Manage apps.`,
  );
} else {
  console.error(problems.join('\n'));
  const missing = manifestVariables.filter(name => !process.env[name]?.trim());
  if (missing.length > 0) console.error(`\nThe package needs ${missing.join(', ')} from the environment.`);
  console.error('\nNothing was packed.');
  process.exitCode = 1;
}
