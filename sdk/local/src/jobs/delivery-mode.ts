/** The modes of the contract by the words of component files, in lower case and without underscores. */
const words: Partial<Record<string, string>> = {
  romount: 'ReadOnlyMount',
  rwmount: 'ReadWriteMount',
  mount: 'ReadWriteMount'
};

/** The modes of inputs and outputs in the contract. */
const modes = [
  ...['ReadOnlyMount', 'ReadWriteMount', 'Download', 'Direct', 'EvalMount', 'EvalDownload'],
  'Upload'
];

/**
 * The mode of an input or output as jobs have it. Component files have words of their own, such as `ro_mount`, which Azure's clients do not
 * understand in a job.
 *
 * @example deliveryMode('ro_mount') // 'ReadOnlyMount'
 */
export function deliveryMode(mode: string | null | undefined): string | undefined {
  if (!mode) return undefined;
  const plain = mode.toLowerCase().replaceAll('_', '');
  return words[plain] ?? modes.find(each => each.toLowerCase() === plain) ?? mode;
}
