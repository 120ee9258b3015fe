import type { TranslationBundle } from '@jupyterlab/translation';
import type { DeletionPreview, JobSummary } from '@carry-ml/bridge';
import { fileSize } from '../../parts/file-size.js';
import type { BulkOutcome, BulkVerb } from './bulk-work.js';

/** How many names a sentence has. */
const MAX_NAMED = 3;

/** Names some runs: `“a”, “b”, “c” and 9 more`. */
export function namesText(names: readonly string[], trans: TranslationBundle): string {
  const named = names.slice(0, MAX_NAMED).map(name => `“${name}”`);
  const more = names.length - named.length;
  return more === 0 ? named.join(', ') : trans.__('%1 and %2 more', named.join(', '), more);
}

/** Says what goes on. */
export function progressText(
  verb: BulkVerb,
  ended: number,
  of: number,
  trans: TranslationBundle
): string {
  const texts: Record<BulkVerb, string> = {
    cancel: trans.__('Cancelling runs: %1 of %2', ended, of),
    archive: trans.__('Archiving runs: %1 of %2', ended, of),
    restore: trans.__('Restoring runs: %1 of %2', ended, of),
    delete: trans.__('Deleting runs: %1 of %2', ended, of),
    pin: trans.__('Pinning runs: %1 of %2', ended, of)
  };
  return texts[verb];
}

/** Says what has been done, and with which run it was not and why. */
export function outcomeText(
  verb: BulkVerb,
  { done, failed }: BulkOutcome,
  trans: TranslationBundle
): string {
  const count = done.length;
  const texts: Record<BulkVerb, string> = {
    cancel: trans._n('%1 run cancelled.', '%1 runs cancelled.', count),
    archive: trans._n('%1 run archived.', '%1 runs archived.', count),
    restore: trans._n('%1 run restored.', '%1 runs restored.', count),
    delete: trans._n('%1 run deleted.', '%1 runs deleted.', count),
    pin: trans._n('%1 run pinned.', '%1 runs pinned.', count)
  };
  const [first] = failed;
  if (!first) return texts[verb];
  return [
    texts[verb],
    trans._n('%1 failed and stays chosen.', '%1 failed and stay chosen.', failed.length),
    `“${first.run.displayName}”: ${first.message}`
  ].join(' ');
}

/** Says what is lost and what is kept when runs are deleted. */
export function deletionTexts(
  runs: readonly JobSummary[],
  preview: DeletionPreview,
  trans: TranslationBundle
): string[] {
  const jobs = runs.filter(({ kind }) => kind === 'job').length;
  const interactive = runs.length - jobs;
  const { files, bytes, models, isComplete, keepsModelFiles, pinned } = preview;
  const versions = models.map(({ name, version }) => `${name} ${version}`);
  const count = trans._n('%1 file', '%1 files', files);
  return [
    ...(files === 0
      ? []
      : [
          isComplete
            ? trans.__('They have %1 (%2).', count, fileSize(bytes))
            : trans.__('They have more than %1 (%2).', count, fileSize(bytes))
        ]),
    ...(jobs === 0
      ? []
      : [
          trans._n(
            '%1 job is deleted for good, with its log, files and metrics.',
            '%1 jobs are deleted for good, with their logs, files and metrics.',
            jobs
          )
        ]),
    ...(interactive === 0
      ? []
      : [
          trans._n(
            '%1 run that a cell started can be restored until the workspace is cleaned up.',
            '%1 runs that cells started can be restored until the workspace is cleaned up.',
            interactive
          )
        ]),
    ...(versions.length === 0
      ? []
      : [
          trans._n(
            '%1 model version was registered from them (%2).',
            '%1 model versions were registered from them (%2).',
            versions.length,
            namesText(versions, trans)
          ),
          keepsModelFiles
            ? trans._n(
                'It is kept, and so are the files of its run.',
                'They are kept, and so are the files of their runs.',
                versions.length
              )
            : trans._n(
                'It stays registered, but Azure may delete files that it needs. Check it first.',
                'They stay registered, but Azure may delete files that they need. Check them first.',
                versions.length
              )
        ]),
    ...(pinned === 0 ? [] : [trans._n('%1 of them is pinned.', '%1 of them are pinned.', pinned)])
  ];
}
