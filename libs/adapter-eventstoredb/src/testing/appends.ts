import type {
  handleBidiStreamingCall,
  handleClientStreamingCall,
  ServerDuplexStream,
  StatusObject,
} from '@grpc/grpc-js';
import anyProtos from 'google-protobuf/google/protobuf/any_pb.js';
import googleEmpty from 'google-protobuf/google/protobuf/empty_pb.js';
import sharedProtos from '@eventstore/db-client/generated/shared_pb.js';
import statusProtos from '@eventstore/db-client/generated/status_pb.js';
import streamsProtos from '@eventstore/db-client/generated/streams_pb.js';
import type {
  AppendReq,
  AppendResp,
  BatchAppendReq,
  BatchAppendResp,
} from '@eventstore/db-client/generated/streams_pb.js';
import type { Fault, Faults } from './faults.js';
import { type AppendOutcome, type Expected, type KeptLog, largestAppend, type Proposed } from './kept-log.js';
import { empty, expectedIn, nameIn, named, problem, unavailable } from './messages.js';

export interface Appends {
  readonly append: handleClientStreamingCall<AppendReq, AppendResp>;
  readonly batchAppend: handleBidiStreamingCall<BatchAppendReq, BatchAppendResp>;
}

interface Parts {
  readonly keep: KeptLog['append'];
  readonly faults: Faults;
  /** How an error says who leads. */
  readonly notLeader: () => StatusObject;
}

type ProposedMessage = AppendReq.ProposedMessage | BatchAppendReq.ProposedMessage;

const proposedIn = (message: ProposedMessage): Proposed => ({
  id: message.getId()?.getString() ?? '',
  type: message.getMetadataMap().get('type') ?? '',
  contentType: message.getMetadataMap().get('content-type') ?? '',
  data: message.getData_asU8(),
  metadata: message.getCustomMetadata_asU8(),
});

export const appends = ({ keep, faults, notLeader }: Parts): Appends => {
  const failing = (fault: Fault | undefined): StatusObject | undefined =>
    fault === 'not-leader' ? notLeader() : fault === 'unavailable' || fault === 'drop' ? unavailable() : undefined;

  return {
    append: (call, callback) => {
      const requests: AppendReq[] = [];
      call.on('data', (request: AppendReq) => requests.push(request));
      call.on('end', () => {
        const fault = faults.take('append');
        const failure = failing(fault);
        if (failure) {
          callback(failure);
          return;
        }
        if (fault === 'hang') return;
        const options = requests[0]?.getOptions();
        const stream = nameIn(options?.getStreamIdentifier());
        const expected = options ? expectedIn(options, options.getRevision()) : 'any';
        const events = requests.flatMap((request) => {
          const message = request.getProposedMessage();
          return message ? [proposedIn(message)] : [];
        });
        const outcome = keep(stream, expected, events);
        if (fault === 'lose-answer') return;
        if (fault === 'drop-after') {
          callback(unavailable());
          return;
        }
        const refused = refusalOf(stream, outcome);
        callback(refused ?? null, refused ? null : answerOf(outcome, expected));
      });
    },

    batchAppend: (call) => {
      const parts = new Map<string, BatchAppendReq[]>();
      call.on('data', (request: BatchAppendReq) => {
        const id = request.getCorrelationId()?.getString() ?? '';
        const whole = [...(parts.get(id) ?? []), request];
        parts.set(id, whole);
        if (!request.getIsFinal()) return;
        parts.delete(id);
        const fault = faults.take('append');
        const failure = failing(fault);
        if (failure) call.emit('error', failure);
        if (failure || fault === 'hang') return;
        const options = whole[0]?.getOptions();
        const stream = nameIn(options?.getStreamIdentifier());
        const expected = options ? expectedIn(options, options.getStreamPosition()) : 'any';
        const events = whole.flatMap((one) => one.getProposedMessagesList().map(proposedIn));
        const outcome = keep(stream, expected, events);
        if (fault === 'lose-answer') return;
        if (fault === 'drop-after') call.emit('error', unavailable());
        else if (fault === 'hold') faults.hold(() => answerBatch(call, id, stream, expected, outcome));
        else answerBatch(call, id, stream, expected, outcome);
      });
      call.on('end', () => call.end());
    },
  };
};

const refusalOf = (stream: string, outcome: AppendOutcome): StatusObject | undefined => {
  if (outcome.kind === 'deleted') return problem('stream-deleted', { 'stream-name': stream });
  if (outcome.kind === 'too-large')
    return problem('maximum-append-size-exceeded', { 'maximum-append-size': String(largestAppend) });
  return undefined;
};

const answerOf = (outcome: AppendOutcome, expected: Expected): AppendResp => {
  const answer = new streamsProtos.AppendResp();
  if (outcome.kind === 'appended') {
    const success = new streamsProtos.AppendResp.Success();
    const position = new streamsProtos.AppendResp.Position();
    position.setCommitPosition(outcome.position.toString());
    position.setPreparePosition(outcome.position.toString());
    success.setCurrentRevision(outcome.revision.toString());
    success.setPosition(position);
    answer.setSuccess(success);
  }
  if (outcome.kind === 'wrong-revision') {
    const wrong = new streamsProtos.AppendResp.WrongExpectedVersion();
    if (outcome.current === undefined) wrong.setCurrentNoStream(empty());
    else wrong.setCurrentRevision(outcome.current.toString());
    if (expected === 'no-stream') wrong.setExpectedNoStream(empty());
    else if (expected === 'exists') wrong.setExpectedStreamExists(empty());
    else if (expected === 'any') wrong.setExpectedAny(empty());
    else wrong.setExpectedRevision(expected.toString());
    answer.setWrongExpectedVersion(wrong);
  }
  return answer;
};

const answerBatch = (
  call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>,
  id: string,
  stream: string,
  expected: Expected,
  outcome: AppendOutcome,
): void => {
  const answer = new streamsProtos.BatchAppendResp();
  const correlation = new sharedProtos.UUID();
  correlation.setString(id);
  answer.setCorrelationId(correlation);
  answer.setStreamIdentifier(named(stream));
  if (outcome.kind === 'appended') {
    const success = new streamsProtos.BatchAppendResp.Success();
    const position = new sharedProtos.AllStreamPosition();
    position.setCommitPosition(outcome.position.toString());
    position.setPreparePosition(outcome.position.toString());
    success.setCurrentRevision(outcome.revision.toString());
    success.setPosition(position);
    answer.setSuccess(success);
  } else {
    const [type, detail] = detailOf(stream, expected, outcome);
    const any = new anyProtos.Any();
    any.pack(detail, `event_store.client.${type}`);
    const error = new statusProtos.Status();
    error.setMessage(type);
    error.setDetails(any);
    answer.setError(error);
  }
  call.write(answer);
};

const detailOf = (
  stream: string,
  expected: Expected,
  outcome: Exclude<AppendOutcome, { readonly kind: 'appended' }>,
): readonly [type: string, detail: Uint8Array] => {
  if (outcome.kind === 'deleted') {
    const deleted = new sharedProtos.StreamDeleted();
    deleted.setStreamIdentifier(named(stream));
    return ['StreamDeleted', deleted.serializeBinary()];
  }
  if (outcome.kind === 'too-large') {
    const exceeded = new sharedProtos.MaximumAppendSizeExceeded();
    exceeded.setMaxappendsize(largestAppend);
    return ['MaximumAppendSizeExceeded', exceeded.serializeBinary()];
  }
  const wrong = new sharedProtos.WrongExpectedVersion();
  const nothing = new googleEmpty.Empty();
  if (outcome.current === undefined) wrong.setCurrentNoStream(nothing);
  else wrong.setCurrentStreamRevision(outcome.current.toString());
  if (expected === 'no-stream') wrong.setExpectedNoStream(nothing);
  else if (expected === 'exists') wrong.setExpectedStreamExists(nothing);
  else if (expected === 'any') wrong.setExpectedAny(nothing);
  else wrong.setExpectedStreamPosition(expected.toString());
  return ['WrongExpectedVersion', wrong.serializeBinary()];
};
