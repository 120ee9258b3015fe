import { quoted } from '../jobs/shell-word.js';

/** How files that the target has already are treated, in the words of Azure's clients. */
export type CopyMode = 'merge_with_overwrite' | 'fail_if_conflict';

/** Copies files and folders to one target. Links are copied as links: nothing outside of a source is read. */
const script = `
mode=$1 target=$2
shift 2
refuse() { echo "ConflictError: $1 exists already, and data_copy_mode is fail_if_conflict." >&2; exit 1; }
for source do
  if [ ! -d "$source" ] && [ -d "$target" ]; then
    to=$target/$(basename "$source")
    [ "$mode" = merge_with_overwrite ] || [ ! -e "$to" ] || refuse "$to"
    cp -P "$source" "$to" || exit 1
  elif [ ! -d "$source" ]; then
    [ "$mode" = merge_with_overwrite ] || [ ! -s "$target" ] || refuse "$target"
    cp -P "$source" "$target" || exit 1
  else
    if [ "$mode" = fail_if_conflict ]; then
      found=$(cd "$source" && find . ! -type d -exec sh -c 'for f do [ ! -e "$0/$f" ] || echo "$f"; done' "$target" {} + | head -n 1)
      [ -z "$found" ] || refuse "$target/$found"
    fi
    mkdir -p "$target" && cp -RP "$source/." "$target/" || exit 1
  fi
  echo "Copied $source to $target."
done
`;

/** The command that copies these inputs to an output. */
export function copyCommand(mode: CopyMode, inputs: readonly string[], output: string): string {
  const places = [`\${{outputs.${output}}}`, ...inputs.map(name => `\${{inputs.${name}}}`)];
  return `sh -c ${quoted(script)} copy ${mode} ${places.join(' ')}`;
}
