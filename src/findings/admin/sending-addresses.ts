/** The addresses from which the case's mail was sent: those that the deciding reply names beside the server that wrote it. */
import ipaddr from 'ipaddr.js';
import type { Evidence } from '../../triage/evidence.ts';

// 203.0.113.7, in brackets or not, and no part of a version such as 15.20.841.15
const address = /(?<![\w.:])\[?(?<ip>(?:\d{1,3}\.){3}\d{1,3})\]?(?![\w.]*\d)/g;
const most = 8;

export function sendingAddresses(evidence: Evidence | null): string[] {
  if (evidence === null) return [];
  const found = [...evidence.line.slice(0, 700).matchAll(address)].map(({ groups }) => groups!.ip!);
  return [...new Set(found)]
    .filter(ip => ip !== evidence.remoteIp && ipaddr.IPv4.isValidFourPartDecimal(ip))
    .slice(0, most);
}
