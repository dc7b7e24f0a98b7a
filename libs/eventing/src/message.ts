/**
 * Names of the headers under which an event travels on a bus of messages: CloudEvents 1.0 in Kafka's binary mode. What
 * each holds is said by the contracts, and written and read by the adapter; both are held to these names.
 */
export type EventHeader =
  | 'ce_specversion'
  | 'ce_id'
  | 'ce_type'
  | 'ce_source'
  | 'ce_subject'
  | 'ce_time'
  | 'ce_dataschema'
  | 'content-type'
  | 'ce_dataversion'
  | 'ce_partitionkey'
  | 'ce_revision'
  | 'ce_position'
  | 'ce_logid'
  | 'ce_recordedtime'
  | 'ce_correlationid'
  | 'ce_causationid'
  | 'ce_commandid'
  | 'ce_actorid'
  | 'ce_actorroles'
  | 'ce_requesthash'
  | 'ce_traceparent'
  | 'ce_datasubject'
  | 'ce_historical';

/** Of a record that tells how far a partition has come, and carries no fact. */
export type ProgressHeader = 'ce_specversion' | 'ce_id' | 'ce_type' | 'ce_source' | 'ce_time' | 'content-type';
