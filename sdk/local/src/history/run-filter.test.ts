import { expect, it, describe } from 'vitest';
import { parseRunFilter } from './run-filter.js';

describe('a filter of runs', () => {
  it('compares fields, tags and properties, joined by and', () => {
    expect(
      parseRunFilter(
        '((RootRunId eq a and (Tags/depth eq "2")) and RunId ne b) and (ParentRunId eq null)'
      )
    ).toEqual([
      { field: 'RootRunId', isEqual: true, value: 'a' },
      { field: 'Tags/depth', isEqual: true, value: '2' },
      { field: 'RunId', isEqual: false, value: 'b' },
      { field: 'ParentRunId', isEqual: true, value: undefined }
    ]);
    expect(parseRunFilter('(Tags/k ne null or Tags/k eq null)')).toEqual([
      { field: 'Tags/k', isEqual: false, value: undefined }
    ]);
    expect(parseRunFilter('Tags/k eq "a and (b" and Tags/l eq "null"')).toMatchObject([
      { value: 'a and (b' },
      { value: 'null' }
    ]);
    expect(parseRunFilter('')).toEqual([]);
  });

  it.each([
    '(CreatedUtc ge 2020-01-01)',
    '(RunType eq a or Properties/azureml.runsource eq a)',
    'constructor eq a',
    'Tags/a like b',
    'RunId'
  ])('%s is refused, with the part that is not understood', filter => {
    expect(() => parseRunFilter(filter)).toThrow(/cannot filter runs by '.+'\. It compares RunId/);
  });
});
