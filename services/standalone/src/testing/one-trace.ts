import {
  type EventBusName,
  type KeptTraces,
  keepTraces,
  type Platform,
  type SpanSeen,
  startPlatform,
} from '@redress/service-host/testing';
import { StandaloneModule } from '../standalone.module.js';

/** Texts that stand nowhere else. */
const markers = {
  customer: 'marker-customer-id',
  name: '마커 이름 marker-name',
  email: 'marker-mail@example.com',
  text: 'marker-text 본문입니다',
  reply: 'marker-reply 답변',
  reason: 'marker-reason 거절',
};

/** A complaint's first days in a process that keeps traces, on either bus. */
export interface Traced {
  /** Of the trace that the complaint's POST began. */
  readonly received: readonly SpanSeen[];
  readonly all: readonly SpanSeen[];
  /** What of the customer's words stands in anything that was sent. */
  readonly told: readonly string[];
}

export const traceComplaint = async (eventBus?: EventBusName): Promise<Traced> => {
  const kept = await keepTraces();
  const platform = await startPlatform(StandaloneModule, {
    at: '2026-03-02T09:00:00Z',
    telemetry: kept.telemetry,
    ...(eventBus && { eventBus }),
  });
  return journey(platform, kept).finally(() => platform.stop());
};

const journey = async (platform: Platform, kept: KeptTraces): Promise<Traced> => {
  const agent = platform.as('agent');
  const sent = {
    channel: 'web',
    text: markers.text,
    customer: { id: markers.customer, name: markers.name, email: markers.email },
  };
  const first = await agent.post('/api/intake/complaints', sent);
  if (first.status !== 201) throw new Error(first.text);
  const { complaintId: id } = first.body as { complaintId: string };
  await platform.settled();
  // What is refused, and what is wrong, is no occasion to quote.
  await agent.post(`/api/intake/complaints/${id}/solutions/decline`, { reason: markers.reason });
  await platform.anonymous.post('/api/intake/complaints', {
    channel: 'web',
    text: 7,
    customer: { email: markers.email },
  });
  // 24 hours without an answer: timers warn, then find the promise broken.
  await platform.reaches('2026-03-04T09:00:01Z');
  await agent.post(`/api/intake/complaints/${id}/replies`, { text: markers.reply, asksCustomer: true });
  // Many at once share batches.
  await Promise.all(Array.from({ length: 12 }, () => platform.anonymous.post('/api/intake/complaints', sent)));
  await platform.settled();
  const { spans, text } = await kept.ended();
  const received = spans.find(({ name }) => name === 'intake.complaint ReceiveComplaint')?.traceId;
  return {
    received: spans.filter(({ traceId }) => traceId === received),
    all: spans,
    told: Object.values(markers).filter((marker) => text.includes(marker)),
  };
};

export const named = (spans: readonly SpanSeen[], name: string): SpanSeen => {
  const span = spans.find((one) => one.name === name);
  if (!span) throw new Error(`No span is named ${name}: ${spans.map((one) => one.name).join(', ')}`);
  return span;
};
