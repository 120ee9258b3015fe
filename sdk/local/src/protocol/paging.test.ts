import { describe, expect, it } from 'vitest';
import { readSeek, seekPageOf } from './paging.js';

const rows = [{ row: 9 }, { row: 7 }, { row: 4 }];
const page = (top: number) =>
  seekPageOf(
    rows,
    readSeek({ $top: String(top) }),
    ({ row }) => row,
    'https://w',
    '/jobs?tag=a&$skip=5'
  );
const tokenOf = (link = '') => new URL(link).searchParams.get('$skip') ?? '';

it('shows the active ones when the view is empty', () => {
  expect(readSeek({ listViewType: '' }).view).toBe('ActiveOnly');
});

describe('the link to the next page of a long list', () => {
  it('contains a token for the last row shown, and keeps the filter', () => {
    const { value, nextLink } = page(2);
    expect(value).toEqual([9, 7]);
    expect(new URL(nextLink ?? '').searchParams.get('tag')).toBe('a');
    expect(readSeek({ $skip: tokenOf(nextLink) })).toMatchObject({ skip: 0, before: 7 });
  });

  it('is absent on the last page', () => {
    expect(page(3)).toEqual({ value: [9, 7, 4] });
  });

  it('takes precedence over parameters that a client adds to it', () => {
    const [far, near] = [tokenOf(page(2).nextLink), tokenOf(page(1).nextLink)];
    expect(readSeek({ $skip: ['100', near, far] })).toMatchObject({ skip: 0, before: 7 });
  });

  it.each(['abc', '-1', 'cm93Og', Buffer.from('row:x').toString('base64url')])(
    'is refused when its token is invalid: %s',
    $skip => {
      expect(() => readSeek({ $skip })).toThrow(/the token from the nextLink of this list/);
    }
  );
});
