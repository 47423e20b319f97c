/** `npm run manifest`: checks manifest/ offline and zips it for the upload to Teams. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildAppPackage, manifestVariables } from '../manifest/app-package.ts';

const folder = join(import.meta.dirname, '..', '..', 'manifest');
const { archive, problems } = buildAppPackage(folder, process.env);
if (archive) {
  mkdirSync(join(folder, 'build'), { recursive: true });
  writeFileSync(join(folder, 'build', 'mailflow-triage.zip'), archive);
  console.log(
    'manifest/build/mailflow-triage.zip is ready. Upload it in the Teams admin center > Teams apps > Manage apps.',
  );
} else {
  console.error(problems.join('\n'));
  console.error(`\nThe package needs ${manifestVariables.join(', ')} from the environment.`);
  process.exitCode = 1;
}
