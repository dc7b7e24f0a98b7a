import type { handleServerStreamingCall, ServerWritableStream, StatusObject } from '@grpc/grpc-js';
import streamsProtos from '@eventstore/db-client/generated/streams_pb.js';
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { Fault, Faults } from './faults.js';
import type { KeptEvent, KeptLog } from './kept-log.js';
import {
  checkpointMessage,
  confirmationMessage,
  eventMessage,
  missingMessage,
  nameIn,
  problem,
  unavailable,
} from './messages.js';

type Call = ServerWritableStream<ReadReq, ReadResp>;

interface Parts {
  readonly log: KeptLog;
  readonly faults: Faults;
  readonly notLeader: () => StatusObject;
  /** What readers of the whole log are shown. */
  readonly shown: (events: readonly KeptEvent[]) => readonly KeptEvent[];
  /** Every call that is open, until it ends. */
  readonly opened: (call: Call) => void;
}

/** So many events are looked at between two checkpoints of a filtered subscription. */
const window = 32;

const backwards = streamsProtos.ReadReq.Options.ReadDirection.BACKWARDS;

/** Reads of streams and of the log, and subscriptions to both. */
export const reads = ({
  log,
  faults,
  notLeader,
  shown,
  opened,
}: Parts): handleServerStreamingCall<ReadReq, ReadResp> => {
  const events = (options: ReadReq.Options): readonly KeptEvent[] | 'missing' | 'deleted' => {
    const isBackwards = options.getReadDirection() === backwards;
    if (!options.hasStream()) {
      const found = allFrom(shown(log.all), options, isBackwards ? 'backwards' : 'forwards');
      return found.slice(0, countIn(options));
    }
    const kept = log.read(nameIn(options.getStream()?.getStreamIdentifier()));
    if (typeof kept === 'string') return kept;
    const stream = options.getStream();
    const revision = BigInt(stream?.getRevision() || 0);
    const found = isBackwards
      ? kept.filter((event) => stream?.hasEnd() === true || event.revision <= revision).toReversed()
      : kept.filter((event) => event.revision >= revision);
    return found.slice(0, countIn(options));
  };

  const read = (call: Call, options: ReadReq.Options): void => {
    const found = events(options);
    const stream = nameIn(options.getStream()?.getStreamIdentifier());
    if (found === 'deleted') {
      call.emit('error', problem('stream-deleted', { 'stream-name': stream }));
      return;
    }
    for (const message of found === 'missing' ? [missingMessage(stream)] : found.map(eventMessage)) call.write(message);
    call.end();
  };

  const subscribe = (call: Call, options: ReadReq.Options, fault: Fault | undefined): void => {
    const stream = options.hasStream() ? nameIn(options.getStream()?.getStreamIdentifier()) : undefined;
    const matches = filterIn(options);
    let next = firstOf(log.all, options, stream);
    let looked = 0;
    call.write(confirmationMessage(crypto.randomUUID()));
    const give = (): void => {
      for (; next < log.all.length; next += 1) {
        const event = log.all[next] as KeptEvent;
        if ((stream === undefined || event.stream === stream) && matches(event)) call.write(eventMessage(event));
        looked += 1;
        if (options.hasFilter() && looked % window === 0) call.write(checkpointMessage(event.position));
      }
    };
    const unlisten = log.listen(give);
    call.on('cancelled', unlisten);
    call.on('error', unlisten);
    // One that is mute has been confirmed and tells of nothing.
    if (fault === 'mute') unlisten();
    else give();
  };

  return (call) => {
    opened(call);
    const options = call.request.getOptions();
    const isSubscription = options?.hasSubscription() === true;
    const fault = faults.take(isSubscription ? 'subscribe' : 'read');
    if (fault === 'hang' || fault === 'lose-answer' || !options) return;
    if (fault && fault !== 'mute') {
      call.emit('error', fault === 'not-leader' ? notLeader() : unavailable());
      return;
    }
    if (isSubscription) subscribe(call, options, fault);
    else read(call, options);
  };
};

const countIn = (options: ReadReq.Options): number => Number(options.getCount());

const allFrom = (
  all: readonly KeptEvent[],
  options: ReadReq.Options,
  direction: 'forwards' | 'backwards',
): readonly KeptEvent[] => {
  const from = options.getAll();
  const position = BigInt(from?.getPosition()?.getCommitPosition() ?? 0);
  if (direction === 'backwards')
    return all.filter((event) => from?.hasEnd() === true || event.position < position).toReversed();
  return from?.hasEnd() === true ? [] : all.filter((event) => event.position >= position);
};

/** Subscriptions go on after what they name. */
const firstOf = (all: readonly KeptEvent[], options: ReadReq.Options, stream: string | undefined): number => {
  const [one, whole] = [options.getStream(), options.getAll()];
  if (one?.hasEnd() === true || whole?.hasEnd() === true) return all.length;
  const isAfter = (event: KeptEvent): boolean =>
    stream === undefined
      ? !whole?.hasPosition() || event.position > BigInt(whole.getPosition()?.getCommitPosition() ?? 0)
      : event.stream === stream && (!one?.hasRevision() || event.revision > BigInt(one.getRevision()));
  const first = all.findIndex(isAfter);
  return first === -1 ? all.length : first;
};

const filterIn = (options: ReadReq.Options): ((event: KeptEvent) => boolean) => {
  const filter = options.getFilter();
  const expression = filter?.getStreamIdentifier() ?? filter?.getEventType();
  if (!filter || !expression) return () => true;
  const prefixes = expression.getPrefixList();
  const regex = expression.getRegex() === '' ? undefined : new RegExp(expression.getRegex());
  return (event) => {
    const text = filter.hasStreamIdentifier() ? event.stream : event.type;
    return regex ? regex.test(text) : prefixes.some((prefix) => text.startsWith(prefix));
  };
};
