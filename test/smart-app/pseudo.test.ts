import { pseudo } from '../../smart-app/src/messages/pseudo.ts';

test('the pseudo-locale accents, lengthens and brackets a text, and leaves placeholders alone', () => {
  // "Age {age}" has 9 characters: three dots more.
  expect(pseudo('Age {age}')).toBe('⟦Ágé {age}···⟧');
});
