import { invalid, notFound } from './error-rows.js';

/** The errors of logged models. */
export const loggedModelErrorRows = {
  LoggedModelNotFound: notFound(
    (p: { id: string }) =>
      `Logged model with ID=${p.id} not found. Search for existing logged models.`
  ),
  LoggedModelTagNotFound: notFound(
    (p: { model: string; key: string }) =>
      `No tag with key: ${p.key} of logged model ${p.model}. Get the model to see its tags.`
  ),
  LoggedModelNameInvalid: invalid(
    (p: { name: string }) =>
      `Invalid model name ('${p.name}') provided. A model name cannot contain any of / : . % " '.`
  ),
  LoggedModelSearchInvalid: invalid(
    () => 'A search for logged models requires experiment_ids and a positive max_results.'
  ),
  LoggedModelDatasetInvalid: invalid(
    () => '`dataset_name` in the `datasets` clause must be specified.'
  )
};
