const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

/** Formats a size with its unit: `64 MiB`. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  for (; value >= 1024 && unit < units.length - 1; unit++) value /= 1024;
  return `${Number(value.toFixed(value < 10 ? 1 : 0))} ${units[unit] ?? ''}`;
}

/** Reads a size such as `64 MiB`, `1.5GB` or `4096` as bytes; units are powers of 1024. Undefined for any other text. */
export function parseBytes(text: string): number | undefined {
  const found = /^(\d+(?:\.\d+)?)\s*([kmgt]?)(?:i?b)?$/i.exec(text.trim());
  if (!found) return undefined;
  const power = ' kmgt'.indexOf((found[2] || ' ').toLowerCase());
  return Math.floor(Number(found[1]) * 1024 ** power);
}
