import { type TcpProxy, tcpProxy } from '@redress/service-host/testing';
import type { Listener } from './kafka.js';
import { freePorts } from './ports.js';

interface Place {
  readonly host: string;
  readonly port: number;
}

/** The ways between processes and what they need, each with a proxy of its own: `intake-1 to kafka`. */
export interface Edges {
  readonly names: readonly string[];
  named(name: string): TcpProxy;
  port(name: string): number;
  openAll(): Promise<void>;
  closeAll(): Promise<void>;
}

/** A broker tells its clients where to go, so that it needs a listener of its own for each. */
interface Places {
  readonly postgres: Place;
  readonly log: Place;
  readonly kafka?: 'listeners';
}

export const edgesFrom = async (
  members: readonly string[],
  places: Places,
): Promise<{ readonly edges: Edges; readonly listeners: readonly Listener[] }> => {
  const proxies = new Map<string, TcpProxy>();
  const listeners: Listener[] = [];
  const ports = [...(await freePorts(members.length * 4))];
  const nextPort = (): number => ports.pop() ?? 0;
  for (const member of members) {
    proxies.set(`${member} to postgres`, await tcpProxy(places.postgres, 'open', nextPort()));
    proxies.set(`${member} to log`, await tcpProxy(places.log, 'open', nextPort()));
    if (places.kafka === undefined) continue;
    const port = nextPort();
    const proxy = await tcpProxy({ host: '127.0.0.1', port }, 'open', nextPort());
    proxies.set(`${member} to kafka`, proxy);
    listeners.push({ name: member.toUpperCase().replaceAll('-', '_'), port, advertised: proxy.port });
  }
  const named = (name: string): TcpProxy => {
    const proxy = proxies.get(name);
    if (!proxy) throw new Error(`There is no way ${name}.`);
    return proxy;
  };
  const edges: Edges = {
    names: [...proxies.keys()],
    named,
    port: (name) => named(name).port,
    openAll: async () => {
      for (const proxy of proxies.values()) await proxy.open();
    },
    closeAll: async () => {
      for (const proxy of proxies.values()) await proxy.close();
    },
  };
  return { edges, listeners };
};
