import MarkdownIt from 'markdown-it';
import { Html } from './html.ts';

/** Card text comes from another system: HTML in it is shown as text, and images are not loaded. */
const printer = new MarkdownIt({ html: false, linkify: false, breaks: false }).disable('image');

const openLink = printer.renderer.rules.link_open;
printer.renderer.rules.link_open = (tokens, index, options, environment, self) => {
  tokens[index]!.attrSet('target', '_blank');
  tokens[index]!.attrSet('rel', 'noopener noreferrer');
  return openLink === undefined
    ? self.renderToken(tokens, index, options)
    : openLink(tokens, index, options, environment, self);
};

/** GitHub-flavoured markdown of a card (CDS Hooks 2.0, Card `detail`) as markup. */
export const markdown = (text: string): Html => new Html(printer.render(text));
