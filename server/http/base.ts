// The HTTP server before any screen is added: shapes by zod, headers that keep foreign scripts out, limits, one form of
// error, and the guard that every route of the API passes. It is built apart from listening, so that tests inject.
import type { RequestListener } from 'node:http';
import { createServer } from 'node:https';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import fastify, { type FastifyBaseLogger, LogController } from 'fastify';
import { jsonSchemaTransform, serializerCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { errorAnswer } from '../../protocol/api/common.ts';
import { LoaError } from '../errors.ts';
import { guard, type Identify } from './access.ts';
import type { App } from './api.ts';
import { errorAnswerTo, shapeReader } from './mistakes.ts';
import type { Origins } from './origin.ts';
import { pages } from './page.ts';

export interface BaseParts {
  log: FastifyBaseLogger;
  identify: Identify;
  origins: Origins;
  /** The address browsers use; https makes the cookie Secure and tells them to stay with it. */
  publicUrl: string | null;
  /** Proxies whose header tells the caller's address, where there is a public address. */
  trustProxy: string;
  /** The built web folder. */
  webFolder: string;
  version: string;
  /** The certificate, where this program itself speaks TLS. */
  tls?: { key: string; cert: string } | undefined;
  /** Requests that one address may make in a minute. */
  requestsPerMinute?: number;
}

const MEGABYTE = 1024 * 1024;
const REQUESTS_PER_MINUTE = 3000;

/** `routes` adds the screens, inside the guard. */
export function createBase(parts: BaseParts, routes: (api: App) => void): App {
  const { tls } = parts;
  const app: App = fastify({
    ...(tls && { serverFactory: (handler: RequestListener) => createServer(tls, handler) }),
    loggerInstance: parts.log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: MEGABYTE,
    // Behind our own proxy the caller's address is in its header; from anywhere else that header is a claim.
    trustProxy: parts.publicUrl === null ? false : parts.trustProxy,
    routerOptions: { maxParamLength: 200 },
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(shapeReader);
  app.setSerializerCompiler(serializerCompiler);
  app.decorateRequest('actor', null);
  app.decorate('routeTable', []);
  app.setErrorHandler((error, request, reply) => {
    const { status, body } = errorAnswerTo(error, request);
    return reply.code(status).type('application/json; charset=utf-8').send(body);
  });

  app.register(helmet, headers(parts));
  app.register(cookie);
  app.register(rateLimit, {
    max: parts.requestsPerMinute ?? REQUESTS_PER_MINUTE,
    timeWindow: 60_000,
    errorResponseBuilder: () => new LoaError('too_many_requests'),
  });
  app.register(multipart, { limits: { files: 1, fields: 20, fieldSize: 100_000, fileSize: 500 * MEGABYTE } });
  app.register(swagger, {
    openapi: { openapi: '3.1.0', info: { title: 'Loa', version: parts.version } },
    transform: jsonSchemaTransform,
  });
  app.register(async plugin => {
    const api: App = plugin.withTypeProvider<ZodTypeProvider>();
    api.addContentTypeParser('text/csv', { parseAs: 'string' }, async (_request: unknown, body: string) => body);
    guard(api, parts);
    api.addHook('onRoute', route => {
      const access = route.config?.access;
      if (access !== undefined && route.method !== 'HEAD')
        for (const method of [route.method].flat()) app.routeTable.push({ method, url: route.url, access });
      const documented = typeof route.schema?.response === 'object' ? route.schema.response : {};
      route.schema = { ...route.schema, response: { '4xx': errorAnswer, '5xx': errorAnswer, ...documented } };
    });
    api.addHook('onSend', async (_request, reply) => {
      if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
    });
    routes(api);
    api.get(
      '/api/openapi.json',
      { config: { access: 'public' }, schema: { response: { 200: z.looseObject({ openapi: z.string() }) } } },
      async () => ({ ...app.swagger(), openapi: '3.1.0' }),
    );
  });
  pages(app, { folder: parts.webFolder });
  return app;
}

function headers(parts: BaseParts) {
  const secure = parts.publicUrl?.startsWith('https:') ?? false;
  return {
    strictTransportSecurity: secure,
    xFrameOptions: { action: 'deny' as const },
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        mediaSrc: ["'self'", 'blob:'],
        fontSrc: ["'self'"],
        // Older Safari does not count sockets among 'self'.
        connectSrc: [
          "'self'",
          () =>
            parts.origins
              .list()
              .map(origin => origin.replace(/^http/, 'ws'))
              .join(' '),
        ],
        workerSrc: ["'self'"],
        manifestSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
  };
}
