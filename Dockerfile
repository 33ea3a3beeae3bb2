FROM node:22-bookworm-slim AS build
# better-sqlite3 is compiled where its ready-made binary cannot be fetched.
RUN apt-get update \
  && apt-get install -y --no-install-recommends python3 make g++ \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY . .
RUN npm ci --no-audit --no-fund
RUN npx --no-install tsc -b
RUN npm prune --omit=dev --no-audit --no-fund \
  && find libs apps -name src -prune -exec rm -rf {} +

FROM node:22-bookworm-slim
WORKDIR /app
COPY --from=build /app/package.json /app/LICENSE ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/libs libs
COPY --from=build /app/apps apps
RUN install -d -o node -g node /data
ENV NODE_ENV=production \
  DAYFERRY_PROFILE=production \
  PATH=/app/node_modules/.bin:$PATH \
  DAYFERRY_HOST=0.0.0.0 \
  DAYFERRY_PORT=8080 \
  DAYFERRY_METRICS_PORT=9090 \
  DAYFERRY_DATABASE_URL=sqlite:/data/dayferry.db
VOLUME /data
# The number, not the name: Kubernetes can tell from it that this is not root.
USER 1000
EXPOSE 8080 9090
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.DAYFERRY_PORT + '/healthz/live').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--enable-source-maps", "apps/gateway/dist/main.js"]
