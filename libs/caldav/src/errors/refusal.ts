import { messageElement, xmlDocument } from '../render/xml-text.js';
import { xmlType } from '../routes/exchange.js';

/** What was refused before it came here, in WebDAV's shape. */
export function refusal(_status: number, message: string): { type: string; body: string } {
  return { type: xmlType, body: xmlDocument('D:error', messageElement(message)) };
}
