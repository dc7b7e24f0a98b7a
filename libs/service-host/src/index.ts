export { Announcements } from './announcements.js';
export { type Accepted, Commands } from './commands/commands.js';
export { CustomerLinks, customerLinksProvided, type MadeLink } from './customer-links.js';
export { describeServices } from './describe-services.js';
export { ChangeFeed, type ChangesWanted } from './feed/change-feed.js';
export { type FeedFormat, mediaTypes } from './feed/feed-text.js';
export { type FeedWanted, LogFeed } from './feed/log-feed.js';
export { Histories, knownAt } from './histories.js';
export { SETTINGS, WALL_CLOCK } from './host.module.js';
export { HouseSecrets } from './house-secrets.js';
export { type KeptText, KeptTexts, type TextPlace } from './kept-texts.js';
export { REGISTRY, STOPPING } from './http/edge.js';
export * from './http/allow.js';
export * from './http/answers.js';
export * from './http/asked.js';
export { unauthenticated } from './http/authentication.js';
export * from './http/caller.js';
export * from './http/case-reads.js';
export { createPlainApp, drainHttp } from './http/create-app.js';
export * from './http/keyset.js';
export * from './http/versions-page.js';
export type { CustomerLink } from './http/link-token.js';
export { AnswersAs } from './http/media-types.js';
export { createLogger } from './http/logging.js';
export { type HttpLimits, type PlainOptions, usualLimits } from './http/options.js';
export * from './http/ports.js';
export {
  answerProblem,
  type FieldFault,
  malformed,
  namedProblem,
  plainProblem,
  type Problem,
  ProblemError,
} from './http/problem.js';
export * from './http/refused.js';
export { historically, SentBy } from './http/sender.js';
export { stopGracefully, stopOnSignals } from './http/stopping.js';
export { telemetry } from './instrument.js';
export type { KafkaPlace } from './kafka-settings.js';
export { openEventStore } from './open-event-store.js';
export { type Duty, Runtime } from './runtime.js';
export { serve } from './serve.js';
export { tableMoment } from '@redress/adapter-postgres';
export { Rows, service, type ServiceContents } from './service.js';
export { type Environment, textOf, WrongSetting } from './setting.js';
export { readSettings, type Settings } from './settings.js';
export type { Caused, Step, Traces } from './tracing/traces.js';
