import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { XmlBufferInputProvider, XmlDocument, XsdValidator, xmlRegisterInputProvider } from 'libxml2-wasm';
import { modelCardOf } from '../../src/core/model-card/model-card.ts';
import { chaiCard } from '../../src/report/chai-card.ts';
import { source } from '../core/model-card/card-source.ts';

const folder = join(import.meta.dirname, '../fixtures/chai');
// Names the card's attributes cannot hold in XML unless they are escaped.
const awkward = { ...source, attributes: { developer: 'A & B <"\'> Ltd' } };

/** CHAI's schema imports that of XML Signature from the web; the test gives it the one element that it refers to. */
function validator(): XsdValidator {
  const signature = readFileSync(join(folder, 'xmldsig-signature.xsd'));
  xmlRegisterInputProvider(
    new XmlBufferInputProvider({
      'http://www.w3.org/TR/xmldsig-core/xmldsig-core-schema.xsd': new Uint8Array(signature),
    }),
  );
  return XsdValidator.fromDoc(
    XmlDocument.fromBuffer(new Uint8Array(readFileSync(join(folder, 'schema.xsd')))),
  );
}

const schema = validator();

test.each([
  ['with figures', source],
  ['without evaluation and attributes', { ...source, evaluation: undefined, attributes: undefined }],
  ['with characters that XML keeps for itself', awkward],
])('the CHAI card %s is valid against the schema', (_, of) => {
  const document = XmlDocument.fromString(chaiCard(modelCardOf(of, [])));
  expect(() => schema.validate(document)).not.toThrow();
});

test('the schema refuses a card that lacks an element, so that the test above can fail', () => {
  const broken = chaiCard(modelCardOf(source, [])).replace(/<ModelDeveloper>.*<\/ModelDeveloper>/, '');
  expect(() => schema.validate(XmlDocument.fromString(broken))).toThrow();
});

test('the card names the running weights and says that it is a research model', () => {
  const text = chaiCard(modelCardOf(source, []));
  expect(text).toContain(`<ReleaseVersion>${source.version}</ReleaseVersion>`);
  expect(text).toContain('trained on simulated radiographs, not for clinical use');
});
