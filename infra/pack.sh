#!/usr/bin/env bash
# Packs the committed files and their packages into a zip for Azure App Service: infra/pack.sh bot.zip
# Works in a folder of its own, so the packages for development beside it stay as they are.
set -euo pipefail
target="$(realpath -m "${1:?Usage: infra/pack.sh FILE.zip}")"
cd "$(dirname "$0")/.."
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT

git archive HEAD package.json package-lock.json src cards dialogs docs | tar -x -C "$folder"
cd "$folder"
npm ci --omit=dev --no-audit --no-fund
# What the next start would find holds for this folder only.
rm -rf node_modules/.cache
rm -f "$target"
zip --quiet --recurse-paths "$target" .
echo "$target is ready: $(du -h "$target" | cut -f1)."
