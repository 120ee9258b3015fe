import type { TranslationBundle } from '@jupyterlab/translation';
import type { ModelVersionDetail } from '@carry-ml/bridge';
import { useState, type FormEvent, type ReactNode } from 'react';
import { Field } from '../../parts/field.js';
import type { NamedText } from '../submit/job-options.js';
import { NamedTexts } from '../submit/named-texts.js';
import type { VersionModel } from './version-model.js';

interface Props {
  one: VersionModel;
  detail: ModelVersionDetail;
  trans: TranslationBundle;
}

/** What is typed and not saved yet; null where it is as it was. */
interface Edited {
  description: string | null;
  tags: NamedText[] | null;
}

const UNEDITED: Edited = { description: null, tags: null };

/** The description and the tags of a version, to be edited. */
export function VersionNotes({ one, detail, trans }: Props): ReactNode {
  const [edited, setEdited] = useState(UNEDITED);
  const tags = edited.tags ?? detail.tags;
  const isEdited = edited.description !== null || edited.tags !== null;
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const { description } = edited;
    const named = tags.map(({ name, value }) => [name.trim(), value] as const);
    const isSaved = await one.edit({
      ...(description !== null && { description }),
      ...(edited.tags && { tags: Object.fromEntries(named.filter(([name]) => name !== '')) })
    });
    if (isSaved) setEdited(UNEDITED);
  };
  return (
    <form onSubmit={event => void save(event)}>
      <Field id="carry-version-description" label={trans.__('Description')}>
        <textarea
          id="carry-version-description"
          className="carry-Input"
          rows={2}
          value={edited.description ?? detail.description}
          onChange={event => {
            setEdited({ ...edited, description: event.target.value });
          }}
        />
      </Field>
      <NamedTexts
        place="/tags"
        label={trans.__('Tags')}
        add={trans.__('Add a tag')}
        rows={tags}
        problem={place => repeated(tags, place, trans)}
        onChange={rows => {
          setEdited({ ...edited, tags: rows });
        }}
        trans={trans}
      />
      {isEdited && (
        <div className="carry-Job-actions">
          <button type="submit" className="carry-Button carry-mod-primary" disabled={one.busy}>
            {trans.__('Save')}
          </button>
          <button
            type="button"
            className="carry-Button"
            onClick={() => {
              setEdited(UNEDITED);
            }}
          >
            {trans.__('Discard')}
          </button>
        </div>
      )}
    </form>
  );
}

/** Says that a row has the name of an earlier one, whose value would be lost. */
function repeated(
  tags: readonly NamedText[],
  place: string,
  trans: TranslationBundle
): string | null {
  const at = Number(/#(\d+)$/.exec(place)?.[1]);
  const name = tags[at]?.name.trim() ?? '';
  const isRepeated = name !== '' && tags.slice(0, at).some(tag => tag.name.trim() === name);
  return isRepeated
    ? trans.__('The tag “%1” is there already. Its last value is saved.', name)
    : null;
}
