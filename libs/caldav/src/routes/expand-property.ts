import { DayferryError } from '@dayferry/core';
import type { ClarkName } from '../clark.js';
import { parseExpandProperty, type ExpandedProperty } from '../parse/expand-property.js';
import type { PropertyRequest } from '../parse/propfind.js';
import type { XmlElement } from '../parse/xml-element.js';
import { elementIn, splitAtHrefs, uriIn } from '../render/href-elements.js';
import { multistatus, statusResponse } from '../render/multistatus.js';
import { propertyRenderer } from '../render/property-response.js';
import { parseAddress } from './address.js';
import type { Answer, Exchange } from './exchange.js';
import { renderContext } from './render-context.js';
import { prefersMinimal, requireDepthZero } from './request-headers.js';
import { pathOf } from './request-uri.js';
import { resolve, type Resource } from './resource.js';

/** Resources that one report looks up. */
const mostResources = 200;

/** RFC 3253 §3.8: hrefs inside properties are replaced by what they lead to. */
export async function expandProperty(exchange: Exchange, resource: Resource, body: XmlElement): Promise<Answer> {
  requireDepthZero(exchange.headers);
  const expansion = new Expansion(exchange);
  return multistatus([await expansion.response(resource, parseExpandProperty(body))]);
}

class Expansion {
  private left = mostResources;

  constructor(private readonly exchange: Exchange) {}

  async response(resource: Resource, wanted: ExpandedProperty[]): Promise<string> {
    const request: PropertyRequest = { type: 'prop', names: wanted.map(({ name }) => name) };
    const context = await renderContext(this.exchange, request, { resources: [resource] });
    const text = propertyRenderer(request, context, prefersMinimal(this.exchange.headers))(resource);
    let expanded = text;
    for (const { name, inner } of wanted) if (inner.length > 0) expanded = await this.expanded(expanded, name, inner);
    return expanded;
  }

  /** Within one property's element, every DAV:href becomes a DAV:response. */
  private async expanded(text: string, name: ClarkName, inner: ExpandedProperty[]): Promise<string> {
    const place = elementIn(text, name);
    if (!place) return text;
    const parts = splitAtHrefs(text.slice(place.from, place.to), name);
    for (let i = 1; i < parts.length; i += 2) parts[i] = await this.target(parts[i]!, inner);
    return text.slice(0, place.from) + parts.join('') + text.slice(place.to);
  }

  private async target(element: string, inner: ExpandedProperty[]): Promise<string> {
    const uri = uriIn(element);
    if (this.left === 0) return element;
    this.left -= 1;
    try {
      const resource = await resolve({ ...this.exchange, address: parseAddress(pathOf(uri), this.exchange.aliases) });
      return await this.response(resource, inner);
    } catch (error) {
      if (error instanceof DayferryError && error.kind !== 'unavailable') return statusResponse(uri, 404);
      throw error;
    }
  }
}
