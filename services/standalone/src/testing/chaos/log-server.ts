import { type EventStoreDbDouble, startEventStoreDbDouble } from '@redress/adapter-eventstoredb/testing';
import type { Struck } from './child.js';
import type { Edges } from './edges.js';

/** The EventStoreDB of an installation: the one that `EVENTSTOREDB_URL` names, else the double. */
export interface LogServer {
  readonly place: { readonly host: string; readonly port: number };
  url(): string;
  /** A named server is not ours to kill: then its ways are closed instead. */
  struck(edges: Edges): Struck;
  stop(): Promise<void>;
}

export const startLogServer = async (): Promise<LogServer> => {
  const named = process.env['EVENTSTOREDB_URL'];
  const double: EventStoreDbDouble | undefined = named === undefined ? await startEventStoreDbDouble() : undefined;
  const url = named ?? double?.url ?? '';
  const { hostname: host, port } = new URL(url);
  return {
    place: { host, port: Number(port) },
    url: () => url,
    struck: (edges) => {
      let isHalted = false;
      const ways = edges.names.filter((name) => name.endsWith(' to log')).map((name) => edges.named(name));
      const open = async (): Promise<void> => {
        for (const way of ways) await way.open();
      };
      return {
        kill: async () => {
          isHalted = true;
          if (double) return double.halt();
          for (const way of ways) await way.close();
        },
        start: async () => {
          if (isHalted) await (double ? double.restart() : open());
          isHalted = false;
        },
        freeze: () => {
          for (const way of ways) way.stall();
        },
        thaw: () => void open(),
      };
    },
    stop: async () => double?.stop(),
  };
};
