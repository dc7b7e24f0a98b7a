import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Child, childOf } from './child.js';
import { freePorts } from './ports.js';

/** A broker with a listener for each of its clients, so that the way of each can break alone. */
export interface Broker extends Child {
  /** `127.0.0.1:port`, not through any proxy. */
  readonly address: string;
}

/** Of a client: where the broker listens for it, and where it tells it to go. */
export interface Listener {
  readonly name: string;
  readonly port: number;
  readonly advertised: number;
}

interface Where {
  readonly root: string;
  readonly data: string;
  readonly log: string;
  readonly listeners: readonly Listener[];
  readonly ended: (how: string) => void;
}

/** Not started yet. */
export const brokerOf = async ({ root, data, log, listeners, ended }: Where): Promise<Broker> => {
  const [port = 0, controllerPort = 0] = await freePorts(2);
  mkdirSync(data, { recursive: true });
  const properties = join(data, 'listeners.properties');
  writeFileSync(properties, propertiesOf(listeners, port, controllerPort));
  const child = childOf({
    name: 'kafka',
    command: join(root, 'deploy', 'kafka-local', 'start'),
    args: [],
    env: {
      KAFKA_LOCAL_DATA: data,
      KAFKA_LOCAL_PORT: String(port),
      KAFKA_LOCAL_CONTROLLER_PORT: String(controllerPort),
      KAFKA_LOCAL_PROPERTIES: properties,
    },
    folder: root,
    log,
    ended,
  });
  return { ...child, address: `127.0.0.1:${port}` };
};

/** In place of the lines that the start script writes: of two, the later one counts. */
const propertiesOf = (listeners: readonly Listener[], port: number, controllerPort: number): string => {
  const all = (text: (listener: Listener) => string): string => listeners.map((each) => `,${text(each)}`).join('');
  return `
listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}${all(({ name, port: at }) => `${name}://127.0.0.1:${at}`)}
advertised.listeners=PLAINTEXT://127.0.0.1:${port}${all(({ name, advertised }) => `${name}://127.0.0.1:${advertised}`)}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT${all(({ name }) => `${name}:PLAINTEXT`)}
num.network.threads=1
`;
};
