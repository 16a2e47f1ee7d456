import korean from './translations/ko';
import { messages } from './translations/en';

function flat(tree: object, prefix = ''): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === 'string' ? [[prefix + key, value]] : Object.entries(flat(value, `${prefix}${key}.`)),
    ),
  );
}

const placeholders = (text: string) => (text.match(/{{\w+}}/g) ?? []).sort();

describe('the Korean texts', () => {
  const english = flat(messages);
  const translated = korean.messages as Record<string, string>;

  it('are all there', () => {
    expect(Object.keys(translated).sort()).toEqual(Object.keys(english).sort());
  });

  it.each(Object.keys(english))('%s takes the same values', key => {
    expect(placeholders(translated[key])).toEqual(placeholders(english[key]));
  });
});
