// What a screen's plugin is given: the app whose routes are typed by their zod shapes, and the words a route says about itself.
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Right } from '../../protocol/api/people.ts';
import type { Actor } from '../people/rights.ts';

export type App = FastifyInstance<Server, IncomingMessage, ServerResponse, FastifyBaseLogger, ZodTypeProvider>;

/** Anybody, anybody signed in, or those who hold a right. */
export type Access = 'public' | 'signedIn' | Right;

export interface RouteAccess {
  method: string;
  url: string;
  access: Access;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whom the route lets in; a route of the API without it fails at start. */
    access?: Access;
  }
  interface FastifyRequest {
    actor: Actor | null;
  }
  interface FastifyInstance {
    /** Every route of the API with whom it lets in, for the test that tries them all. Filled by `ready()`. */
    routeTable: RouteAccess[];
  }
}
