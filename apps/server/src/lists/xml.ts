import type { Readable } from 'node:stream';
import { SaxesParser } from 'saxes';
import { Unreadable } from './listFile.ts';
import { damaged } from './zipParts.ts';

export type XmlHandlers = {
  /** Names come without their namespace prefix. */
  readonly open?: (name: string, attributes: Readonly<Record<string, string>>) => void;
  readonly text?: (text: string) => void;
  readonly close?: (name: string) => void;
  /** Asked after each chunk, and awaited: true ends the reading early. */
  readonly enough?: () => boolean | Promise<boolean>;
};

/**
 * Feeds a stream of XML to handlers, in bounded memory. Entities of a document type are never expanded (the parser knows the five of XML
 * only). Throws `Unreadable` when the XML or its container is damaged.
 */
export async function readXml(stream: Readable, handlers: XmlHandlers): Promise<void> {
  const parser = new SaxesParser();
  let failure: Error | null = null;
  parser.on('error', (error) => {
    failure ??= error;
  });
  parser.on('opentag', (tag) => handlers.open?.(local(tag.name), tag.attributes));
  parser.on('text', (text) => handlers.text?.(text));
  parser.on('cdata', (text) => handlers.text?.(text));
  parser.on('closetag', (tag) => handlers.close?.(local(tag.name)));
  const decoder = new TextDecoder('utf-8');
  try {
    for await (const chunk of stream) {
      parser.write(decoder.decode(chunk, { stream: true }));
      if (failure !== null) throw new Unreadable('file.unreadable', {}, { cause: failure });
      if (await handlers.enough?.()) return;
    }
    parser.write(decoder.decode()).close();
  } catch (error) {
    throw damaged(error);
  }
  if (failure !== null) throw new Unreadable('file.unreadable', {}, { cause: failure });
}

const local = (name: string): string => name.slice(name.indexOf(':') + 1);
