# The packages, as the lock file names them.
FROM node:24-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund && npm cache clean --force

# There is no build step: Node runs the TypeScript files as they are.
FROM node:24-bookworm-slim
ENV NODE_ENV=production PORT=3978
WORKDIR /app
COPY --from=packages /app/node_modules ./node_modules
COPY package.json ./
COPY src ./src
COPY cards ./cards
COPY dialogs ./dialogs
COPY docs ./docs
# Only the embedded database is written, and what makes the next start faster; with PostgreSQL the file system can be read-only.
RUN mkdir -p data node_modules/.cache && chown node:node data node_modules/.cache
VOLUME /app/data
USER node
# A start that nobody sees: the first one finds code and content kept. Node keeps code for one user.
RUN node src/warm-up.js
EXPOSE 3978
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/healthz').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "src/main.js"]
