import { Server, ServerCredentials, status, type StatusObject, type UntypedServiceImplementation } from '@grpc/grpc-js';
import featuresServices from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import featuresProtos from '@eventstore/db-client/generated/serverfeatures_pb.js';
import streamsServices from '@eventstore/db-client/generated/streams_grpc_pb.js';
import streamsProtos from '@eventstore/db-client/generated/streams_pb.js';
import type { DeleteReq, DeleteResp, TombstoneReq, TombstoneResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { handleUnaryCall, sendUnaryData } from '@grpc/grpc-js';
import { appends } from './appends.js';
import { type BrokenPromise, type Faults, faults } from './faults.js';
import { type AppendOutcome, type Expected, type KeptEvent, keptLog, type KeptLog } from './kept-log.js';
import { expectedIn, nameIn, problem, unavailable } from './messages.js';
import { reads } from './reads.js';

/** EventStoreDB as far as its streams go, over real gRPC, in the memory of this process. */
export interface EventStoreDbDouble {
  /** For `EVENTSTOREDB_URL`. */
  readonly url: string;
  readonly log: KeptLog;
  readonly faults: Faults;
  /** Ends all reads and subscriptions that are open, as a server does that goes away. */
  drop(): void;
  /** Goes away; `restart` comes back with the same log at the same place. */
  halt(): Promise<void>;
  restart(): Promise<void>;
  readonly stop: () => Promise<void>;
}

export interface DoubleOptions {
  readonly breaks?: BrokenPromise;
}

interface Open {
  emit(name: 'error', error: StatusObject): boolean;
  once(name: 'close' | 'cancelled', done: () => void): unknown;
}

export const startEventStoreDbDouble = async ({ breaks }: DoubleOptions = {}): Promise<EventStoreDbDouble> => {
  const log = keptLog();
  const meeting = faults();
  const open = new Set<Open>();
  let port = 0;
  let server: Server | undefined;

  const notLeader = (): StatusObject =>
    problem(
      'not-leader',
      { 'leader-endpoint-host': '127.0.0.1', 'leader-endpoint-port': String(port) },
      status.NOT_FOUND,
    );
  const keep = breaks ? breaking(log, breaks) : log.append;
  const services = (): Server => {
    const fresh = new Server({ 'grpc.max_receive_message_length': 17 * 1024 * 1024 });
    fresh.addService(streamsServices.StreamsService, {
      ...appends({ keep, faults: meeting, notLeader }),
      read: readsOf(),
      delete: ending<DeleteReq, DeleteResp>(log.deleteSoftly, () => new streamsProtos.DeleteResp()),
      tombstone: ending<TombstoneReq, TombstoneResp>(log.tombstone, () => new streamsProtos.TombstoneResp()),
    } as unknown as UntypedServiceImplementation);
    fresh.addService(featuresServices.ServerFeaturesService, {
      getSupportedMethods: (_: unknown, callback: sendUnaryData<unknown>) => callback(null, supported()),
    });
    return fresh;
  };
  const readsOf = (): ReturnType<typeof reads> =>
    reads({
      log,
      faults: meeting,
      notLeader,
      shown: breaks === 'skipped-event' ? (events) => events.filter((_, index) => index % 5 !== 4) : (events) => events,
      opened: (call) => {
        open.add(call);
        call.once('close', () => open.delete(call));
        call.once('cancelled', () => open.delete(call));
      },
    });
  const listen = async (): Promise<void> => {
    const fresh = services();
    port = await new Promise<number>((resolve, reject) => {
      fresh.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), (error, bound) => {
        if (error) reject(error);
        else resolve(bound);
      });
    });
    server = fresh;
  };
  const halt = async (): Promise<void> => {
    server?.forceShutdown();
    server = undefined;
  };

  await listen();
  return {
    url: `esdb://127.0.0.1:${port}?tls=false`,
    log,
    faults: meeting,
    drop: () => {
      for (const call of open) call.emit('error', unavailable());
      open.clear();
    },
    halt,
    restart: listen,
    stop: halt,
  };
};

const supported = (): InstanceType<typeof featuresProtos.SupportedMethods> => {
  const methods = new featuresProtos.SupportedMethods();
  methods.setEventStoreServerVersion('22.10.5');
  for (const name of ['append', 'batchappend', 'delete', 'read', 'tombstone']) {
    const method = new featuresProtos.SupportedMethod();
    method.setServiceName('event_store.client.streams.streams');
    method.setMethodName(name);
    methods.addMethods(method);
  }
  return methods;
};

const ending =
  <Request extends DeleteReq | TombstoneReq, Response>(
    finish: (stream: string, expected: Expected) => AppendOutcome,
    answer: () => Response,
  ): handleUnaryCall<Request, Response> =>
  (call, callback) => {
    const options = call.request.getOptions();
    const stream = nameIn(options?.getStreamIdentifier());
    const expected = options ? expectedIn(options, options.getRevision()) : 'any';
    const outcome = finish(stream, expected);
    if (outcome.kind === 'deleted') return callback(problem('stream-deleted', { 'stream-name': stream }));
    if (outcome.kind !== 'wrong-revision') return callback(null, answer());
    callback(
      problem('wrong-expected-version', {
        'stream-name': stream,
        'expected-version': String(expected),
        ...(outcome.current === undefined ? {} : { 'actual-version': String(outcome.current) }),
      }),
    );
  };

const breaking =
  (log: KeptLog, breaks: BrokenPromise): KeptLog['append'] =>
  (stream, expected, events) => {
    const last = log.all.at(-1) as KeptEvent;
    if (stream === 'redress.log') return log.append(stream, expected, events);
    if (breaks === 'lost-append')
      return { kind: 'appended', revision: BigInt(events.length - 1), position: last.position + 1n };
    const outcome = log.append(stream, expected, events);
    if (breaks === 'wrong-revision' && outcome.kind === 'appended')
      return { ...outcome, revision: outcome.revision + 1n };
    if (breaks === 'later-wins' && outcome.kind === 'wrong-revision') return log.append(stream, 'any', events);
    return outcome;
  };
